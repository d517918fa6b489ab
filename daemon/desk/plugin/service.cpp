#include "desk/plugin/service.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "storage/store.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {

using storage::ChannelRecord;

Result<std::vector<PluginView>> PluginService::list() const {
  auto installed = runtime_.plugins();
  auto views = context_.store.read([&](storage::ReadTx& tx) { return view_plugins(tx, std::move(installed)); });
  if (!views) return views;
  for (UnusablePlugin& plugin : runtime_.unusable_plugins()) {
    PluginView view;
    view.installed.id = std::move(plugin.id);
    view.installed.path = std::move(plugin.folder);
    view.trust = PluginTrust::kUnusable;
    view.problem = std::move(plugin.reason);
    views->push_back(std::move(view));
  }
  return views;
}

Error PluginService::not_installed(const std::string& plugin) const {
  for (const UnusablePlugin& unusable : runtime_.unusable_plugins()) {
    if (unusable.id == plugin) {
      return Error{ErrorCode::kConflict, "the plugin in " + unusable.folder + " cannot be used: " + unusable.reason,
                   "error.plugin_unusable"};
    }
  }
  return Error{ErrorCode::kNotFound, "the plugin " + plugin + " is not installed"};
}

Result<PluginView> PluginService::approve(const Actor& actor, const std::string& plugin,
                                          const std::string& expected_sha256) {
  runtime_.rescan_plugins();
  auto installed = find_installed(runtime_, plugin);
  if (!installed) return not_installed(plugin);
  if (!expected_sha256.empty() && expected_sha256 != installed->library_sha256) {
    return Error{ErrorCode::kConflict,
                 "the installed library of " + plugin + " has another SHA-256: " + installed->library_sha256,
                 "error.plugin_hash"};
  }
  std::vector<ChannelId> waiting;
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    for (const ChannelRecord& row : *rows) {
      if (row.plugin == plugin) waiting.push_back(row.id);
    }
    return desk::approve(context_, tx, actor, *installed);
  });
  if (!done) return std::move(done).error();
  for (const ChannelId id : waiting) runtime_.apply(id);
  auto views = context_.store.read([&](storage::ReadTx& tx) { return view_plugins(tx, {*installed}); });
  if (!views) return std::move(views).error();
  return std::move(views->front());
}

Result<void> PluginService::pin() {
  const auto installed = runtime_.plugins();
  return context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto rows = storage::list_channels(tx);
    if (!rows) return std::move(rows).error();
    for (const PluginDescription& one : installed) {
      const bool in_use =
          std::ranges::any_of(*rows, [&](const ChannelRecord& row) { return row.plugin == one.id && row.enabled; });
      if (!in_use) continue;
      // What was changed is not an error here: its channels say so.
      auto pinned = require_approved(context_, tx, Actor::system(), one);
      if (!pinned && pinned.error().code != ErrorCode::kConflict) return pinned;
    }
    return {};
  });
}

}  // namespace frontdesk::desk
