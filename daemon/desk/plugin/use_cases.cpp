// Plugins: which are installed, and letting their files run.
#include "desk/channel/views.h"
#include "desk/plugin/service.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {

struct ListPlugins {
  static constexpr UseCase kUseCase{
      .name = "plugin.list", .route = {Method::kGet, "/plugins"}, .right = Right::kRunChannels};
  template <class V>
  static void describe(V&) {}
  Result<Page<PluginView>> run(Desk& desk, const Asked&) {
    auto plugins = desk.plugins.list();
    if (!plugins) return std::move(plugins).error();
    return Page<PluginView>{std::move(*plugins), {}};
  }
};

/// Exactly the files that are installed now may run from now on.
struct ApprovePlugin {
  static constexpr UseCase kUseCase{.name = "plugin.approve",
                                    .route = {Method::kPost, "/plugins/{plugin}/approval"},
                                    .right = Right::kRunChannels,
                                    .body_schema = "NewApproval"};
  std::string plugin;
  std::string library_sha256;  ///< only if the library has it; empty: whatever is there

  template <class V>
  static void describe(V& v) {
    v.path("plugin", &ApprovePlugin::plugin);
    v.text("library_sha256", &ApprovePlugin::library_sha256, {.most = 64, .optional = true});
  }
  Result<PluginView> run(Desk& desk, const Asked& asked) {
    return desk.plugins.approve(asked.actor, plugin, library_sha256);
  }
};

FD_USE_CASE(ListPlugins)
FD_USE_CASE(ApprovePlugin)

}  // namespace frontdesk::desk
