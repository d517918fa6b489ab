#include "storage/tables/plugin.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

PluginApprovalRecord read_approval(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.time(4), row.id<UserId>(5)};
}

}  // namespace

Result<std::optional<PluginApprovalRecord>> find_plugin_approval(ReadTx& tx, std::string_view plugin) {
  return read_first(tx.query("SELECT plugin, library_sha256, manifest_sha256, version, approved_at, approved_by "
                             "FROM plugin_approval WHERE plugin = ?1",
                             plugin),
                    read_approval);
}

Result<std::vector<PluginApprovalRecord>> list_plugin_approvals(ReadTx& tx) {
  return read_all(tx.query("SELECT plugin, library_sha256, manifest_sha256, version, approved_at, approved_by "
                           "FROM plugin_approval ORDER BY plugin"),
                  read_approval);
}

Result<void> put_plugin_approval(Tx& tx, const PluginApprovalRecord& approval) {
  return tx.execute(
      "INSERT INTO plugin_approval (plugin, library_sha256, manifest_sha256, version, approved_at, approved_by) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (plugin) DO UPDATE SET library_sha256 = ?2, manifest_sha256 = ?3, "
      "version = ?4, approved_at = ?5, approved_by = ?6",
      approval.plugin, approval.library_sha256, approval.manifest_sha256, approval.version, approval.approved_at,
      approval.approved_by);
}

}  // namespace frontdesk::storage
