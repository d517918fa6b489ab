// ClockWatch: notices when the wall clock steps, by comparing it with the clock that never does.
//
// Due times, retention and certificates all hang on the wall clock. A step of more than a minute is told for a day; one
// of more than an hour also holds back what is deleted by age, because a clock ten years ahead would empty the desk
// (security.md, bad inputs 16 and 17). At the start the newest record stands for the time before.
//
//   ClockWatch watch(clock);
//   watch.begin(newest_record_at);   // at start
//   watch.look();                    // every few seconds
//   if (!watch.holds_deletions()) delete_old();
//
// Thread rule: any thread.
#pragma once

#include <mutex>
#include <optional>

#include "base/time.h"
#include "desk/machine/facts.h"

namespace frontdesk::desk {

class ClockWatch {
 public:
  explicit ClockWatch(const Clock& clock);

  /// `newest_record_at`: of the trail; not set: there is none. A clock behind it was set back; one far ahead of it may
  /// be wrong, or the machine was off for so long.
  void begin(Micros newest_record_at);
  void look();

  /// The last one, for a day of running after it.
  [[nodiscard]] std::optional<ClockJump> last_jump() const;
  [[nodiscard]] bool holds_deletions() const;

 private:
  struct Readings {
    Micros wall;
    Duration steady{0};
  };
  [[nodiscard]] Readings read() const { return {clock_.now(), clock_.monotonic()}; }
  void note(const Readings& at, Duration by);

  const Clock& clock_;
  mutable std::mutex mutex_;  // guards what follows
  Readings last_;
  std::optional<ClockJump> jump_;
  Duration noted_at_{0};  // by the steady clock
};

}  // namespace frontdesk::desk
