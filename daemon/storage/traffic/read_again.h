// What could not be read and may be read again: journal rows whose fate is a ticket, a follow-up or quarantine, and
// whose sealed item was kept because no message holds its content.
//
// Two ways lead out. What the plugin could not read is asked for (ask_again), and a later form of it comes in under the
// same key. What the desk could not work out is pending once more (take_up_again), with its ticket and its message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"
#include "storage/traffic/journal.h"

namespace frontdesk::storage {

struct UnreadItem {
  JournalId id;
  Bytes payload_sealed;
  Micros asked_at;  ///< 0: nobody asked for it
};
/// Oldest first; `only`: just this one, when it is one.
Result<std::vector<UnreadItem>> unread_items(ReadTx& tx, ChannelId channel, std::optional<JournalId> only,
                                             std::size_t limit);
/// Those asked for, oldest first.
Result<std::vector<UnreadItem>> asked_again(ReadTx& tx, ChannelId channel, std::size_t limit);
/// Counts no further than `most`.
Result<std::int64_t> count_unread(ReadTx& tx, ChannelId channel, std::int64_t most);
Result<std::int64_t> count_asked_again(ReadTx& tx, ChannelId channel);

/// Nothing happens when it is asked for already.
Result<void> ask_again(Tx& tx, JournalId id, Micros now);
/// The item of that key was read again, in vain: `reason` (masked) takes the place of the earlier one. False: nobody
/// asked for it, nothing was written.
Result<bool> note_tried_again(Tx& tx, ChannelId channel, const Bytes& dedup_key, std::string_view reason, Micros now);
/// Tried again, in vain, without being looked at.
Result<void> note_tried_again(Tx& tx, JournalId id, Micros now);
/// A later form of the item could be read: it became `message` of `ticket`. One that had no ticket ends as a duplicate
/// of that form.
Result<void> note_read_at_last(Tx& tx, JournalId id, TicketId ticket, MessageId message, Micros now);

/// Pending again; `attempts`: what earlier ends of the daemon weigh. The message that stands for it lets go of the row.
Result<void> take_up_again(Tx& tx, JournalId id, std::int64_t attempts, Micros now);
/// The ticket and message that a pending item has from before; nullopt: it was never filed.
Result<std::optional<KnownItem>> filed_before(ReadTx& tx, JournalId id);

}  // namespace frontdesk::storage
