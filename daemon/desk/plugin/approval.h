// Approval of plugins: a plugin runs only as the files that an administrator has seen.
//
// The first channel of a plugin pins the files that are installed at that moment; files that differ later are refused
// with "error.plugin_changed" until somebody approves them. Whatever is approved is on record in the audit trail.
// Functions within the caller's transaction. Thread rule: that of the transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/ports.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

enum class PluginTrust {
  kNew,       ///< never approved; the first channel does it
  kApproved,  ///< the installed files are the approved ones
  kChanged,   ///< other files were approved: its channels rest
  kUnusable,  ///< not a plugin for this desk; PluginView::problem says why
};
std::string_view to_text(PluginTrust trust);

/// An installed plugin, and what of it was approved.
struct PluginView {
  PluginDescription installed;
  PluginTrust trust = PluginTrust::kNew;
  std::string problem;                  ///< why it cannot be used; then only id and path of `installed` are set
  std::string approved_library_sha256;  ///< empty: nothing approved
  std::string approved_version;
  Micros approved_at;
};

/// As of the runtime's last scan.
std::optional<PluginDescription> find_installed(const ChannelRuntime& runtime, const std::string& plugin);

Result<std::vector<PluginView>> view_plugins(storage::ReadTx& tx, std::vector<PluginDescription> installed);

/// Pins a plugin that was never approved. Errors: kConflict, key "error.plugin_changed".
Result<void> require_approved(Context& context, storage::Tx& tx, const Actor& actor,
                              const PluginDescription& installed);

/// From now on exactly these files may run.
Result<void> approve(Context& context, storage::Tx& tx, const Actor& actor, const PluginDescription& installed);

/// Fills in what the runtime compares before it starts the channel's host.
Result<void> add_approval(storage::ReadTx& tx, ChannelSetup& setup);

}  // namespace frontdesk::desk
