#include "desk/intake.h"

#include <pthread.h>

#include <algorithm>

#include "base/log.h"
#include "desk/event_feed.h"
#include "desk/filing.h"
#include "desk/rendition.h"
#include "privacy/key_ring.h"
#include "privacy/vault.h"
#include "storage/blob_store.h"
#include "storage/channel_repository.h"
#include "storage/journal_repository.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kLanes = 2;
constexpr std::int64_t kHighWater = 2'000;      ///< items: above it no new credit is given
constexpr std::int64_t kRefuseAbove = 10'000;   ///< items: above it a submit is refused
constexpr int kAttempts = 3;
constexpr std::size_t kOwedPage = 10'000;

/// Everything that makes two items the same message, but not how they travelled (trace headers differ per delivery).
Bytes content_hash(const privacy::Vault& vault, const InboundItem& item) {
  std::string content = item.author_key + '\n' + item.subject + '\n' + item.text + '\n' + item.quoted + '\n' + item.html;
  for (const InboundAttachment& attachment : item.attachments) {
    content += '\n' + attachment.name + ':' + std::to_string(attachment.bytes.size());
  }
  if (item.unreadable) content += item.raw;
  return vault.keyed_hash(privacy::IndexPurpose::kContent, as_bytes(content));
}

struct SealedBlob {
  StoredBlob stored;
  Bytes bytes;
};

SealedBlob seal_blob(Context& context, const privacy::DataKey& key, std::string_view clear) {
  SealedBlob blob;
  blob.stored.id = context.ids.next<BlobId>();
  blob.stored.size = static_cast<std::int64_t>(clear.size());
  blob.bytes = context.vault.seal_blob(key, {"blob", "", blob.stored.id.raw()}, as_bytes(clear));
  return blob;
}

/// One item on its way into the journal.
struct Entry {
  privacy::DataKey key;
  storage::ReceivedItem row;
  std::vector<SealedBlob> blobs;
  JournalItem item;
  ItemOutcome outcome = ItemOutcome::kRejected;
};

Entry prepare(Context& context, ChannelId channel, InboundItem item) {
  const auto journal = context.ids.next<JournalId>();
  Entry entry{.key = context.vault.new_key(privacy::KeyScope::kMessage, journal.raw())};
  entry.row.id = journal;
  entry.row.channel = channel;
  entry.row.dedup_key = context.vault.keyed_hash(privacy::IndexPurpose::kDedup, as_bytes(item.dedup_key));
  entry.row.content_hash = content_hash(context.vault, item);
  entry.row.received_at = context.clock.now();
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

Result<void> write_entry(Context& context, storage::Tx& tx, Entry& entry) {
  auto received = storage::receive(tx, entry.row);
  if (!received) return std::move(received).error();
  switch (received->arrival) {
    case storage::Arrival::kDuplicate: entry.outcome = ItemOutcome::kDuplicate; return {};
    case storage::Arrival::kConflict: entry.outcome = ItemOutcome::kConflict; break;
    case storage::Arrival::kInserted: entry.outcome = ItemOutcome::kAccepted; break;
  }
  if (auto done = context.keys.store(tx, entry.key, entry.row.received_at); !done) return done;
  for (const SealedBlob& blob : entry.blobs) {
    auto done = context.store.blobs().put(tx, blob.stored.id, blob.bytes, blob.stored.size, entry.row.received_at);
    if (!done) return done;
  }
  return {};
}

}  // namespace

struct Intake::Prepared {
  ChannelId channel;
  std::optional<std::string> cursor;
  std::vector<std::pair<std::string, Bytes>> state_writes;
  std::vector<Entry> entries;
  Done done;
};

Intake::Intake(Context& context) : context_(context) {
  for (std::size_t i = 0; i < kLanes; ++i) lanes_.push_back(std::make_unique<Lane>());
}

Intake::~Intake() { stop(); }

Result<void> Intake::start() {
  auto owed = load_owed();
  if (!owed) return std::move(owed).error();
  take_up(std::move(*owed));
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    Lane& lane = *lanes_[i];
    lane.thread = std::jthread([this, &lane](const std::stop_token& stop) { run(lane, stop); });
    pthread_setname_np(lane.thread.native_handle(), ("intake-" + std::to_string(i)).c_str());
  }
  return {};
}

void Intake::take_up(std::vector<Owed> owed) {
  if (!owed.empty()) log_info("journal items are taken up again", {{"count", owed.size()}});
  for (Owed& item : owed) {
    pending_ += 1;
    Lane& lane = lane_of(item.channel);
    const std::lock_guard lock(lane.mutex);
    lane.owed.push_back(std::move(item));
    lane.wake.notify_one();
  }
}

Result<void> Intake::take_up_stranded() {
  // While items are in hand they are in the journal too; only an idle intake can tell them from stranded ones.
  if (!stranded_ || pending_ > 0 || !context_.store.is_writable()) return {};
  stranded_ = false;
  auto owed = load_owed();
  if (!owed) return std::move(owed).error();
  take_up(std::move(*owed));
  return {};
}

void Intake::stop() {
  for (auto& lane : lanes_) lane->thread.request_stop();
  for (auto& lane : lanes_) {
    if (lane->thread.joinable()) lane->thread.join();
  }
  std::unique_lock lock(writes_mutex_);
  writes_ended_.wait(lock, [this] { return writes_ == 0; });
}

void Intake::write(std::function<Result<void>(storage::Tx&)> unit, std::function<void(const Result<void>&)> done) {
  {
    const std::lock_guard lock(writes_mutex_);
    writes_ += 1;
  }
  context_.store.write(std::move(unit), [this, done = std::move(done)](const Result<void>& result) {
    done(result);
    const std::lock_guard lock(writes_mutex_);
    writes_ -= 1;
    writes_ended_.notify_all();
  });
}

Intake::Lane& Intake::lane_of(ChannelId channel) {
  return *lanes_[std::hash<ChannelId>{}(channel) % lanes_.size()];
}

bool Intake::has_room() const { return pending_.load() < kHighWater && context_.store.is_writable(); }

void Intake::submit(InboundBatch batch, Done done) {
  if (pending_.load() > kRefuseAbove) {
    done(Error{ErrorCode::kUnavailable, "the intake queue is full"});
    return;
  }
  Lane& lane = lane_of(batch.channel);
  pending_ += static_cast<std::int64_t>(batch.items.size());
  {
    const std::lock_guard lock(lane.mutex);
    lane.received.push_back({std::move(batch), std::move(done)});
  }
  lane.wake.notify_one();
}

void Intake::run(Lane& lane, const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock(lane.mutex);
    if (!lane.wake.wait(lock, stop, [&] { return !lane.received.empty() || !lane.owed.empty(); })) return;
    if (stop.stop_requested()) return;
    // New arrivals first: the plugin waits for its answer, and the journal holds everything else safely.
    if (!lane.received.empty()) {
      Received received = std::move(lane.received.front());
      lane.received.pop_front();
      lock.unlock();
      receive(lane, std::move(received));
    } else {
      Owed owed = std::move(lane.owed.front());
      lane.owed.pop_front();
      lock.unlock();
      work(lane, std::move(owed));
    }
  }
}

void Intake::receive(Lane& lane, Received received) {
  auto prepared = std::make_shared<Prepared>();
  prepared->channel = received.batch.channel;
  prepared->cursor = std::move(received.batch.cursor);
  prepared->done = std::move(received.done);
  for (InboundItem& item : received.batch.items) {
    prepared->entries.push_back(prepare(context_, prepared->channel, std::move(item)));
  }
  for (auto& [name, value] : received.batch.state_writes) {
    prepared->state_writes.emplace_back(std::move(name), to_bytes(value));
  }
  write(
      [this, prepared](storage::Tx& tx) -> Result<void> {
        for (Entry& entry : prepared->entries) {
          if (auto done = write_entry(context_, tx, entry); !done) return done;
        }
        if (prepared->cursor) {
          if (auto done = storage::set_channel_cursor(tx, prepared->channel, *prepared->cursor); !done) return done;
        }
        for (const auto& [name, value] : prepared->state_writes) {
          if (value.empty()) {
            if (auto done = storage::remove_channel_value(tx, prepared->channel, name); !done) return done;
            continue;
          }
          auto key = context_.keys.key_for_writing(tx, privacy::KeyScope::kChannel, prepared->channel.raw(), context_.clock.now());
          if (!key) return std::move(key).error();
          const Bytes sealed = context_.vault.seal(*key, {"channel_state", name, prepared->channel.raw()}, value);
          if (auto done = storage::put_channel_value(tx, prepared->channel, name, sealed); !done) return done;
        }
        return {};
      },
      [this, prepared, &lane](const Result<void>& committed) {
        if (!committed) {
          pending_ -= static_cast<std::int64_t>(prepared->entries.size());
          prepared->done(committed.error());
          return;
        }
        std::vector<ItemOutcome> outcomes;
        std::int64_t finished = 0;
        {
          const std::lock_guard lock(lane.mutex);
          for (Entry& entry : prepared->entries) {
            outcomes.push_back(entry.outcome);
            if (entry.outcome == ItemOutcome::kDuplicate) {
              ++finished;
              continue;
            }
            lane.owed.push_back({entry.row.id, prepared->channel, std::move(entry.key), std::move(entry.item)});
          }
        }
        pending_ -= finished;
        lane.wake.notify_one();
        prepared->done(std::move(outcomes));
      });
}

void Intake::work(Lane& lane, Owed owed) { file(lane, std::make_shared<Owed>(std::move(owed))); }

void Intake::file(Lane& lane, std::shared_ptr<Owed> owed) {
  owed->attempt += 1;
  storage::Store::Unit unit;
  if (owed->item.item.kind == ItemKind::kReceipt) {
    unit = [this, owed](storage::Tx& tx) {
      return file_receipt(context_, tx, owed->journal, owed->channel, owed->item.item);
    };
  } else {
    JournalItem source = owed->attempt == 1 ? owed->item : JournalItem{owed->item};
    if (owed->attempt == kAttempts) {
      source.item.unreadable = true;
      source.item.reason = "the message could not be filed; its original bytes are kept";
    }
    auto rendition = std::make_shared<Rendition>(work_out(context_, owed->journal, owed->channel, owed->key, std::move(source)));
    unit = [this, rendition](storage::Tx& tx) { return file_message(context_, tx, *rendition); };
  }
  write(std::move(unit), [this, owed, &lane](const Result<void>& filed) {
    if (filed) {
      pending_ -= 1;
      context_.events.announce();
      return;
    }
    log_warning("item could not be filed", {{"journal", owed->journal}, {"attempt", owed->attempt}, {"error", filed.error()}});
    // A full disk or a stopping store is no fault of the item: the journal keeps it for later.
    const bool passing = filed.error().code == ErrorCode::kUnavailable || filed.error().code == ErrorCode::kIo;
    if (passing) {
      stranded_ = true;
      pending_ -= 1;
    } else if (owed->attempt < kAttempts) {
      const std::lock_guard lock(lane.mutex);
      lane.owed.push_front(std::move(*owed));
      lane.wake.notify_one();
    } else {
      settle_as_quarantined(owed, filed.error().message);
    }
  });
}

void Intake::settle_as_quarantined(std::shared_ptr<Owed> owed, const std::string& reason) {
  write(
      [this, owed, reason](storage::Tx& tx) {
        return storage::settle(tx, owed->journal, storage::Fate::kQuarantined, {}, {}, reason, context_.clock.now());
      },
      [this, owed](const Result<void>&) { pending_ -= 1; });
}

Result<std::vector<Intake::Owed>> Intake::load_owed() {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<Owed>> {
    auto rows = storage::pending_items(tx, JournalId{}, kOwedPage);
    if (!rows) return std::move(rows).error();
    std::vector<Owed> all;
    for (const storage::PendingItem& row : *rows) {
      auto payload = context_.keys.open(tx, {"journal", "payload_sealed", row.id.raw()}, row.payload_sealed);
      auto item = payload ? decode_item(*payload) : Result<JournalItem>(payload.error());
      auto key = context_.keys.key(tx, privacy::Vault::key_id_of(row.payload_sealed));
      if (!item || !key) {
        log_error("a journal item cannot be opened", {{"journal", row.id}, {"error", item ? key.error() : item.error()}});
        continue;
      }
      all.push_back({row.id, row.channel, std::move(*key), std::move(*item)});
    }
    return all;
  });
}

}  // namespace frontdesk::desk
