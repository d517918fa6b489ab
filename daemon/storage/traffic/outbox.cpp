#include "storage/traffic/outbox.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

using domain::Delivery;

#define FRONTDESK_OUTBOX                                                                                 \
  "SELECT o.id, o.message_id, o.channel_id, o.conversation_id, o.state, o.attempts, o.next_attempt_at, " \
  "o.idempotency_key, o.payload_sealed, o.reason, o.created_at, o.queued_at, o.mac FROM outbox o WHERE "

constexpr std::string_view kLoad = FRONTDESK_OUTBOX "o.id = ?1";
constexpr std::string_view kByMessage = FRONTDESK_OUTBOX "o.message_id = ?1";
// "state IN (1, 2)" repeats the condition of the partial indexes, which the engine needs to see to use them.
constexpr std::string_view kDue = FRONTDESK_OUTBOX
    "o.channel_id = ?1 AND o.state IN (1, 2) AND o.state = 1 AND o.next_attempt_at <= ?2 "
    "AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.conversation_id = o.conversation_id AND e.state IN (1, 2) "
    "AND e.id < o.id) ORDER BY o.next_attempt_at, o.id LIMIT ?3";
constexpr std::string_view kQueued =
    FRONTDESK_OUTBOX "o.channel_id = ?1 AND o.state IN (1, 2) AND o.state = 1 ORDER BY o.id";
constexpr std::string_view kInDoubt = FRONTDESK_OUTBOX "o.state = 6 AND o.id > ?1 ORDER BY o.id LIMIT ?2";
constexpr std::string_view kSending = FRONTDESK_OUTBOX "o.state IN (1, 2) AND o.state = 2 ORDER BY o.id";

constexpr std::string_view kUnknown = FRONTDESK_OUTBOX
    "o.channel_id = ?1 AND o.state IN (5, 6) AND o.state = 6 AND o.queued_at >= ?2 ORDER BY o.id DESC LIMIT ?3";

#undef FRONTDESK_OUTBOX

OutboxRecord read_job(const Statement& row) {
  return {.id = row.id<OutboxId>(0),
          .message = row.id<MessageId>(1),
          .channel = row.id<ChannelId>(2),
          .conversation = row.id<ConversationId>(3),
          .state = row.enumerator<Delivery>(4),
          .attempts = row.integer(5),
          .next_attempt_at = row.time(6),
          .idempotency_key = row.text(7),
          .payload_sealed = row.blob(8),
          .reason = row.text(9),
          .created_at = row.time(10),
          .queued_at = row.time(11)};
}

Result<void> expect_change(const Tx& tx, Result<void> done, OutboxId id, const char* wanted) {
  if (!done || tx.changes() > 0) return done;
  return Error{ErrorCode::kConflict, "outbox row " + to_text(id) + " cannot be " + wanted + " in its state"};
}

Bytes sum_of(const ReadTx& tx, const OutboxRecord& job) {
  return tx.row_sum("outbox", job.id, job.message, job.channel, job.conversation, job.state, job.idempotency_key,
                    job.payload_sealed, job.created_at);
}

auto job_reader(const ReadTx& tx) {
  return [&tx](const Statement& row) {
    OutboxRecord job = read_job(row);
    job.is_proven = tx.compare_sum(row.blob_view(12), sum_of(tx, job)) == RowProof::kFits;
    return job;
  };
}

/// Moves a row on, and its sum with it; a row that was not the desk's own keeps a sum that does not fit.
template <class Change>
Result<void> move_on(Tx& tx, OutboxId id, const Change& change) {
  if (!tx.has_row_key()) return change();
  auto before = read_first(tx.query(kLoad, id), job_reader(tx));
  if (!before) return std::move(before).error();
  FD_TRY(change());
  if (!*before || !(*before)->is_proven) return {};
  auto now = load_outbox(tx, id);
  if (!now) return std::move(now).error();
  return tx.execute("UPDATE outbox SET mac = ?2 WHERE id = ?1", id, sum_of(tx, *now));
}

std::int64_t first_integer(const Statement& row) { return row.integer(0); }

}  // namespace

Result<void> insert_outbox(Tx& tx, const OutboxRecord& job) {
  return tx.execute(
      "INSERT INTO outbox (id, message_id, channel_id, conversation_id, state, attempts, next_attempt_at, "
      "idempotency_key, payload_sealed, reason, created_at, queued_at, mac) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12)",
      job.id, job.message, job.channel, job.conversation, job.state, job.attempts, job.next_attempt_at,
      job.idempotency_key, job.payload_sealed, job.reason, job.created_at, sum_of(tx, job));
}

Result<OutboxRecord> load_outbox(ReadTx& tx, OutboxId id) {
  return read_one(tx.query(kLoad, id), job_reader(tx), "outbox row " + to_text(id));
}

Result<OutboxRecord> find_outbox_by_message(ReadTx& tx, MessageId message) {
  return read_one(tx.query(kByMessage, message), job_reader(tx), "outbox row of message " + to_text(message));
}

Result<std::vector<OutboxRecord>> due_outbox(ReadTx& tx, ChannelId channel, Micros now, std::size_t limit) {
  auto rows = read_all(tx.query(kDue, channel, now, limit), job_reader(tx));
  if (rows) std::erase_if(*rows, [](const OutboxRecord& row) { return !row.is_proven; });
  return rows;
}

Result<std::optional<Micros>> next_outbox_due_at(ReadTx& tx) {
  return read_first(tx.query("SELECT next_attempt_at FROM outbox WHERE state IN (1, 2) AND state = 1 "
                             "ORDER BY next_attempt_at LIMIT 1"),
                    [](const Statement& row) { return row.time(0); });
}

Result<std::vector<OutboxRecord>> sending_outbox(ReadTx& tx) { return read_all(tx.query(kSending), job_reader(tx)); }

Result<std::vector<OutboxRecord>> unknown_outbox(ReadTx& tx, ChannelId channel, Micros since, std::size_t limit) {
  return read_all(tx.query(kUnknown, channel, since, limit), job_reader(tx));
}

Result<std::vector<OutboxRecord>> queued_outbox(ReadTx& tx, ChannelId channel) {
  return read_all(tx.query(kQueued, channel), job_reader(tx));
}

Result<std::vector<OutboxRecord>> outbox_in_doubt(ReadTx& tx, OutboxId after, std::size_t limit) {
  return read_all(tx.query(kInDoubt, after, limit), job_reader(tx));
}

Result<std::int64_t> count_in_doubt(ReadTx& tx, std::int64_t most) {
  return read_one(tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 6 LIMIT ?1)", most), first_integer,
                  "count");
}

Result<void> claim_outbox(Tx& tx, OutboxId id) {
  return move_on(tx, id, [&] {
    return expect_change(
        tx, tx.execute("UPDATE outbox SET state = 2, attempts = attempts + 1 WHERE id = ?1 AND state = 1", id), id,
        "claimed");
  });
}

Result<void> requeue_outbox(Tx& tx, OutboxId id, std::string_view reason, Micros at) {
  return move_on(tx, id, [&] {
    return expect_change(tx,
                         tx.execute("UPDATE outbox SET state = 1, reason = ?2, next_attempt_at = ?3 "
                                    "WHERE id = ?1 AND state IN (2, 5, 6)",
                                    id, reason, at),
                         id, "queued again");
  });
}

Result<void> retry_outbox(Tx& tx, OutboxId id, ChannelId channel, Micros now) {
  auto before = read_first(tx.query(kLoad, id), job_reader(tx));
  if (!before) return std::move(before).error();
  if (*before && !(*before)->is_proven)
    return Error{ErrorCode::kConflict, "the reply was changed past the desk", "error.row_changed"};
  return move_on(tx, id, [&] {
    return expect_change(tx,
                         tx.execute("UPDATE outbox SET state = 1, channel_id = ?3, reason = '', next_attempt_at = ?2, "
                                    "queued_at = ?2 WHERE id = ?1 AND state IN (5, 6)",
                                    id, now, channel),
                         id, "queued again");
  });
}

Result<void> release_outbox(Tx& tx, OutboxId id, Micros now) {
  return move_on(tx, id, [&] {
    return expect_change(tx,
                         tx.execute("UPDATE outbox SET state = 1, attempts = attempts - 1, next_attempt_at = ?2 "
                                    "WHERE id = ?1 AND state = 2",
                                    id, now),
                         id, "given back");
  });
}

Result<void> hasten_outbox(Tx& tx, ChannelId channel, Micros now) {
  return tx.execute(
      "UPDATE outbox SET next_attempt_at = ?2 WHERE channel_id = ?1 AND state = 1 AND next_attempt_at > ?2", channel,
      now);
}

Result<void> finish_outbox(Tx& tx, OutboxId id, Delivery state, std::string_view reason) {
  return move_on(tx, id, [&] {
    return expect_change(
        tx,
        tx.execute("UPDATE outbox SET state = ?2, reason = ?3 WHERE id = ?1 AND "
                   "((?2 IN (3, 6) AND state IN (2, 3, 6)) OR (?2 IN (4, 5) AND state BETWEEN 1 AND 6))",
                   id, state, reason),
        id, "finished");
  });
}

Result<OutboxCounts> count_outbox(ReadTx& tx, std::optional<ChannelId> channel) {
  OutboxCounts counts;
  auto waiting =
      channel
          ? tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE channel_id = ?1 AND state IN (1, 2) LIMIT ?2)",
                     *channel, kMostCounted)
          : tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state IN (1, 2) LIMIT ?1)", kMostCounted);
  auto found = read_one(std::move(waiting), first_integer, "count");
  if (!found) return std::move(found).error();
  counts.waiting = *found;
  auto troubled =
      channel
          ? tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE channel_id = ?1 AND state IN (5, 6) LIMIT ?2)",
                     *channel, kMostCounted)
          : tx.query("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state IN (5, 6) LIMIT ?1)", kMostCounted);
  found = read_one(std::move(troubled), first_integer, "count");
  if (!found) return std::move(found).error();
  counts.troubled = *found;
  return counts;
}

}  // namespace frontdesk::storage
