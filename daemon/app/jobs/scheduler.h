// Scheduler: the thread of everything that happens by itself — breached clocks, signed checkpoints, tidying up.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace frontdesk::app {

class Scheduler {
 public:
  explicit Scheduler(const Clock& clock) : clock_(clock) {}
  ~Scheduler() { stop(); }

  /// Before start() only. A failing duty is tried again at its next turn; it is logged when it begins to fail, when it
  /// fails in other words, and when it works again.
  void every(Duration period, std::string name, std::function<Result<void>()> duty);
  void start();
  void stop();
  /// Monotonic time at which the thread last looked at its duties; a duty that hangs lets it grow old. Any thread.
  [[nodiscard]] Duration last_turn() const { return Duration{last_turn_.load()}; }

  struct Trouble {
    std::string duty;
    std::string reason;
  };
  /// The duties that failed at their last turn. Any thread.
  [[nodiscard]] std::vector<Trouble> troubles() const;

 private:
  struct Duty {
    Duration period;
    std::string name;
    std::function<Result<void>()> run;
    Duration due{0};
    std::string trouble{};  ///< that was told last; empty: it works; guarded by mutex_
  };
  void run(Duty& duty);
  void run(const std::stop_token& stop);

  const Clock& clock_;
  std::vector<Duty> duties_;
  mutable std::mutex mutex_;
  std::atomic<std::int64_t> last_turn_{0};
  std::jthread thread_;
};

}  // namespace frontdesk::app
