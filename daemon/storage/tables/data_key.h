// Table data_key: wrapped data keys. Only the vault can read what is inside; this file only keeps the rows.
// Thread rule: that of the transaction.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct DataKeyRow {
  std::int64_t id = 0;
  int scope = 0;
  std::int64_t owner_id = 0;
  Bytes wrapped;
  std::int64_t kek_id = 0;
};

Result<void> insert_data_key(Tx& tx, const DataKeyRow& row, Micros now);
/// nullopt when there is none (any more).
Result<std::optional<DataKeyRow>> find_data_key(ReadTx& tx, std::int64_t id);
/// The newest key of an owner.
Result<std::optional<DataKeyRow>> find_data_key_of(ReadTx& tx, int scope, std::int64_t owner_id);
/// Returns the number of rows deleted.
Result<int> delete_data_keys_of(Tx& tx, int scope, std::int64_t owner_id);

}  // namespace frontdesk::storage
