// Events for the browsers: an ever-growing sequence, kept for a day, so that a client that was away can resume.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct EventRecord {
  std::int64_t seq = 0;
  std::string kind;
  std::string data_json;  ///< masked
  Micros created_at;
};

/// Numbers grow without end and are never used again.
Result<void> append_event(Tx& tx, std::string_view kind, std::string_view data_json, Micros now);
/// Events with a greater number than `after`, oldest first.
Result<std::vector<EventRecord>> events_since(ReadTx& tx, std::int64_t after, std::size_t limit);

/// Numbers of the oldest and the newest event that are kept; 0 and 0 when there is none. A client whose last number
/// is smaller than `oldest` - 1 has missed events and must load anew.
struct EventRange {
  std::int64_t oldest = 0;
  std::int64_t newest = 0;
};
Result<EventRange> event_range(ReadTx& tx);

/// Forgets what is older than `before`, but always keeps the newest. Returns how many.
Result<std::int64_t> prune_events(Tx& tx, Micros before);

}  // namespace frontdesk::storage
