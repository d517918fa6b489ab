#include "desk/event_feed.h"

#include "storage/store.h"
#include "storage/traffic/event.h"

namespace frontdesk::desk {
namespace {
constexpr Duration kKept = std::chrono::hours(24);
}

Result<void> EventFeed::append(storage::Tx& tx, std::string_view kind, const std::string& data_json) {
  return storage::append_event(tx, kind, data_json, clock_.now());
}

void EventFeed::announce() {
  const std::lock_guard lock(mutex_);
  if (listener_) listener_();
}

void EventFeed::on_announce(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  listener_ = std::move(listener);
}

Result<std::vector<Event>> EventFeed::since(std::int64_t after, std::size_t limit) const {
  return store_.read([&](storage::ReadTx& tx) -> Result<std::vector<Event>> {
    auto rows = storage::events_since(tx, after, limit);
    if (!rows) return std::move(rows).error();
    std::vector<Event> events;
    events.reserve(rows->size());
    for (auto& row : *rows) events.push_back({row.seq, std::move(row.kind), std::move(row.data_json)});
    return events;
  });
}

Result<std::int64_t> EventFeed::newest() const {
  return store_.read([](storage::ReadTx& tx) -> Result<std::int64_t> {
    auto range = storage::event_range(tx);
    if (!range) return std::move(range).error();
    return range->newest;
  });
}

Result<void> EventFeed::prune() {
  return store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto pruned = storage::prune_events(tx, clock_.now() - kKept);
    if (!pruned) return std::move(pruned).error();
    return {};
  });
}

}  // namespace frontdesk::desk
