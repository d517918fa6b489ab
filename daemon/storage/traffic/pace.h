// Pace: how long things wait, and how regularly they come; for the checks of the machine. Thread rule: that of the
// transaction.
#pragma once

#include <cstdint>
#include <optional>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Since when the oldest reply waits to be sent; nullopt when none waits. Looks at no more than kMostCounted.
Result<std::optional<Micros>> oldest_waiting_reply(ReadTx& tx);
/// Replies that were queued at or after `since` and failed.
Result<std::int64_t> count_failed_replies(ReadTx& tx, Micros since);

/// When the channel last brought an item; nullopt: never.
Result<std::optional<Micros>> newest_receipt(ReadTx& tx, ChannelId channel);

/// What came by a channel since some day.
struct Pace {
  std::int64_t items = 0;
  Duration span{0};         ///< from the first to the last
  Duration longest_gap{0};  ///< between two that follow each other
};
/// Reads every row of that time: for once an hour.
Result<Pace> pace_of(ReadTx& tx, ChannelId channel, Micros since);

}  // namespace frontdesk::storage
