#include "desk/plugin/approval.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <utility>

#include "desk/audit/recorded.h"
#include "storage/tables/plugin.h"

namespace frontdesk::desk {
namespace {

using storage::PluginApprovalRecord;

bool is_same(const PluginApprovalRecord& approved, const PluginDescription& installed) {
  return approved.library_sha256 == installed.library_sha256 && approved.manifest_sha256 == installed.manifest_sha256;
}

std::string to_json(const std::string& plugin, const std::string& version, const std::string& library,
                    const std::string& manifest) {
  json::Writer out;
  out.begin_object().member("plugin", plugin).member("version", version);
  out.member("library_sha256", library).member("manifest_sha256", manifest).end_object();
  return out.take();
}

}  // namespace

std::string_view to_text(PluginTrust trust) {
  switch (trust) {
    case PluginTrust::kNew: return "new";
    case PluginTrust::kApproved: return "approved";
    case PluginTrust::kChanged: return "changed";
    case PluginTrust::kUnusable: return "unusable";
  }
  return "new";
}

std::optional<PluginDescription> find_installed(const ChannelRuntime& runtime, const std::string& plugin) {
  for (PluginDescription& one : runtime.plugins()) {
    if (one.id == plugin) return std::move(one);
  }
  return std::nullopt;
}

Result<std::vector<PluginView>> view_plugins(storage::ReadTx& tx, std::vector<PluginDescription> installed) {
  auto approvals = storage::list_plugin_approvals(tx);
  if (!approvals) return std::move(approvals).error();
  std::vector<PluginView> views;
  for (PluginDescription& one : installed) {
    PluginView view;
    const auto found = std::ranges::find(*approvals, one.id, &PluginApprovalRecord::plugin);
    if (found != approvals->end()) {
      view.trust = is_same(*found, one) ? PluginTrust::kApproved : PluginTrust::kChanged;
      view.approved_library_sha256 = found->library_sha256;
      view.approved_version = found->version;
      view.approved_at = found->approved_at;
    }
    view.installed = std::move(one);
    views.push_back(std::move(view));
  }
  return views;
}

Result<void> require_approved(Context& context, storage::Tx& tx, const Actor& actor,
                              const PluginDescription& installed) {
  auto approved = storage::find_plugin_approval(tx, installed.id);
  if (!approved) return std::move(approved).error();
  if (!*approved) return approve(context, tx, actor, installed);
  if (is_same(**approved, installed)) return {};
  return Error{ErrorCode::kConflict,
               "the files of the plugin " + installed.id +
                   " are not those that were approved; find out why they changed, then approve the plugin or put the "
                   "old files back",
               "error.plugin_changed"};
}

Result<void> approve(Context& context, storage::Tx& tx, const Actor& actor, const PluginDescription& installed) {
  auto before = storage::find_plugin_approval(tx, installed.id);
  if (!before) return std::move(before).error();
  PluginApprovalRecord row;
  row.plugin = installed.id;
  row.library_sha256 = installed.library_sha256;
  row.manifest_sha256 = installed.manifest_sha256;
  row.version = installed.version;
  row.approved_at = context.clock.now();
  row.approved_by = actor.user;
  FD_TRY(storage::put_plugin_approval(tx, row));
  Recorded act;
  act.action = "plugin.approve";
  act.object_type = "plugin";
  if (*before) {
    const PluginApprovalRecord& was = **before;
    act.before = to_json(was.plugin, was.version, was.library_sha256, was.manifest_sha256);
  }
  act.after = to_json(row.plugin, row.version, row.library_sha256, row.manifest_sha256);
  return record_act(context.trail, tx, actor, act);
}

Result<void> add_approval(storage::ReadTx& tx, ChannelSetup& setup) {
  auto approved = storage::find_plugin_approval(tx, setup.plugin);
  if (!approved) return std::move(approved).error();
  if (!*approved) return {};
  setup.approved_library_sha256 = std::move((*approved)->library_sha256);
  setup.approved_manifest_sha256 = std::move((*approved)->manifest_sha256);
  return {};
}

}  // namespace frontdesk::desk
