#include "desk/machine/clock_watch.h"

#include "base/log.h"

namespace frontdesk::desk {
namespace {

/// Slewing by an NTP client stays far below.
constexpr std::chrono::minutes kStep{1};
constexpr std::chrono::hours kLargeStep{1};
constexpr std::chrono::hours kTold{24};
/// Nobody worked for so long, or the clock is wrong: worth a look.
constexpr std::chrono::hours kLongSilence{24 * 60};

bool is_beyond(Duration by, Duration bound) { return by > bound || by < -bound; }

}  // namespace

ClockWatch::ClockWatch(const Clock& clock) : clock_(clock), last_(read()) {}

void ClockWatch::begin(Micros newest_record_at) {
  const std::lock_guard lock(mutex_);
  last_ = read();
  if (!newest_record_at.is_set()) return;
  const Duration since = last_.wall - newest_record_at;
  if (since < -Duration(kStep) || since > kLongSilence) note(last_, since);
}

void ClockWatch::look() {
  const std::lock_guard lock(mutex_);
  const Readings now = read();
  const Duration by = (now.wall - last_.wall) - (now.steady - last_.steady);
  last_ = now;
  if (is_beyond(by, kStep)) note(now, by);
}

void ClockWatch::note(const Readings& at, Duration by) {
  jump_ = ClockJump{at.wall, by};
  noted_at_ = at.steady;
  log_warning(
      "the clock of the machine jumped",
      {{"by_seconds", std::chrono::duration_cast<std::chrono::seconds>(by).count()}, {"to", to_rfc3339(at.wall)}});
}

std::optional<ClockJump> ClockWatch::last_jump() const {
  const std::lock_guard lock(mutex_);
  if (!jump_ || clock_.monotonic() - noted_at_ > kTold) return std::nullopt;
  return jump_;
}

bool ClockWatch::holds_deletions() const {
  const auto jump = last_jump();
  return jump && is_beyond(jump->by, kLargeStep);
}

}  // namespace frontdesk::desk
