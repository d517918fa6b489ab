// Intake: T1 and T2 in one. What is worked out before it is written needs no payload in the journal, which would be
// erased a moment later, and one commit instead of two.
//
// Only a batch that follows everything before it may go this way: nothing of its lane is owed, nothing waits in the
// journal. Only a small one: the writer belongs to it as long as it is filed. And none with an item that was in work
// when the daemon ended: that one goes by the journal, where its lives are counted.
#include "base/log.h"
#include "desk/event_feed.h"
#include "desk/inbound/batch.h"
#include "desk/inbound/filing/filing.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostItems = 64;
constexpr std::size_t kMostBytes = 8U << 20;

}  // namespace

bool Intake::goes_at_once(const Received& received) const {
  const std::size_t items = received.batch.items.size();
  return items > 0 && items <= kMostItems && received.bytes <= kMostBytes && !backlog_.is_behind();
}

void Intake::prepare_filing(Batch& batch) {
  batch.ready.reserve(batch.entries.size());
  for (JournalEntry& entry : batch.entries) {
    auto item = std::make_shared<IntakeBacklog::Item>(
        IntakeBacklog::Item{entry.row.id, batch.channel, entry.key, std::move(entry.item)});
    FilingTask task{.entry = item, .giving_up = nullptr, .is_in_journal = false};
    auto unit = strategy_for(item->item.item.kind)(context_, std::move(task));
    batch.ready.push_back({std::move(item), std::move(unit)});
  }
}

Result<void> Intake::write_and_file(storage::Tx& tx, Batch& batch) {
  const auto filed = tx.attempt([&](storage::Tx& inner) { return write_filed(inner, batch); });
  batch.is_filed = filed.ok();
  if (filed || is_passing(filed.error())) return filed;
  // One of them cannot be filed: all go by the journal, where each has its own tries.
  log_warning("items could not be filed at once", {{"channel", batch.channel}, {"error", filed.error()}});
  for (std::size_t i = 0; i < batch.entries.size(); ++i) {
    JournalEntry& entry = batch.entries[i];
    entry.item = std::move(batch.ready[i].item->item);
    seal_payload(context_, entry);
  }
  batch.ready.clear();
  return write_batch(tx, batch);
}

Result<void> Intake::write_filed(storage::Tx& tx, Batch& batch) {
  for (std::size_t i = 0; i < batch.entries.size(); ++i) {
    JournalEntry& entry = batch.entries[i];
    FD_TRY(write_entry(context_, tx, entry));
    if (entry.outcome != ItemOutcome::kDuplicate) {
      FD_TRY(batch.ready[i].file(tx));
    }
  }
  return write_state(tx, batch);
}

void Intake::filed_at_once(Batch& batch) {
  bytes_ -= batch.bytes;
  batch.noted.reset();
  for (const JournalEntry& entry : batch.entries) backlog_.let_go(entry.row.id);
  pending_ -= static_cast<std::int64_t>(batch.entries.size());
  want_page();
  context_.events.announce();
  try {
    std::vector<ItemOutcome> outcomes;
    outcomes.reserve(batch.entries.size());
    for (const JournalEntry& entry : batch.entries) outcomes.push_back(entry.outcome);
    batch.done(std::move(outcomes));
  } catch (const std::exception&) {
    // Everything is filed, and submitting again makes duplicates.
    batch.done(no_memory());
  }
}

}  // namespace frontdesk::desk
