// The intake journal: every item a plugin submitted, once, with exactly one fate. The ledger is its view.
//
// An item is known by (channel, dedup key). The same key with other content is kept as the next revision and told
// as a conflict: nothing is lost, nothing is doubled. Where the plugin says that content recognises an item, one that
// is known under another key gets a row of its own, with the fate "duplicate". Counters "journal.<channel>.<fate>" are
// kept with the rows.
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
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

enum class Fate : std::int64_t {
  kPending = 0,
  kTicket = 1,
  kFollowUp = 2,
  kDuplicate = 3,
  kQuarantined = 4,
  kRejected = 5,     ///< never taken: it breaks a rule, or is of a kind that the desk does not act upon
  kNothingToDo = 6,  ///< taken note of: our side wrote it, in no conversation that the desk knows
};
/// The word of the ledger and of the counters: pending, ticket, follow_up, duplicate, quarantined, rejected,
/// nothing_to_do.
std::string_view to_text(Fate fate);
std::optional<Fate> parse_fate(std::string_view word);

struct ReceivedItem {
  JournalId id;
  ChannelId channel;
  Bytes dedup_key;     ///< keyed hash of the plugin's key
  Bytes content_hash;  ///< of the whole item
  Bytes content_key;   ///< keyed hash of the plugin's content key; empty: it gave none
  bool same_by_content = false;
  Bytes payload_sealed;  ///< empty: it gets its fate in this transaction
  BlobId raw_blob;       ///< not set: no original kept beside the payload
  Micros received_at;
  std::int64_t attempts = 0;  ///< what the ends of the daemon with it in work weigh before it came here
};

enum class Arrival {
  kInserted,
  kDuplicate,   ///< known with the same content; nothing was written
  kRecognised,  ///< known under another key; written with its fate, without its content
  kConflict,    ///< known with other content; inserted as the next revision
};
struct Received {
  Arrival arrival = Arrival::kInserted;
  JournalId id;  ///< of the new row, or of the known one
  std::int64_t revision = 0;
};
Result<Received> receive(Tx& tx, const ReceivedItem& item);

struct RejectedItem {
  JournalId id;
  ChannelId channel;
  Bytes dedup_key;
  Bytes content_hash;
  std::string reason;  ///< masked
  Micros received_at;
};
/// A row that says why; the same key is told once.
Result<void> reject(Tx& tx, const RejectedItem& item);

struct PendingItem {
  JournalId id;
  ChannelId channel;
  std::int64_t revision = 0;
  Bytes payload_sealed;
  BlobId raw_blob;
  Micros received_at;
  std::int64_t attempts = 0;  ///< what the ends of earlier lives weigh
};
/// Ids of items without a fate, oldest first.
Result<std::vector<JournalId>> pending_ids(ReadTx& tx, std::size_t limit);
/// nullopt when the item has its fate or does not exist.
Result<std::optional<PendingItem>> load_pending(ReadTx& tx, JournalId id);
/// Looks at each of them: for the start, not for lists.
Result<std::int64_t> count_pending(ReadTx& tx);
/// False also for an id that does not exist.
Result<bool> is_pending(ReadTx& tx, JournalId id);
/// Its revision, while it has no fate; nullopt as is_pending() says false.
Result<std::optional<std::int64_t>> pending_revision(ReadTx& tx, JournalId id);

/// What became of another item of the same key or content.
struct KnownItem {
  JournalId id;
  Fate fate = Fate::kPending;
  TicketId ticket;
  MessageId message;
};
/// For an item that is a later revision: the first one of its key. nullopt for a first one.
Result<std::optional<KnownItem>> first_revision(ReadTx& tx, JournalId id);
/// Receipt of the oldest item without a fate; nullopt when there is none.
Result<std::optional<Micros>> oldest_pending_at(ReadTx& tx);

/// What becomes of the sealed item once it has its fate.
enum class Payload {
  kErase,  ///< its content lies in the message now: the original stands in the store once
  kKeep,   ///< no message holds it: quarantined, or filed without its content
};
/// Gives the item its fate, once: kConflict when it has one. `reason` is masked, may be empty. An item that had a
/// ticket and a message before (read_again.h) keeps those where none are given.
Result<void> settle(Tx& tx, JournalId id, Fate fate, TicketId ticket, MessageId message, std::string_view reason,
                    Micros now, Payload payload);
/// The item is worked on by another life of the daemon: adds what the end of the last one weighs, returns the sum.
/// kNotFound when it has its fate.
Result<std::int64_t> count_attempt(Tx& tx, JournalId id, std::int64_t weight);

struct LedgerEntry {
  JournalId id;
  Bytes dedup_key;
  std::int64_t revision = 0;
  Micros received_at;
  Fate fate = Fate::kPending;
  TicketId ticket;
  std::string ticket_number;  ///< empty without ticket
  MessageId message;
  std::string reason;
  bool can_be_read_again = false;  ///< see read_again.h
  Micros asked_again_at;           ///< 0: not now
  Micros tried_again_at;           ///< 0: never
};
/// Newest first, before `before` (not set: from the newest).
Result<std::vector<LedgerEntry>> ledger_page(ReadTx& tx, ChannelId channel, std::optional<Fate> fate, JournalId before,
                                             std::size_t limit);

/// Keeps the counters with a row whose fate changes.
void count_fate(Tx& tx, ChannelId channel, Fate fate, std::int64_t delta);

struct FateCounts {
  std::int64_t pending = 0, ticket = 0, follow_up = 0, duplicate = 0, quarantined = 0, rejected = 0, nothing_to_do = 0;
  [[nodiscard]] std::int64_t received() const {
    return pending + ticket + follow_up + duplicate + quarantined + rejected + nothing_to_do;
  }
};
Result<FateCounts> count_fates(ReadTx& tx, ChannelId channel);

}  // namespace frontdesk::storage
