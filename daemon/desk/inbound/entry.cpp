#include "desk/inbound/entry.h"

#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/blob/store.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

/// Everything that makes two items the same, but not how they travelled (trace headers differ per delivery). Each value
/// with its length in front, so that no two lists of values read alike; attachments by their own hashes.
Bytes content_hash(const privacy::Vault& vault, const InboundItem& item) {
  std::string content;
  const auto add = [&](std::string_view value) {
    content += std::to_string(value.size());
    content += ':';
    content += value;
  };
  add(std::to_string(static_cast<int>(item.kind)));
  for (const std::string* text : {&item.author_key, &item.subject, &item.text, &item.quoted, &item.html}) add(*text);
  add(std::to_string(item.order_numbers.size()));
  for (const std::string& order : item.order_numbers) add(order);
  for (const InboundAttachment& attachment : item.attachments) {
    add(attachment.name);
    add(as_chars(vault.keyed_hash(privacy::IndexPurpose::kContent, as_bytes(attachment.bytes))));
  }
  if (item.kind == ItemKind::kReceipt) {
    add(std::to_string(static_cast<int>(item.receipt)));
    add(item.receipt_for);
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

void cut(std::string& text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return;
  text.resize(most_bytes);
  text.shrink_to_fit();
}

void bound_texts(InboundItem& item) {
  const bool fits = item.text.size() <= kMostItemTextBytes && item.quoted.size() <= kMostItemTextBytes &&
                    item.html.size() <= kMostItemHtmlBytes;
  if (fits) return;
  if (item.raw.empty()) item.raw = item.text + "\n\n" + item.quoted + "\n\n" + item.html;
  cut(item.text, kMostItemTextBytes);
  cut(item.quoted, kMostItemTextBytes);
  cut(item.html, kMostItemHtmlBytes);
}

}  // namespace

std::size_t bytes_of(const InboundItem& item) {
  std::size_t bytes = item.subject.size() + item.text.size() + item.quoted.size() + item.html.size() + item.raw.size();
  for (const InboundAttachment& attachment : item.attachments)
    bytes += attachment.name.size() + attachment.bytes.size();
  return bytes;
}

JournalEntry make_entry(Context& context, ChannelId channel, InboundItem item) {
  const auto journal = context.ids.next<JournalId>();
  JournalEntry entry{.key = context.vault.new_key(privacy::KeyScope::kMessage, journal.raw())};
  entry.row.id = journal;
  entry.row.channel = channel;
  entry.row.dedup_key = context.vault.keyed_hash(privacy::IndexPurpose::kDedup, as_bytes(item.dedup_key));
  entry.row.content_hash = content_hash(context.vault, item);
  entry.row.received_at = context.clock.now();
  bound_texts(item);
  if (!item.raw.empty()) {
    entry.blobs.push_back(seal_blob(context, entry.key, item.raw));
    entry.item.raw = entry.blobs.back().stored;
    entry.row.raw_blob = entry.item.raw.id;
    item.raw = {};
  }
  for (InboundAttachment& attachment : item.attachments) {
    entry.blobs.push_back(seal_blob(context, entry.key, attachment.bytes));
    entry.item.attachments.push_back(entry.blobs.back().stored);
    attachment.bytes = {};
  }
  entry.item.item = std::move(item);
  entry.row.payload_sealed =
      context.vault.seal(entry.key, {"journal", "payload_sealed", journal.raw()}, encode_item(entry.item));
  return entry;
}

Result<void> write_entry(Context& context, storage::Tx& tx, JournalEntry& entry) {
  auto received = storage::receive(tx, entry.row);
  if (!received) return std::move(received).error();
  switch (received->arrival) {
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
