#include "app/cli/commands.h"

#include "app/cli/command_groups.h"
#include "app/version.h"
#include "audit/export.h"
#include "audit/trail.h"
#include "desk/context.h"
#include "desk/inbound/intake.h"
#include "desk/ticket/query/query.h"
#include "storage/store.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::app {

using desk::Actor;
using json::Value;

CommandTable make_commands(const CommandTargets& to) {
  CommandTable table;
  add_user_commands(table, to);
  add_plugin_commands(table, to);
  add_channel_commands(table, to);
  add_ticket_commands(table, to);
  table["status"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto counters = to.tickets.counters(Actor::command_line());
    if (!counters) return std::move(counters).error();
    auto outbox = to.context.store.read([](storage::ReadTx& tx) { return storage::count_outbox(tx, std::nullopt); });
    if (!outbox) return std::move(outbox).error();
    Value status;
    status.set("version", kVersion).set("schema", to.context.store.schema_version()).set("url", to.base_url);
    status.set("open", counters->open).set("overdue", counters->overdue).set("all", counters->all);
    status.set("journal_pending", to.intake.pending())
        .set("outbox_waiting", outbox->waiting)
        .set("outbox_troubled", outbox->troubled);
    std::string reason;
    status.set("writable", to.context.store.is_writable(&reason))
        .set("reason", reason)
        .set("audit_intact", to.audit_intact());
    return row(status);
  };
  table["audit.export"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto size = audit::export_trail(to.context.store, to.context.trail, [&](std::string_view line) -> Result<void> {
      Value shown;
      return row(shown.set("line", line));
    });
    if (!size) return std::move(size).error();
    return {};
  };
  table["audit.key"] = [to](const Value&, const RowSink& row) -> Result<void> {
    Value shown;
    return row(shown.set("public_key", to.context.trail.key().public_key_text()));
  };
  return table;
}

}  // namespace frontdesk::app
