// Counters kept in the transaction that changes what they count, so that no list ever counts rows.
//
// Names are dotted words of ours, e.g. "ticket.open" or "journal.<channel>.pending".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Adds `delta` (may be negative) and returns the new value; a new counter starts at 0. Where nobody waits for the
/// value, Tx::count_at_commit costs less.
Result<std::int64_t> add_to_counter(Tx& tx, std::string_view name, std::int64_t delta);
/// 0 for a counter that nothing was added to.
Result<std::int64_t> counter(ReadTx& tx, std::string_view name);

struct Counter {
  std::string name;
  std::int64_t value = 0;
};
/// All whose name starts with `prefix`, by name.
Result<std::vector<Counter>> counters_with_prefix(ReadTx& tx, std::string_view prefix);

}  // namespace frontdesk::storage
