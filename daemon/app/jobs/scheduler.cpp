#include "app/jobs/scheduler.h"

#include <pthread.h>

#include <condition_variable>
#include <mutex>

#include "base/log.h"

namespace frontdesk::app {
namespace {
constexpr std::chrono::milliseconds kTick{500};
}

void Scheduler::every(Duration period, std::string name, std::function<Result<void>()> duty) {
  duties_.push_back({period, std::move(name), std::move(duty), clock_.monotonic() + period});
}

void Scheduler::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  pthread_setname_np(thread_.native_handle(), "scheduler");
}

void Scheduler::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void Scheduler::run(Duty& duty) {
  auto done = duty.run();
  std::string trouble = done ? std::string() : done.error().message;
  if (trouble == duty.trouble) return;
  if (done)
    log_info("a scheduled duty works again", {{"duty", duty.name}});
  else
    log_warning("a scheduled duty failed", {{"duty", duty.name}, {"error", done.error()}});
  const std::lock_guard lock(mutex_);
  duty.trouble = std::move(trouble);
}

std::vector<Scheduler::Trouble> Scheduler::troubles() const {
  const std::lock_guard lock(mutex_);
  std::vector<Trouble> troubles;
  for (const Duty& duty : duties_)
    if (!duty.trouble.empty()) troubles.push_back({duty.name, duty.trouble});
  return troubles;
}

void Scheduler::run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (true) {
    {
      std::unique_lock lock(mutex);
      wake.wait_for(lock, stop, kTick, [] { return false; });
    }
    if (stop.stop_requested()) return;
    const Duration now = clock_.monotonic();
    last_turn_ = now.count();
    for (Duty& duty : duties_) {
      if (now < duty.due) continue;
      duty.due = now + duty.period;
      run(duty);
    }
  }
}

}  // namespace frontdesk::app
