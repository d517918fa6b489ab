// Copies of the database: taken while others read and write, and looked at whole before anybody trusts them.
//
// A copy is one snapshot: everything that was committed when it began and nothing of later. The source is opened to be
// read only, and never checkpointed. Thread rule: any thread but the store's writer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Makes the file `to` (which must not exist) of the database `from`; durable when it returns. `goes_on` is asked
/// between stretches of pages; false ends with kUnavailable. Errors: those of the disk, kCorrupt. Leaves no half file.
Result<void> copy_database(const std::string& from, const std::string& to, const std::function<bool()>& goes_on);

/// Every page, index and reference of the database. kCorrupt with the first finding.
Result<void> check_whole_database(ReadTx& tx);

/// How many rows there are of what must not be lost, by table. Reads them all.
using RowCounts = std::map<std::string, std::int64_t, std::less<>>;
Result<RowCounts> count_rows(ReadTx& tx);

}  // namespace frontdesk::storage
