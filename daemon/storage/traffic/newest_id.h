// The greatest id the store holds: where a new life of the daemon has to go on, also when the clock was set back.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Over every table with ids of IdSource; 0 for an empty store. One look at the end of each table.
Result<std::int64_t> newest_id(ReadTx& tx);

}  // namespace frontdesk::storage
