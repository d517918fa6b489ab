// frontdesk plugin …
#include "app/cli/command_groups.h"
#include "desk/plugin/service.h"

namespace frontdesk::app {
namespace {

using desk::Actor;
using json::Value;

Value plugin_row(const desk::PluginView& plugin) {
  const desk::PluginDescription& installed = plugin.installed;
  Value row;
  row.set("id", installed.id).set("version", installed.version).set("approval", desk::to_text(plugin.trust));
  row.set("path", installed.path).set("library_sha256", installed.library_sha256);
  row.set("approved_sha256", plugin.approved_library_sha256).set("approved_version", plugin.approved_version);
  row.set("approved_at", plugin.approved_at.is_set() ? Value(to_rfc3339(plugin.approved_at)) : Value());
  return row;
}

}  // namespace

void add_plugin_commands(CommandTable& table, const CommandTargets& to) {
  table["plugin.list"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto plugins = to.plugins.list(Actor::command_line());
    if (!plugins) return std::move(plugins).error();
    for (const desk::PluginView& plugin : *plugins) {
      if (auto sent = row(plugin_row(plugin)); !sent) return sent;
    }
    return {};
  };
  table["plugin.approve"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto approved = to.plugins.approve(Actor::command_line(), text_arg(args, "plugin"), text_arg(args, "sha256"));
    if (!approved) return std::move(approved).error();
    return row(plugin_row(*approved));
  };
}

}  // namespace frontdesk::app
