// Intake: T1 of the message's path, from a plugin's submit to its answer.
#include <algorithm>
#include <memory>
#include <string>

#include "base/log.h"
#include "desk/inbound/batch.h"
#include "desk/limits.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

storage::WorkNote::Key note_key(const Bytes& dedup_key) {
  storage::WorkNote::Key key{};
  std::copy_n(dedup_key.begin(), std::min(dedup_key.size(), key.size()), key.begin());
  return key;
}

/// The journal counts the lives of what it holds.
void count_elsewhere(storage::WorkNote& note, const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) {
    if (entry.row.attempts > 0) note.forget_left(note_key(entry.row.dedup_key));
  }
}

}  // namespace

void Intake::receive(Lane& lane, Received received, bool nothing_owed) {
  const auto items = static_cast<std::int64_t>(received.batch.items.size());
  const auto bytes = static_cast<std::int64_t>(received.bytes);
  std::shared_ptr<Batch> batch;
  try {
    batch = make_batch(received, nothing_owed);
    for (const JournalEntry& entry : batch->entries) backlog_.hold(entry.row.id);
    write(
        [this, batch](storage::Tx& tx) { return batch->noted ? write_and_file(tx, *batch) : write_batch(tx, *batch); },
        [this, batch, &lane](const Result<void>& committed) {
          if (committed && batch->is_filed) return filed_at_once(*batch);
          written(lane, *batch, committed);
        });
  } catch (const std::exception&) {
    // Out of memory: nothing is stored, the plugin submits again.
    log_error("a submit could not be worked on", {{"channel", received.batch.channel}, {"items", items}});
    if (batch) {
      for (const JournalEntry& entry : batch->entries) backlog_.let_go(entry.row.id);
    }
    pending_ -= items;
    bytes_ -= bytes;
    received.done(no_memory());
  }
}

std::shared_ptr<Intake::Batch> Intake::make_batch(Received& received, bool nothing_owed) {
  auto batch = std::make_shared<Batch>();
  batch->channel = received.batch.channel;
  batch->bytes = static_cast<std::int64_t>(received.bytes);
  batch->cursor = std::move(received.batch.cursor);
  batch->done = received.done;
  for (auto& [name, value] : received.batch.state_writes)
    batch->state_writes.emplace_back(std::move(name), to_bytes(value));
  for (const RefusedItem& item : received.batch.refused) batch->rejected.push_back(rejected(item, batch->channel));

  storage::WorkNote& note = context_.store.work_note();
  std::vector<storage::WorkNote::Key> keys;
  bool is_suspected = false;
  for (const InboundItem& item : received.batch.items) {
    keys.push_back(note_key(dedup_key_of(context_, item)));
    is_suspected |= note.was_left(keys.back());
  }
  if (nothing_owed && !is_suspected && goes_at_once(received)) batch->noted = note.put_down(keys);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Bytes key(keys[i].begin(), keys[i].end());
    batch->entries.push_back(make_entry(context_, batch->channel, std::move(key), std::move(received.batch.items[i])));
    if (is_suspected && note.was_left(keys[i]))
      batch->entries.back().row.attempts = std::max<std::int64_t>(1, weight_of(last_end_));
  }
  // What cannot be read is kept whatever way it goes: it may be read again.
  for (JournalEntry& entry : batch->entries) {
    if (!batch->noted || entry.item.item.unreadable) seal_payload(context_, entry);
  }
  if (batch->noted) prepare_filing(*batch);
  return batch;
}

Result<void> Intake::write_batch(storage::Tx& tx, Batch& batch) {
  for (JournalEntry& entry : batch.entries) {
    FD_TRY(write_entry(context_, tx, entry));
  }
  return write_state(tx, batch);
}

/// A key of its own kind: the same item, sent rightly one day, is taken.
storage::RejectedItem Intake::rejected(const RefusedItem& item, ChannelId channel) const {
  const auto hash = [&](const std::string& text) {
    return context_.vault.keyed_hash(privacy::IndexPurpose::kDedup, as_bytes("rejected:" + text));
  };
  return {.id = context_.ids.next<JournalId>(),
          .channel = channel,
          .dedup_key = hash(item.key.empty() ? item.content : item.key),
          .content_hash = hash(item.content),
          .reason = context_.masker.mask(item.reason).text.preview(kMostLedgerReasonCharacters).text(),
          .received_at = context_.clock.now()};
}

Result<void> Intake::write_state(storage::Tx& tx, Batch& batch) {
  for (const storage::RejectedItem& item : batch.rejected) {
    FD_TRY(storage::reject(tx, item));
  }
  if (batch.cursor) {
    FD_TRY(storage::set_channel_cursor(tx, batch.channel, *batch.cursor));
  }
  for (const auto& [name, value] : batch.state_writes) {
    if (value.empty()) {
      FD_TRY(storage::remove_channel_value(tx, batch.channel, name));
      continue;
    }
    auto key =
        context_.keys.key_for_writing(tx, privacy::KeyScope::kChannel, batch.channel.raw(), context_.clock.now());
    if (!key) return std::move(key).error();
    const Bytes sealed = context_.vault.seal(*key, {"channel_state", name, batch.channel.raw()}, value);
    FD_TRY(storage::put_channel_value(tx, batch.channel, name, sealed));
  }
  return {};
}

void Intake::written(Lane& lane, Batch& batch, const Result<void>& committed) {
  bytes_ -= batch.bytes;
  if (!committed) {
    for (const JournalEntry& entry : batch.entries) backlog_.let_go(entry.row.id);
    pending_ -= static_cast<std::int64_t>(batch.entries.size());
    batch.done(committed.error());
    return;
  }
  std::size_t next = 0;
  try {
    std::vector<ItemOutcome> outcomes;
    outcomes.reserve(batch.entries.size());
    count_elsewhere(context_.store.work_note(), batch.entries);
    for (; next < batch.entries.size(); ++next) {
      JournalEntry& entry = batch.entries[next];
      outcomes.push_back(entry.outcome);
      if (entry.outcome == ItemOutcome::kDuplicate) {
        done_with(entry.row.id, 0);
      } else if (backlog_.keep(entry.row.id)) {
        queue(lane, {entry.row.id, batch.channel, entry.key, std::move(entry.item)});
      }
    }
    batch.done(std::move(outcomes));
  } catch (const std::exception&) {
    // Everything is in the journal, and submitting again makes duplicates.
    for (; next < batch.entries.size(); ++next) leave(batch.entries[next].row.id, 0);
    batch.done(no_memory());
  }
}

}  // namespace frontdesk::desk
