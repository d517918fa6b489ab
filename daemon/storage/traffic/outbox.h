// The outbox: replies on their way out, first in first out per conversation.
//
// queued -> sending -> sent | delivered | failed | unknown, or back to queued for another try (domain::Delivery). A row
// waits while an earlier row of its conversation is queued or sending. Nothing is deleted: a row is the proof of what
// was tried. A row sum (sql/row_sum.h) covers what is sent, through which channel, and the state; a row that was
// changed past the desk is never due and not sent again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/ticket/state.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct OutboxRecord {
  OutboxId id;
  MessageId message;
  ChannelId channel;
  ConversationId conversation;
  domain::Delivery state = domain::Delivery::kQueued;
  std::int64_t attempts = 0;
  Micros next_attempt_at;
  std::string idempotency_key;  ///< unique, the same over all tries
  Bytes payload_sealed;
  std::string reason;
  Micros created_at;
  Micros queued_at;       ///< created, or sent on its way again by a human; insert_outbox() takes created_at
  bool is_proven = true;  ///< false: the row was changed past the desk
};

Result<void> insert_outbox(Tx& tx, const OutboxRecord& job);
Result<OutboxRecord> load_outbox(ReadTx& tx, OutboxId id);
Result<OutboxRecord> find_outbox_by_message(ReadTx& tx, MessageId message);

/// What may be sent now, longest due first; at most one row per conversation.
Result<std::vector<OutboxRecord>> due_outbox(ReadTx& tx, ChannelId channel, Micros now, std::size_t limit);
/// When the next queued row of any channel is due; nullopt when none waits.
Result<std::optional<Micros>> next_outbox_due_at(ReadTx& tx);
/// Rows in state sending, oldest first: at start, those whose sender died.
Result<std::vector<OutboxRecord>> sending_outbox(ReadTx& tx);

/// Rows of the channel whose fate is unknown, queued at or after `since`, the youngest first.
Result<std::vector<OutboxRecord>> unknown_outbox(ReadTx& tx, ChannelId channel, Micros since, std::size_t limit);

/// Every queued row of the channel, due or not, oldest first.
Result<std::vector<OutboxRecord>> queued_outbox(ReadTx& tx, ChannelId channel);

/// Rows in state unknown, oldest first, after `after`.
Result<std::vector<OutboxRecord>> outbox_in_doubt(ReadTx& tx, OutboxId after, std::size_t limit);
/// At most `most`.
Result<std::int64_t> count_in_doubt(ReadTx& tx, std::int64_t most);

/// queued -> sending, and counts the attempt; kConflict when the row is not queued.
Result<void> claim_outbox(Tx& tx, OutboxId id);
/// sending, failed or unknown -> queued, to be tried at `at`; kConflict from any other state.
Result<void> requeue_outbox(Tx& tx, OutboxId id, std::string_view reason, Micros at);
/// failed or unknown -> queued, due at `now` through `channel`, tried again for as long as a new one; kConflict from
/// any other state, and (key "error.row_changed") for a row that was changed past the desk.
Result<void> retry_outbox(Tx& tx, OutboxId id, ChannelId channel, Micros now);
/// sending -> queued, due at `now`: the claim is undone, as if it had never been; kConflict from any other state.
Result<void> release_outbox(Tx& tx, OutboxId id, Micros now);
/// What waits for another try is due now: the channel was changed, so the reason for waiting may be gone.
Result<void> hasten_outbox(Tx& tx, ChannelId channel, Micros now);
/// Ends a row in any final state; also moves sent or unknown on when the truth arrives later. Delivered and failed end
/// a row from any state: a receipt can be faster than the report of the send, and a channel can be removed.
Result<void> finish_outbox(Tx& tx, OutboxId id, domain::Delivery state, std::string_view reason);

struct OutboxCounts {
  std::int64_t waiting = 0;   ///< queued or sending
  std::int64_t troubled = 0;  ///< failed or unknown: a human has to look
};
/// One channel, or all of them. Each count stops at kMostCounted: failed replies stay for ever, and no request may read
/// them all.
inline constexpr std::int64_t kMostCounted = 10'000;
Result<OutboxCounts> count_outbox(ReadTx& tx, std::optional<ChannelId> channel);

}  // namespace frontdesk::storage
