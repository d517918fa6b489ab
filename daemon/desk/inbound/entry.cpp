#include "desk/inbound/entry.h"

#include <algorithm>

#include "desk/inbound/original.h"
#include "desk/limits.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/blob/store.h"
#include "storage/store.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
namespace {

/// Everything that makes two items the same, but not how they travelled (trace headers differ per delivery). Each value
/// with its length in front, so that no two lists of values read alike; attachments by their own hashes. Compared with
/// what the journal holds of years ago: only ever added to, and only for kinds that were not acted upon.
Bytes content_hash(const privacy::Vault& vault, const InboundItem& item) {
  std::string content;
  const auto add = [&](std::string_view value) {
    content += std::to_string(value.size());
    content += ':';
    content += value;
  };
  add(item.kind == ItemKind::kReceipt ? "2" : "1");
  add(item.sender());
  add(item.subject);
  for (const PartRole role : {PartRole::kBody, PartRole::kQuoted, PartRole::kHtml}) add(item.text(role));
  const std::vector<std::string> orders = item.order_numbers();
  add(std::to_string(orders.size()));
  for (const std::string& order : orders) add(order);
  for (const sdk::Attachment& attachment : item.attachments) {
    add(attachment.name);
    add(as_chars(vault.keyed_hash(privacy::IndexPurpose::kContent, as_bytes(attachment.data))));
  }
  if (item.kind == ItemKind::kReceipt && item.receipt) {
    const ReceiptStatus status = item.receipt->status;
    add(status == ReceiptStatus::kFailed ? "3" : status == ReceiptStatus::kDelayed ? "2" : "1");
    add(item.receipt->message_key);
  }
  if (item.unreadable) add(item.raw);
  return vault.keyed_hash(privacy::IndexPurpose::kContent, as_bytes(content));
}

SealedBlob seal_blob(Context& context, const privacy::DataKey& key, std::string_view clear) {
  SealedBlob blob;
  blob.stored.id = context.ids.next<BlobId>();
  blob.stored.size = static_cast<std::int64_t>(clear.size());
  blob.bytes = context.vault.seal_blob(key, {"blob", "", blob.stored.id.raw()}, as_bytes(clear));
  return blob;
}

std::size_t most_bytes(PartRole role) { return role == PartRole::kHtml ? kMostItemHtmlBytes : kMostItemTextBytes; }

void bound_texts(InboundItem& item) {
  const auto fits = [](const sdk::Part& part) { return part.text.size() <= most_bytes(part.role); };
  if (std::ranges::all_of(item.parts, fits)) return;
  if (item.raw.empty()) {
    item.raw.append(item.text(PartRole::kBody)).append("\n\n").append(item.text(PartRole::kQuoted));
    item.raw.append("\n\n").append(item.text(PartRole::kHtml));
  }
  for (sdk::Part& part : item.parts) {
    if (fits(part)) continue;
    part.text.resize(most_bytes(part.role));
    part.text.shrink_to_fit();
  }
}

}  // namespace

Bytes dedup_key_of(const Context& context, const InboundItem& item) {
  return context.vault.keyed_hash(privacy::IndexPurpose::kDedup, as_bytes(item.ledger_key()));
}

JournalEntry make_entry(Context& context, ChannelId channel, Bytes dedup_key, InboundItem item) {
  item.join_parts();
  const auto journal = context.ids.next<JournalId>();
  JournalEntry entry{.key = context.vault.new_key(privacy::KeyScope::kMessage, journal.raw())};
  entry.row.id = journal;
  entry.row.channel = channel;
  entry.row.dedup_key = std::move(dedup_key);
  entry.row.content_hash = content_hash(context.vault, item);
  if (!item.content_key.empty()) {
    entry.row.content_key = context.vault.keyed_hash(privacy::IndexPurpose::kDedup, as_bytes(item.content_key));
    entry.row.same_by_content = item.same_by_content;
  }
  entry.row.received_at = context.clock.now();
  if (item.unreadable)
    entry.unreadable_reason =
        context.masker.mask(item.unreadable_reason).text.preview(kMostLedgerReasonCharacters).text();
  bound_texts(item);
  if (!item.raw.empty()) {
    entry.blobs.push_back(seal_blob(context, entry.key, take_original(item)));
    entry.item.raw = entry.blobs.back().stored;
    entry.row.raw_blob = entry.item.raw.id;
  }
  for (sdk::Attachment& attachment : item.attachments) {
    entry.blobs.push_back(seal_blob(context, entry.key, attachment.data));
    entry.item.attachments.push_back(entry.blobs.back().stored);
    attachment.data = {};
  }
  entry.item.item = std::move(item);
  return entry;
}

void seal_payload(const Context& context, JournalEntry& entry) {
  entry.row.payload_sealed =
      context.vault.seal(entry.key, {"journal", "payload_sealed", entry.row.id.raw()}, encode_item(entry.item));
}

Result<void> write_entry(Context& context, storage::Tx& tx, JournalEntry& entry) {
  if (entry.unreadable_reason) {
    auto noted = storage::note_tried_again(tx, entry.row.channel, entry.row.dedup_key, *entry.unreadable_reason,
                                           entry.row.received_at);
    if (!noted) return std::move(noted).error();
    if (*noted && entry.blobs.empty()) {  // it says only how the try ended
      entry.outcome = ItemOutcome::kDuplicate;
      return {};
    }
  }
  auto received = storage::receive(tx, entry.row);
  if (!received) return std::move(received).error();
  switch (received->arrival) {
    case storage::Arrival::kRecognised:
    case storage::Arrival::kDuplicate: entry.outcome = ItemOutcome::kDuplicate; return {};
    case storage::Arrival::kConflict: entry.outcome = ItemOutcome::kConflict; break;
    case storage::Arrival::kInserted: entry.outcome = ItemOutcome::kAccepted; break;
  }
  FD_TRY(context.keys.store(tx, entry.key, entry.row.received_at));
  for (const SealedBlob& blob : entry.blobs) {
    auto done = context.store.blobs().put(tx, blob.stored.id, blob.bytes, blob.stored.size, entry.row.received_at);
    if (!done) return done;
  }
  return {};
}

}  // namespace frontdesk::desk
