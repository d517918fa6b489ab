// JournalEntry: one item on its way into the journal (T1) — hashed, its large parts sealed as blobs, the rest sealed as
// a whole, unless it gets its fate in the same transaction. Making it is pure and runs on the intake's lanes; writing
// it is part of the batch's transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/item_codec.h"
#include "privacy/seal/data_key.h"
#include "storage/sql/transaction.h"
#include "storage/traffic/journal.h"

namespace frontdesk::desk {

struct SealedBlob {
  StoredBlob stored;
  Bytes bytes;
};

struct JournalEntry {
  privacy::DataKey key;  ///< seals everything of this item, later of its message
  storage::ReceivedItem row;
  std::vector<SealedBlob> blobs;
  JournalItem item;
  ItemOutcome outcome = ItemOutcome::kRejected;  ///< known after write_entry
  std::optional<std::string> unreadable_reason;  ///< masked; set when the plugin could not read it
};

/// What an item is known by in the ledger of its channel.
Bytes dedup_key_of(const Context& context, const InboundItem& item);

/// Texts of one role are put together and cut to the bounds of item.h. A text that was cut and came without an original
/// is kept whole as the original, so that nothing is lost. The payload is still missing.
JournalEntry make_entry(Context& context, ChannelId channel, Bytes dedup_key, InboundItem item);

/// For an item that is to wait in the journal.
void seal_payload(const Context& context, JournalEntry& entry);

/// Writes row, key and blobs, and sets the outcome; a duplicate writes nothing. What was asked for again and came in
/// unreadable again is told to its first row (storage/traffic/read_again.h).
Result<void> write_entry(Context& context, storage::Tx& tx, JournalEntry& entry);

}  // namespace frontdesk::desk
