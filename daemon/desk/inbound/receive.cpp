// Intake: T1 of the message's path, from a plugin's submit to its answer.
#include <memory>
#include <string>

#include "base/log.h"
#include "desk/inbound/intake.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

Error no_memory() { return {ErrorCode::kUnavailable, "the desk has no memory for these items"}; }

}  // namespace

struct Intake::Batch {
  ChannelId channel;
  std::optional<std::string> cursor;
  std::vector<std::pair<std::string, Bytes>> state_writes;
  std::vector<JournalEntry> entries;
  std::int64_t bytes = 0;
  Done done;
};

void Intake::receive(Lane& lane, Received received) {
  const auto items = static_cast<std::int64_t>(received.batch.items.size());
  const auto bytes = static_cast<std::int64_t>(received.bytes);
  std::shared_ptr<Batch> batch;
  try {
    batch = make_batch(received);
    for (const JournalEntry& entry : batch->entries) backlog_.hold(entry.row.id);
    write([this, batch](storage::Tx& tx) { return write_batch(tx, *batch); },
          [this, batch, &lane](const Result<void>& committed) { written(lane, *batch, committed); });
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

std::shared_ptr<Intake::Batch> Intake::make_batch(Received& received) {
  auto batch = std::make_shared<Batch>();
  batch->channel = received.batch.channel;
  batch->bytes = static_cast<std::int64_t>(received.bytes);
  batch->cursor = std::move(received.batch.cursor);
  batch->done = received.done;
  for (InboundItem& item : received.batch.items) {
    batch->entries.push_back(make_entry(context_, batch->channel, std::move(item)));
  }
  for (auto& [name, value] : received.batch.state_writes)
    batch->state_writes.emplace_back(std::move(name), to_bytes(value));
  return batch;
}

Result<void> Intake::write_batch(storage::Tx& tx, Batch& batch) {
  for (JournalEntry& entry : batch.entries) {
    FD_TRY(write_entry(context_, tx, entry));
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
