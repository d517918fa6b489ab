// Pulse: proof that the daemon's threads still turn, for the watchdog of the service manager.
//
// A thread of its own asks every part in turn; a part that does not answer for longer than the caller allows counts as
// hung. Without this, a watchdog only proves that its own thread runs.
//
//   Pulse pulse(clock);
//   pulse.watch("writer", [&] { return store.write_and_wait(…).ok(); });
//   pulse.start();
//   … if (pulse.is_alive(seconds(60))) sd_notify(0, "WATCHDOG=1");
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "base/time.h"

namespace frontdesk::app {

class Pulse {
 public:
  explicit Pulse(const Clock& clock) : clock_(clock) {}
  ~Pulse() { stop(); }

  /// Before start() only. `answers` may block; true when the part answered.
  void watch(std::string part, std::function<bool()> answers);
  void start();
  void stop();

  /// Asks every part once. The thread does this every 5 s.
  void ask_all();
  /// Every part answered within the last `most_silence`; those that did not are logged. Any thread, never blocks.
  [[nodiscard]] bool is_alive(Duration most_silence) const;

 private:
  struct Part {
    Part(std::string its_name, std::function<bool()> ask, std::int64_t now)
        : name(std::move(its_name)), answers(std::move(ask)), last(now) {}
    const std::string name;
    const std::function<bool()> answers;
    std::atomic<std::int64_t> last;  ///< monotonic time of the last answer
  };
  void run(const std::stop_token& stop);

  const Clock& clock_;
  std::deque<Part> parts_;  // fixed once started
  std::jthread thread_;
};

}  // namespace frontdesk::app
