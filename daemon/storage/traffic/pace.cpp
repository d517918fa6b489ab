#include "storage/traffic/pace.h"

#include "base/id_time.h"
#include "storage/tables/rows.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::storage {
namespace {

std::int64_t first_integer(const Statement& row) { return row.integer(0); }

}  // namespace

Result<std::optional<Micros>> oldest_waiting_reply(ReadTx& tx) {
  auto oldest = read_one(tx.query("SELECT ifnull(min(queued_at), 0) FROM (SELECT queued_at FROM outbox "
                                  "WHERE state IN (1, 2) LIMIT ?1)",
                                  kMostCounted),
                         first_integer, "oldest reply");
  if (!oldest) return std::move(oldest).error();
  return *oldest == 0 ? std::optional<Micros>() : std::optional(Micros{*oldest});
}

Result<std::int64_t> count_failed_replies(ReadTx& tx, Micros since) {
  return read_one(tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state IN (5, 6) AND state = 5 AND "
                           "queued_at >= ?1 LIMIT ?2)",
                           since, kMostCounted),
                  first_integer, "count");
}

Result<std::optional<Micros>> newest_receipt(ReadTx& tx, ChannelId channel) {
  return read_first(tx.query("SELECT received_at FROM journal WHERE channel_id = ?1 ORDER BY id DESC LIMIT 1", channel),
                    [](const Statement& row) { return row.time(0); });
}

Result<Pace> pace_of(ReadTx& tx, ChannelId channel, Micros since) {
  return read_one(
      tx.query("SELECT count(*), ifnull(max(at) - min(at), 0), ifnull(max(gap), 0) FROM (SELECT "
               "received_at AS at, received_at - lag(received_at) OVER (ORDER BY id) AS gap FROM journal "
               "WHERE channel_id = ?1 AND id >= ?2)",
               channel, first_id_at(since)),
      [](const Statement& row) {
        return Pace{row.integer(0), Duration{row.integer(1)}, Duration{row.integer(2)}};
      },
      "pace");
}

}  // namespace frontdesk::storage
