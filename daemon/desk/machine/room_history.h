// RoomHistory: how much room the disk had over the last days, kept in one setting, and when it will be full if it goes
// on like that (P-42). Thread rule: functions are those of the transaction; the rest is a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

struct RoomSample {
  Micros at;
  std::int64_t free_bytes = 0;
};

/// A sample is taken every so often and kept for two weeks.
inline constexpr std::chrono::hours kRoomSampleEvery{6};
inline constexpr std::chrono::hours kRoomKept{24 * 14};

/// The oldest first.
Result<std::vector<RoomSample>> load_room_history(storage::ReadTx& tx);
/// Adds the sample when the last one is old enough, and drops those that are too old or of a later time than its own.
Result<void> add_room_sample(storage::Tx& tx, const RoomSample& sample);

/// When nothing is left, as the room shrank since the oldest sample; not set: it did not shrink, or less than a day is
/// known.
std::optional<Duration> full_in(const std::vector<RoomSample>& history, const RoomSample& now);

}  // namespace frontdesk::desk
