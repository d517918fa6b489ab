// Settings edited in the web admin: text by name, each with a version that a change must have seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct Setting {
  std::string name;
  std::string value;
  std::int64_t version = 0;
  Micros updated_at;
  UserId updated_by;  ///< not set: the system
};

Result<std::optional<Setting>> find_setting(ReadTx& tx, std::string_view name);
/// By name. For the snapshot and the export of all settings.
Result<std::vector<Setting>> list_settings(ReadTx& tx, std::string_view prefix);
/// Writes the value and returns its new version. `seen_version` is 0 for a name that did not exist. kConflict when
/// the stored version is another.
Result<std::int64_t> put_setting(Tx& tx, std::string_view name, std::string_view value, std::int64_t seen_version,
                                 UserId by, Micros now);

}  // namespace frontdesk::storage
