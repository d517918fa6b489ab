// RestartPolicy: when a crashed host may start again, and when it may not. Pure: the caller brings the time.
#pragma once

#include <deque>

#include "base/random.h"
#include "base/time.h"

namespace frontdesk::channels {

class RestartPolicy {
 public:
  static constexpr Duration kFirstDelay = std::chrono::seconds(1);
  static constexpr Duration kLongestDelay = std::chrono::minutes(5);
  static constexpr Duration kGoodRun = std::chrono::minutes(10);  ///< a run of that length forgets earlier crashes
  static constexpr Duration kCrashWindow = std::chrono::minutes(10);
  static constexpr std::size_t kCrashesToQuarantine = 5;
  static constexpr Duration kQuarantineTry = std::chrono::hours(1);
  static constexpr Duration kLongestAfterKill = std::chrono::seconds(10);
  static constexpr Duration kSteadyRun = std::chrono::minutes(1);  ///< a run of that length forgets earlier kills

  explicit RestartPolicy(RandomSource& random) : random_(random) {}

  struct Decision {
    bool quarantine = false;
    Duration delay{};  ///< until the next start; in quarantine until the next half-open try
  };

  /// All times are monotonic.
  void started(Duration now) { started_at_ = now; }
  Decision crashed(Duration now);
  /// Somebody else ended the host: a person, the kernel short of memory, the machine. That says nothing of the plugin,
  /// so it never leads into quarantine, nor out of it; it is only delayed.
  Decision killed(Duration now);
  /// The admin asked for a new start: forgets everything.
  void reset();

 private:
  Duration with_jitter(Duration delay);
  static Duration doubled(int& in_a_row, Duration longest);

  RandomSource& random_;
  Duration started_at_{};
  std::deque<Duration> crashes_;  ///< within the window
  int in_a_row_ = 0;
  int kills_in_a_row_ = 0;
  bool quarantined_ = false;
};

/// `delay` changed by up to ± `percent` of itself.
Duration jitter(RandomSource& random, Duration delay, int percent);

}  // namespace frontdesk::channels
