// Approvals of plugins: which files of a plugin an administrator wants to run. A row is replaced, never removed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct PluginApprovalRecord {
  std::string plugin;           ///< its id, reverse DNS
  std::string library_sha256;   ///< lower-case hexadecimal
  std::string manifest_sha256;  ///< lower-case hexadecimal
  std::string version;          ///< as the approved manifest named it
  Micros approved_at;
  UserId approved_by;  ///< not set: the system or the command line
};

Result<std::optional<PluginApprovalRecord>> find_plugin_approval(ReadTx& tx, std::string_view plugin);
/// By plugin.
Result<std::vector<PluginApprovalRecord>> list_plugin_approvals(ReadTx& tx);
Result<void> put_plugin_approval(Tx& tx, const PluginApprovalRecord& approval);

}  // namespace frontdesk::storage
