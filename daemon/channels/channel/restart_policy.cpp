#include "channels/channel/restart_policy.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace frontdesk::channels {

RestartPolicy::Decision RestartPolicy::crashed(Duration now) {
  if (now - started_at_ >= kGoodRun) reset();
  crashes_.push_back(now);
  while (now - crashes_.front() > kCrashWindow) crashes_.pop_front();
  // A half-open try that crashes goes straight back.
  if (quarantined_ || crashes_.size() >= kCrashesToQuarantine) {
    quarantined_ = true;
    return {true, with_jitter(kQuarantineTry)};
  }
  return {false, with_jitter(doubled(in_a_row_, kLongestDelay))};
}

RestartPolicy::Decision RestartPolicy::killed(Duration now) {
  if (now - started_at_ >= kSteadyRun) kills_in_a_row_ = 0;
  if (quarantined_) return {true, with_jitter(kQuarantineTry)};
  return {false, with_jitter(doubled(kills_in_a_row_, kLongestAfterKill))};
}

Duration RestartPolicy::doubled(int& in_a_row, Duration longest) {
  const Duration delay = std::min<Duration>(longest, kFirstDelay * (1LL << std::min(in_a_row, 20)));
  ++in_a_row;
  return delay;
}

void RestartPolicy::reset() {
  crashes_.clear();
  in_a_row_ = kills_in_a_row_ = 0;
  quarantined_ = false;
}

Duration RestartPolicy::with_jitter(Duration delay) { return jitter(random_, delay, 20); }

Duration jitter(RandomSource& random, Duration delay, int percent) {
  std::array<std::uint8_t, 4> bytes{};
  random.fill(bytes);
  std::uint32_t drawn = 0;
  std::memcpy(&drawn, bytes.data(), sizeof drawn);
  const std::int64_t span = delay.count() / 100 * percent;
  return delay + Duration(span == 0 ? 0 : static_cast<std::int64_t>(drawn) % (2 * span + 1) - span);
}

}  // namespace frontdesk::channels
