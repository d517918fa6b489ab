#include "storage/traffic/journal.h"

#include <array>
#include <limits>

#include "storage/tables/rows.h"
#include "storage/traffic/counter.h"

namespace frontdesk::storage {
namespace {

constexpr std::array kFates = {Fate::kPending,     Fate::kTicket,   Fate::kFollowUp,   Fate::kDuplicate,
                               Fate::kQuarantined, Fate::kRejected, Fate::kNothingToDo};

std::string counter_name(ChannelId channel, Fate fate) {
  return "journal." + to_text(channel) + "." + std::string(to_text(fate));
}

Result<bool> insert_revision(Tx& tx, const ReceivedItem& item, std::int64_t revision) {
  auto row = tx.query(
      "INSERT INTO journal (id, channel_id, dedup_key, revision, content_hash, payload_sealed, raw_blob_id, "
      "received_at, content_key, attempts) "
      "VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, x''), nullif(?7, 0), ?8, nullif(?9, x''), ?10) "
      "ON CONFLICT (channel_id, dedup_key, revision) DO NOTHING",
      item.id, item.channel, item.dedup_key, revision, item.content_hash, item.payload_sealed, item.raw_blob,
      item.received_at, item.content_key, item.attempts);
  FD_TRY(row.run());
  if (tx.changes() == 0) return false;
  count_fate(tx, item.channel, Fate::kPending, 1);
  return true;
}

struct Revision {
  JournalId id;
  std::int64_t number = 0;
  bool same = false;
};
Result<std::vector<Revision>> revisions(Tx& tx, const ReceivedItem& item) {
  return read_all(tx.query("SELECT id, revision, content_hash = ?3 FROM journal "
                           "WHERE channel_id = ?1 AND dedup_key = ?2 ORDER BY revision",
                           item.channel, item.dedup_key, item.content_hash),
                  [](const Statement& row) {
                    return Revision{row.id<JournalId>(0), row.integer(1), row.flag(2)};
                  });
}

KnownItem read_known(const Statement& row) {
  return {.id = row.id<JournalId>(0),
          .fate = row.enumerator<Fate>(1),
          .ticket = row.id<TicketId>(2),
          .message = row.id<MessageId>(3)};
}

/// The oldest item of that content under another key.
Result<std::optional<KnownItem>> find_content(ReadTx& tx, const ReceivedItem& item) {
  if (!item.same_by_content || item.content_key.empty()) return std::optional<KnownItem>{};
  return read_first(
      tx.query("SELECT id, fate, coalesce(ticket_id, 0), coalesce(message_id, 0) FROM journal "
               "WHERE channel_id = ?1 AND content_key = ?2 AND dedup_key <> ?3 AND fate <> 3 ORDER BY id LIMIT 1",
               item.channel, item.content_key, item.dedup_key),
      read_known);
}

/// False when the key itself is known.
Result<bool> insert_recognised(Tx& tx, const ReceivedItem& item, const KnownItem& known) {
  auto row = tx.query(
      "INSERT INTO journal (id, channel_id, dedup_key, content_hash, received_at, content_key, fate, ticket_id, "
      "message_id, reason, worked_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 3, nullif(?7, 0), nullif(?8, 0), ?9, ?5) "
      "ON CONFLICT (channel_id, dedup_key, revision) DO NOTHING",
      item.id, item.channel, item.dedup_key, item.content_hash, item.received_at, item.content_key, known.ticket,
      known.message, "known already, under another key of its source");
  FD_TRY(row.run());
  if (tx.changes() == 0) return false;
  count_fate(tx, item.channel, Fate::kDuplicate, 1);
  return true;
}

LedgerEntry read_entry(const Statement& row) {
  return {.id = row.id<JournalId>(0),
          .dedup_key = row.blob(1),
          .revision = row.integer(2),
          .received_at = row.time(3),
          .fate = row.enumerator<Fate>(4),
          .ticket = row.id<TicketId>(5),
          .ticket_number = row.text(6),
          .message = row.id<MessageId>(7),
          .reason = row.text(8),
          .can_be_read_again = row.flag(9),
          .asked_again_at = row.time(10),
          .tried_again_at = row.time(11)};
}

#define FRONTDESK_LEDGER                                                                                             \
  "SELECT j.id, j.dedup_key, j.revision, j.received_at, j.fate, j.ticket_id, coalesce(t.number, ''), j.message_id, " \
  "j.reason, j.payload_sealed IS NOT NULL AND j.fate IN (1, 2, 4), j.again_asked_at, j.again_tried_at "              \
  "FROM journal j LEFT JOIN ticket t ON t.id = j.ticket_id WHERE j.channel_id = ?1 AND j.id < ?2 "
#define FRONTDESK_LEDGER_END "ORDER BY j.id DESC LIMIT ?3"

// Rare fates have partial indexes, which an engine uses only where the fate is written out.
std::string_view ledger_sql(std::optional<Fate> fate) {
  if (!fate) return FRONTDESK_LEDGER FRONTDESK_LEDGER_END;
  switch (*fate) {
    case Fate::kPending: return FRONTDESK_LEDGER "AND j.fate = 0 " FRONTDESK_LEDGER_END;
    case Fate::kTicket: return FRONTDESK_LEDGER "AND j.fate = 1 " FRONTDESK_LEDGER_END;
    case Fate::kFollowUp: return FRONTDESK_LEDGER "AND j.fate = 2 " FRONTDESK_LEDGER_END;
    case Fate::kDuplicate: return FRONTDESK_LEDGER "AND j.fate = 3 " FRONTDESK_LEDGER_END;
    case Fate::kQuarantined: return FRONTDESK_LEDGER "AND j.fate = 4 " FRONTDESK_LEDGER_END;
    case Fate::kRejected: return FRONTDESK_LEDGER "AND j.fate = 5 " FRONTDESK_LEDGER_END;
    case Fate::kNothingToDo: return FRONTDESK_LEDGER "AND j.fate = 6 " FRONTDESK_LEDGER_END;
  }
  return FRONTDESK_LEDGER FRONTDESK_LEDGER_END;
}

#undef FRONTDESK_LEDGER
#undef FRONTDESK_LEDGER_END

}  // namespace

std::string_view to_text(Fate fate) {
  switch (fate) {
    case Fate::kPending: return "pending";
    case Fate::kTicket: return "ticket";
    case Fate::kFollowUp: return "follow_up";
    case Fate::kDuplicate: return "duplicate";
    case Fate::kQuarantined: return "quarantined";
    case Fate::kRejected: return "rejected";
    case Fate::kNothingToDo: return "nothing_to_do";
  }
  return "pending";
}

std::optional<Fate> parse_fate(std::string_view word) {
  for (const Fate fate : kFates) {
    if (to_text(fate) == word) return fate;
  }
  return std::nullopt;
}

Result<Received> receive(Tx& tx, const ReceivedItem& item) {
  auto same_content = find_content(tx, item);
  if (!same_content) return std::move(same_content).error();
  if (*same_content) {
    auto recognised = insert_recognised(tx, item, **same_content);
    if (!recognised) return std::move(recognised).error();
    if (*recognised) return Received{Arrival::kRecognised, item.id, 0};
  }
  auto inserted = insert_revision(tx, item, 0);
  if (!inserted) return std::move(inserted).error();
  if (*inserted) return Received{Arrival::kInserted, item.id, 0};
  auto known = revisions(tx, item);
  if (!known) return std::move(known).error();
  for (const Revision& revision : *known) {
    if (revision.same) return Received{Arrival::kDuplicate, revision.id, revision.number};
  }
  const std::int64_t next = known->empty() ? 0 : known->back().number + 1;
  inserted = insert_revision(tx, item, next);
  if (!inserted) return std::move(inserted).error();
  if (!*inserted) return Error{ErrorCode::kConflict, "journal item " + to_text(item.id) + " has no free revision"};
  return Received{Arrival::kConflict, item.id, next};
}

Result<void> reject(Tx& tx, const RejectedItem& item) {
  auto row = tx.query(
      "INSERT INTO journal (id, channel_id, dedup_key, content_hash, received_at, fate, reason, worked_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, 5, ?6, ?5) ON CONFLICT (channel_id, dedup_key, revision) DO NOTHING",
      item.id, item.channel, item.dedup_key, item.content_hash, item.received_at, item.reason);
  FD_TRY(row.run());
  if (tx.changes() > 0) count_fate(tx, item.channel, Fate::kRejected, 1);
  return {};
}

Result<std::vector<JournalId>> pending_ids(ReadTx& tx, std::size_t limit) {
  return read_all(tx.query("SELECT id FROM journal WHERE fate = 0 ORDER BY id LIMIT ?1", limit),
                  [](const Statement& row) { return row.id<JournalId>(0); });
}

Result<std::optional<PendingItem>> load_pending(ReadTx& tx, JournalId id) {
  return read_first(tx.query("SELECT id, channel_id, revision, payload_sealed, coalesce(raw_blob_id, 0), received_at, "
                             "attempts FROM journal WHERE id = ?1 AND fate = 0",
                             id),
                    [](const Statement& row) {
                      return PendingItem{.id = row.id<JournalId>(0),
                                         .channel = row.id<ChannelId>(1),
                                         .revision = row.integer(2),
                                         .payload_sealed = row.blob(3),
                                         .raw_blob = row.id<BlobId>(4),
                                         .received_at = row.time(5),
                                         .attempts = row.integer(6)};
                    });
}

Result<std::int64_t> count_pending(ReadTx& tx) {
  return read_one(
      tx.query("SELECT count(*) FROM journal WHERE fate = 0"), [](const Statement& row) { return row.integer(0); },
      "count");
}

Result<bool> is_pending(ReadTx& tx, JournalId id) {
  auto revision = pending_revision(tx, id);
  if (!revision) return std::move(revision).error();
  return revision->has_value();
}

Result<std::optional<std::int64_t>> pending_revision(ReadTx& tx, JournalId id) {
  return read_first(tx.query("SELECT revision FROM journal WHERE id = ?1 AND fate = 0", id),
                    [](const Statement& row) { return row.integer(0); });
}

Result<std::optional<KnownItem>> first_revision(ReadTx& tx, JournalId id) {
  return read_first(
      tx.query("SELECT a.id, a.fate, coalesce(a.ticket_id, 0), coalesce(a.message_id, 0) FROM journal j "
               "JOIN journal a ON a.channel_id = j.channel_id AND a.dedup_key = j.dedup_key AND a.revision = 0 "
               "WHERE j.id = ?1 AND j.revision > 0",
               id),
      read_known);
}

Result<std::optional<Micros>> oldest_pending_at(ReadTx& tx) {
  return read_first(tx.query("SELECT received_at FROM journal WHERE fate = 0 ORDER BY id LIMIT 1"),
                    [](const Statement& row) { return row.time(0); });
}

void count_fate(Tx& tx, ChannelId channel, Fate fate, std::int64_t delta) {
  tx.count_at_commit(counter_name(channel, fate), delta);
}

Result<void> settle(Tx& tx, JournalId id, Fate fate, TicketId ticket, MessageId message, std::string_view reason,
                    Micros now, Payload payload) {
  auto settled = tx.execute(
      "UPDATE journal SET fate = ?2, ticket_id = coalesce(nullif(?3, 0), ticket_id), "
      "message_id = coalesce(nullif(?4, 0), message_id), reason = ?5, "
      "worked_at = ?6, payload_sealed = CASE WHEN ?7 = 1 THEN payload_sealed END WHERE id = ?1 AND fate = 0",
      id, fate, ticket, message, reason, now, payload == Payload::kKeep);
  if (!settled) return settled;
  if (tx.changes() == 0) return Error{ErrorCode::kConflict, "journal item " + to_text(id) + " has its fate already"};
  auto channel = read_one(
      tx.query("SELECT channel_id FROM journal WHERE id = ?1", id),
      [](const Statement& row) { return row.id<ChannelId>(0); }, "journal item " + to_text(id));
  if (!channel) return std::move(channel).error();
  count_fate(tx, *channel, Fate::kPending, -1);
  count_fate(tx, *channel, fate, 1);
  return {};
}

Result<std::int64_t> count_attempt(Tx& tx, JournalId id, std::int64_t weight) {
  return read_one(
      tx.query("UPDATE journal SET attempts = attempts + ?2 WHERE id = ?1 AND fate = 0 RETURNING attempts", id, weight),
      [](const Statement& row) { return row.integer(0); }, "pending journal item " + to_text(id));
}

Result<std::vector<LedgerEntry>> ledger_page(ReadTx& tx, ChannelId channel, std::optional<Fate> fate, JournalId before,
                                             std::size_t limit) {
  const std::int64_t end = before.is_set() ? before.raw() : std::numeric_limits<std::int64_t>::max();
  return read_all(tx.query(ledger_sql(fate), channel, end, limit), read_entry);
}

Result<FateCounts> count_fates(ReadTx& tx, ChannelId channel) {
  FateCounts counts;
  for (const Fate fate : kFates) {
    auto value = counter(tx, counter_name(channel, fate));
    if (!value) return std::move(value).error();
    switch (fate) {
      case Fate::kPending: counts.pending = *value; break;
      case Fate::kTicket: counts.ticket = *value; break;
      case Fate::kFollowUp: counts.follow_up = *value; break;
      case Fate::kDuplicate: counts.duplicate = *value; break;
      case Fate::kQuarantined: counts.quarantined = *value; break;
      case Fate::kRejected: counts.rejected = *value; break;
      case Fate::kNothingToDo: counts.nothing_to_do = *value; break;
    }
  }
  return counts;
}

}  // namespace frontdesk::storage
