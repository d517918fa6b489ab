#include "desk/machine/channel_rhythm.h"

#include <utility>

#include "storage/store.h"
#include "storage/tables/channel.h"
#include "storage/traffic/pace.h"

namespace frontdesk::desk {
namespace {

constexpr std::chrono::hours kLookedAt{24 * 14};
constexpr std::int64_t kLeastItems = 20;
constexpr std::chrono::hours kLeastSpan{24 * 3};

}  // namespace

Result<void> ChannelRhythm::learn(Micros now) {
  std::map<ChannelId, Duration> gaps;
  FD_TRY(store_.read([&](storage::ReadTx& tx) -> Result<void> {
    auto channels = storage::list_channels(tx);
    if (!channels) return std::move(channels).error();
    for (const storage::ChannelRecord& channel : *channels) {
      auto pace = storage::pace_of(tx, channel.id, now - kLookedAt);
      if (!pace) return std::move(pace).error();
      if (pace->items >= kLeastItems && pace->span >= kLeastSpan) gaps[channel.id] = pace->longest_gap;
    }
    return {};
  }));
  const std::lock_guard lock(mutex_);
  gaps_ = std::move(gaps);
  return {};
}

std::optional<Duration> ChannelRhythm::usual_gap(ChannelId channel) const {
  const std::lock_guard lock(mutex_);
  const auto known = gaps_.find(channel);
  return known == gaps_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace frontdesk::desk
