// ChannelRhythm: how long each channel's longest pause was in the last two weeks, read once an hour, so that a channel
// that fell silent is noticed although its server answers (P-39, N-20). Thread rule: any thread but the store's writer.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::desk {

class ChannelRhythm {
 public:
  /// `store` must outlive the rhythm.
  explicit ChannelRhythm(storage::Store& store) : store_(store) {}

  Result<void> learn(Micros now);
  /// Not set: fewer than 20 items, or none older than three days; a new channel has no habits.
  [[nodiscard]] std::optional<Duration> usual_gap(ChannelId channel) const;

 private:
  storage::Store& store_;
  mutable std::mutex mutex_;  // guards gaps_
  std::map<ChannelId, Duration> gaps_;
};

}  // namespace frontdesk::desk
