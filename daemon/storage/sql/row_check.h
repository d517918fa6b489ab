// Row check: walks the tables whose rows carry a sum (sql/row_sum.h) and names the rows whose sum does not fit, and
// writes the sums of rows that are older than sums. Thread rule: that of the transaction.
//
//   for (const SummedTable& table : summed_tables()) check_rows(tx, table, 0, 1000);
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct SummedTable {
  std::string_view name;    ///< in the database
  std::string_view object;  ///< as the audit trail calls such a row: user, session, channel, outbox, ticket
  std::string_view select;  ///< id, the summed columns, mac; above ?1, in the order of ids, at most ?2
  std::string_view kinds;   ///< of the columns before mac: n a number, b text or bytes
  std::string_view update;  ///< sets the mac (?2) of the row ?1
};

std::span<const SummedTable> summed_tables();

struct RowCheck {
  std::vector<std::int64_t> unproven;  ///< rows whose sum is missing or differs
  std::int64_t last = 0;               ///< id of the last row that was looked at; where to go on
  bool is_end = false;                 ///< there are no more rows
};

/// Compares at most `limit` rows with ids above `after`.
Result<RowCheck> check_rows(ReadTx& tx, const SummedTable& table, std::int64_t after, std::size_t limit);

/// Writes the sum of every row that has none. For a store whose rows are older than sums, once; see
/// audit/trail_guard.h.
Result<void> sum_rows_without(Tx& tx, const SummedTable& table);

}  // namespace frontdesk::storage
