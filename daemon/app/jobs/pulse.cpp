#include "app/jobs/pulse.h"

#include <pthread.h>

#include <condition_variable>
#include <mutex>

#include "base/log.h"

namespace frontdesk::app {
namespace {
constexpr std::chrono::seconds kPace{5};
}

void Pulse::watch(std::string part, std::function<bool()> answers) {
  parts_.emplace_back(std::move(part), std::move(answers), clock_.monotonic().count());
}

void Pulse::start() {
  for (Part& part : parts_) part.last = clock_.monotonic().count();
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "pulse");
}

void Pulse::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Pulse::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    ask_all();
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, kPace, [] { return false; });
  }
}

void Pulse::ask_all() {
  for (Part& part : parts_) {
    if (part.answers()) part.last = clock_.monotonic().count();
  }
}

bool Pulse::is_alive(Duration most_silence) const {
  bool alive = true;
  for (const Part& part : parts_) {
    const Duration silent = clock_.monotonic() - Duration{part.last};
    if (silent <= most_silence) continue;
    alive = false;
    log_error("a part of the daemon does not answer",
              {{"part", part.name}, {"seconds", std::chrono::duration_cast<std::chrono::seconds>(silent).count()}});
  }
  return alive;
}

}  // namespace frontdesk::app
