// EventFeed: what happened, for the browsers. Events are rows written in the transaction of the act (domain.md,
// invariant 4); listeners are told after the commit. Data is masked JSON: ids, numbers, states, no customer text.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace frontdesk::storage {
class Store;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

struct Event {
  std::int64_t seq = 0;
  std::string kind;  ///< ticket, message, channel
  std::string data_json;
};

class EventFeed {
 public:
  explicit EventFeed(storage::Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Adds the event to the unit's transaction.
  Result<void> append(storage::Tx& tx, std::string_view kind, const std::string& data_json);
  /// To be called after a commit that appended events; tells the listener that there is something to read.
  void announce();
  /// Called by announce() on the writer thread: must only wake somebody. Set once before the first event.
  void on_announce(std::function<void()> listener);
  /// Events with seq greater than `after`, oldest first.
  Result<std::vector<Event>> since(std::int64_t after, std::size_t limit) const;
  /// The newest seq, 0 when there is none.
  Result<std::int64_t> newest() const;
  /// Forgets events older than a day.
  Result<void> prune();

 private:
  storage::Store& store_;
  const Clock& clock_;
  std::mutex mutex_;  // guards listener_
  std::function<void()> listener_;
};

}  // namespace frontdesk::desk
