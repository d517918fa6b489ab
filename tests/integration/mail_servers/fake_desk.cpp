#include "integration/mail_servers/fake_desk.h"

#include <chrono>
#include <thread>

namespace frontdesk::test {

void FakeDesk::refuse_submits(int count) {
  host_.refuse_submits(count, sdk::Error{sdk::Status::kRetry, "busy", "The desk is busy."});
}

std::size_t FakeDesk::duplicates() const {
  std::size_t submitted = 0;
  for (const fake::Batch& batch : host_.batches()) submitted += batch.items.size();
  return submitted - host_.items().size();
}

std::string FakeDesk::health() const {
  const auto report = host_.health();
  if (!report) return {};
  return report->state == FDK_HEALTH_OK ? "ok" : report->code;
}

bool FakeDesk::wait(const std::function<bool()>& done) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!done()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

bool FakeDesk::wait_for_items(std::size_t count) const {
  return wait([&] { return accepted() >= count; });
}

bool FakeDesk::wait_for_duplicates(std::size_t count) const {
  return wait([&] { return duplicates() >= count; });
}

bool FakeDesk::wait_for_health(const std::string& code) const {
  return wait([&] { return health() == code; });
}

}  // namespace frontdesk::test
