// PluginService: which plugins are installed, and approving their files. Thread rule: any thread but the store's
// writer.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/plugin/approval.h"
#include "desk/ports.h"

namespace frontdesk::desk {

class PluginService {
 public:
  PluginService(Context& context, ChannelRuntime& runtime) : context_(context), runtime_(runtime) {}

  /// Those that can be used first.
  Result<std::vector<PluginView>> list() const;
  /// Approves the files that are installed now and starts the channels of the plugin anew. `expected_sha256`: of the
  /// library, as the caller saw it; empty: whatever is there. Errors: kNotFound; kConflict
  /// (keys "error.plugin_hash", "error.plugin_unusable").
  Result<PluginView> approve(const Actor& actor, const std::string& plugin, const std::string& expected_sha256);
  /// At start: enabled channels of a plugin that was never approved pin it, so that a desk older than approvals goes
  /// on.
  Result<void> pin();

 private:
  [[nodiscard]] Error not_installed(const std::string& plugin) const;

  Context& context_;
  ChannelRuntime& runtime_;
};

}  // namespace frontdesk::desk
