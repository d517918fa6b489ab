#include "storage/traffic/read_again.h"

#include <tuple>
#include <utility>

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

// The words of the partial index.
#define FRONTDESK_UNREAD "payload_sealed IS NOT NULL AND fate IN (1, 2, 4)"

UnreadItem read_unread(const Statement& row) {
  return {.id = row.id<JournalId>(0), .payload_sealed = row.blob(1), .asked_at = row.time(2)};
}

KnownItem read_filed(const Statement& row) {
  return {.id = row.id<JournalId>(0),
          .fate = row.enumerator<Fate>(1),
          .ticket = row.id<TicketId>(2),
          .message = row.id<MessageId>(3)};
}

Result<std::int64_t> counted(Statement row) {
  return read_one(
      std::move(row), [](const Statement& one) { return one.integer(0); }, "count");
}

}  // namespace

Result<std::vector<UnreadItem>> unread_items(ReadTx& tx, ChannelId channel, std::optional<JournalId> only,
                                             std::size_t limit) {
  if (only) {
    return read_all(tx.query("SELECT id, payload_sealed, again_asked_at FROM journal "
                             "WHERE id = ?2 AND channel_id = ?1 AND " FRONTDESK_UNREAD,
                             channel, *only),
                    read_unread);
  }
  return read_all(tx.query("SELECT id, payload_sealed, again_asked_at FROM journal "
                           "WHERE channel_id = ?1 AND " FRONTDESK_UNREAD " ORDER BY id LIMIT ?2",
                           channel, limit),
                  read_unread);
}

Result<std::vector<UnreadItem>> asked_again(ReadTx& tx, ChannelId channel, std::size_t limit) {
  return read_all(tx.query("SELECT id, payload_sealed, again_asked_at FROM journal "
                           "WHERE channel_id = ?1 AND again_asked_at <> 0 ORDER BY id LIMIT ?2",
                           channel, limit),
                  read_unread);
}

Result<std::int64_t> count_unread(ReadTx& tx, ChannelId channel, std::int64_t most) {
  return counted(tx.query("SELECT count(*) FROM (SELECT id FROM journal WHERE channel_id = ?1 AND " FRONTDESK_UNREAD
                          " LIMIT ?2) AS unread",
                          channel, most));
}

Result<std::int64_t> count_asked_again(ReadTx& tx, ChannelId channel) {
  return counted(tx.query("SELECT count(*) FROM journal WHERE channel_id = ?1 AND again_asked_at <> 0", channel));
}

Result<void> ask_again(Tx& tx, JournalId id, Micros now) {
  return tx.execute("UPDATE journal SET again_asked_at = ?2 WHERE id = ?1 AND again_asked_at = 0", id, now);
}

Result<bool> note_tried_again(Tx& tx, ChannelId channel, const Bytes& dedup_key, std::string_view reason, Micros now) {
  FD_TRY(
      tx.execute("UPDATE journal SET again_asked_at = 0, again_tried_at = ?4, reason = ?3 "
                 "WHERE channel_id = ?1 AND dedup_key = ?2 AND again_asked_at <> 0",
                 channel, dedup_key, reason, now));
  return tx.changes() > 0;
}

Result<void> note_tried_again(Tx& tx, JournalId id, Micros now) {
  return tx.execute("UPDATE journal SET again_asked_at = 0, again_tried_at = ?2 WHERE id = ?1", id, now);
}

Result<void> note_read_at_last(Tx& tx, JournalId id, TicketId ticket, MessageId message, Micros now) {
  auto before = read_one(
      tx.query("SELECT channel_id, fate FROM journal WHERE id = ?1", id),
      [](const Statement& row) { return std::pair(row.id<ChannelId>(0), row.enumerator<Fate>(1)); }, "journal item");
  if (!before) return std::move(before).error();
  const auto [channel, fate] = *before;
  const Fate now_is = fate == Fate::kQuarantined ? Fate::kDuplicate : fate;
  FD_TRY(
      tx.execute("UPDATE journal SET fate = ?2, ticket_id = ?3, message_id = ?4, again_asked_at = 0, "
                 "again_tried_at = ?5, payload_sealed = NULL, reason = ?6 WHERE id = ?1",
                 id, now_is, ticket, message, now, "read again; it could not be read at first [read_at_last]"));
  count_fate(tx, channel, fate, -1);
  count_fate(tx, channel, now_is, 1);
  return {};
}

Result<void> take_up_again(Tx& tx, JournalId id, std::int64_t attempts, Micros now) {
  auto before = read_one(
      tx.query("SELECT channel_id, fate, coalesce(message_id, 0) FROM journal WHERE id = ?1 AND " FRONTDESK_UNREAD, id),
      [](const Statement& row) {
        return std::tuple(row.id<ChannelId>(0), row.enumerator<Fate>(1), row.id<MessageId>(2));
      },
      "unread journal item");
  if (!before) return std::move(before).error();
  const auto [channel, fate, message] = *before;
  FD_TRY(tx.execute("UPDATE message SET journal_id = 0 WHERE id = ?1 AND journal_id = ?2", message, id));
  FD_TRY(tx.execute("UPDATE journal SET fate = 0, attempts = ?2, again_asked_at = 0, again_tried_at = ?3 WHERE id = ?1",
                    id, attempts, now));
  count_fate(tx, channel, fate, -1);
  count_fate(tx, channel, Fate::kPending, 1);
  return {};
}

Result<std::optional<KnownItem>> filed_before(ReadTx& tx, JournalId id) {
  return read_first(
      tx.query("SELECT id, fate, coalesce(ticket_id, 0), message_id FROM journal WHERE id = ?1 AND message_id <> 0",
               id),
      read_filed);
}

#undef FRONTDESK_UNREAD

}  // namespace frontdesk::storage
