#include "reading/receiver.h"

#include <algorithm>
#include <chrono>
#include <random>

#include "plugin/account.h"

namespace frontdesk::email {
namespace {

constexpr int kRefusalsBeforeReauth = 3;
constexpr int kFailuresBeforeFailing = 3;
constexpr std::chrono::seconds kHealthySession{60};  // a session that lived shorter heals nothing
constexpr std::chrono::milliseconds kFirstPause{1'000};
constexpr std::chrono::milliseconds kLongestPause{30'000};

// 1 s, 2 s, 4 s … 30 s, each ± 20 %, so that many channels do not return at the same moment.
std::chrono::milliseconds pause_after(int failures) {
  const auto pause = std::min(kLongestPause, kFirstPause * (1 << std::min(failures - 1, 5)));
  thread_local std::minstd_rand random{std::random_device{}()};
  return std::chrono::milliseconds(
      std::uniform_int_distribution<std::int64_t>(pause.count() * 8 / 10, pause.count() * 12 / 10)(random));
}

void report(const sdk::Services& services, const sdk::Error& error, int failures) {
  services.metrics().count("connection_failures");
  if (failures < kFailuresBeforeFailing && error.status == sdk::Status::kRetry) {
    services.health().degraded(error.code, error.text);
  } else {
    services.health().failing(error.code, error.text);
  }
}

}  // namespace

sdk::Result<void> receive_until_cancelled(MailboxReader& reader, const sdk::Services& services) {
  int failures = 0;
  int refusals = 0;
  const auto up_to_date = [&] {
    refusals = 0;
    services.health().ok();
    services.metrics().gauge("last_success_seconds", static_cast<double>(services.clock().now()) / 1e6);
  };
  while (!services.cancel().requested()) {
    const auto began = services.clock().monotonic();
    ReadEnd end = reader.read(services.cancel().descriptor(), up_to_date);
    if (auto* desk = std::get_if<sdk::Error>(&end)) return std::move(*desk);
    const net::Failure& failure = std::get<net::Failure>(end);
    if (failure.kind == net::FailureKind::kCancelled) break;
    // A server that lets us in and throws us out again must not be asked every second.
    if (services.clock().monotonic() - began >= kHealthySession) failures = 0;
    ++failures;
    sdk::Error error = to_error(failure);
    // Only credentials that are refused count; "not now" and broken lines do not.
    refusals = failure.kind == net::FailureKind::kAuthFailed ? refusals + 1 : refusals;
    report(services, error, failures);
    if (refusals >= kRefusalsBeforeReauth) return error;
    if (!services.clock().sleep_for(pause_after(failures))) break;
  }
  return sdk::Error{sdk::Status::kCancelled, "cancelled"};
}

}  // namespace frontdesk::email
