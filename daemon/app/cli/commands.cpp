#include "app/cli/commands.h"

#include <algorithm>

#include "app/backup/service.h"
#include "app/cli/use_case_command.h"
#include "app/cli/verbs.h"
#include "app/version.h"
#include "audit/alarms.h"
#include "audit/anchor.h"
#include "audit/export.h"
#include "audit/trail.h"
#include "base/bytes.h"
#include "desk/account/service.h"
#include "desk/channel/query.h"
#include "desk/inbound/intake.h"
#include "desk/machine/backup_state.h"
#include "desk/machine/check_view.h"
#include "desk/machine/gather.h"
#include "desk/ticket/query/query.h"
#include "storage/store.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::app {
namespace {

using json::Value;

Result<void> show_status(const CommandTargets& to, const RowSink& row) {
  storage::Store& store = to.desk.context.store;
  auto counters = to.desk.tickets.counters(desk::Actor::system());
  if (!counters) return std::move(counters).error();
  auto outbox = store.read([](storage::ReadTx& tx) { return storage::count_outbox(tx, std::nullopt); });
  if (!outbox) return std::move(outbox).error();
  Value status;
  status.set("version", kVersion).set("schema", store.schema_version()).set("url", to.base_url);
  status.set("open", counters->open).set("overdue", counters->overdue).set("all", counters->all);
  status.set("journal_pending", to.intake.pending());
  status.set("outbox_waiting", outbox->waiting).set("outbox_troubled", outbox->troubled);
  std::string reason;
  status.set("writable", store.is_writable()).set("takes_mail", store.takes_mail(&reason)).set("reason", reason);
  const audit::AnchorState anchor = to.desk.trail_guard.anchor->state();
  const auto alarms = to.desk.trail_guard.alarms->standing();
  status.set("audit_intact", std::ranges::none_of(alarms, audit::is_of_records))
      .set("audit_anchored", std::max<audit::Seq>(anchor.size, 0));
  status.set("audit_anchored_at", anchor.size < 0 ? std::string() : to_rfc3339(anchor.at));
  auto copies = store.read([](storage::ReadTx& tx) { return desk::load_backup_state(tx); });
  if (!copies) return std::move(copies).error();
  status.set("backup_at", copies->copied_at.is_set() ? to_rfc3339(copies->copied_at) : std::string());
  status.set("backup_whole_at", copies->drilled_at.is_set() ? to_rfc3339(copies->drilled_at) : std::string());
  return row(status);
}

/// With "generate" the new password is made here and shown this once; else it is the field "password".
Result<void> set_password(const CommandTargets& to, const Verb& verb, Value args, const RowSink& row) {
  constexpr std::size_t kGeneratedBytes = 15;
  if (!args.get("generate").as_bool()) return run_verb(to.desk, verb, args, row);
  const std::string password = to_base64url(to.desk.context.random.bytes(kGeneratedBytes));
  Value fields;
  fields.set("user", args.get("user")).set("password", password);
  return run_verb(to.desk, verb, fields, [&](const Value& user) {
    Value shown;
    return row(shown.set("name", user.get("name")).set("password", password));
  });
}

/// The checks in the caller's language.
Result<void> examine_machine(const CommandTargets& to, const Value& args, const RowSink& row) {
  const std::string_view language = args.get("language").as_string();
  for (const desk::Examined& examined : desk::examine(desk::gather_facts(to.desk)))
    FD_TRY(row(desk::check_json(examined, language, desk::Audience::kOperator)));
  return {};
}

Value shown(const Manifest& copy) {
  std::int64_t size = 0;
  for (const CopiedFile& file : copy.files) size += file.size;
  Value row;
  row.set("name", copy.name).set("made_at", copy.made_at).set("version", copy.version).set("schema", copy.schema);
  row.set("sealed", copy.is_sealed()).set("size", size).set("records", copy.records);
  for (const char* table : {"ticket", "message"}) {
    const auto rows = copy.rows.find(table);
    row.set(std::string(table) + "s", rows == copy.rows.end() ? 0 : rows->second);
  }
  return row;
}

void add_backup(CommandTable& table, BackupService& backup) {
  const desk::Actor actor = desk::Actor::command_line();
  table["backup.create"] = [&backup, actor](const Value&, const RowSink& row) -> Result<void> {
    auto made = backup.create(actor);
    if (!made) return std::move(made).error();
    return row(shown(*made));
  };
  table["backup.drill"] = [&backup, actor](const Value& args, const RowSink& row) -> Result<void> {
    auto whole = backup.drill(actor, std::string(args.get("copy").as_string()));
    if (!whole) return std::move(whole).error();
    return row(shown(*whole));
  };
  table["backup.list"] = [&backup](const Value&, const RowSink& row) -> Result<void> {
    for (const Manifest& copy : backup.list()) FD_TRY(row(shown(copy)));
    return {};
  };
}

/// The stored configuration, with the secrets that are stored.
Result<void> check_channel(const CommandTargets& to, const Verb& verb, const Value& args, const RowSink& row) {
  auto id = find_channel(to.desk, args.get("channel").as_string());
  if (!id) return std::move(id).error();
  auto channel = to.desk.channel_query.find(*id);
  if (!channel) return std::move(channel).error();
  Value fields;
  fields.set("plugin", channel->plugin).set("config", channel->config).set("channel_id", to_text(*id));
  bool good = true;
  const auto each_step = [&](const Value& outcome) -> Result<void> {
    good = outcome.get("ok").as_bool();
    for (const Value& step : outcome.get("steps").items()) FD_TRY(row(step));
    return {};
  };
  FD_TRY(run_verb(to.desk, verb, fields, each_step));
  if (!good) return Error{ErrorCode::kUnavailable, "the connection test failed"};
  return {};
}

}  // namespace

CommandTable make_commands(const CommandTargets& to) {
  CommandTable table;
  for (const Verb& verb : every_verb())
    table[verb.command] = [to, &verb](const Value& args, const RowSink& row) {
      return run_verb(to.desk, verb, args, row);
    };
  for (const Verb& verb : every_verb()) {
    if (verb.command == "user.password")
      table[verb.command] = [to, &verb](const Value& args, const RowSink& row) {
        return set_password(to, verb, args, row);
      };
    if (verb.command == "channel.check")
      table[verb.command] = [to, &verb](const Value& args, const RowSink& row) {
        return check_channel(to, verb, args, row);
      };
  }
  table["status"] = [to](const Value&, const RowSink& row) { return show_status(to, row); };
  table["doctor"] = [to](const Value& args, const RowSink& row) { return examine_machine(to, args, row); };
  table["audit.export"] = [to](const Value&, const RowSink& row) -> Result<void> {
    desk::Context& context = to.desk.context;
    auto size = audit::export_trail(context.store, context.trail, [&](std::string_view line) -> Result<void> {
      Value shown;
      return row(shown.set("line", line));
    });
    if (!size) return std::move(size).error();
    return {};
  };
  table["audit.key"] = [to](const Value&, const RowSink& row) -> Result<void> {
    Value shown;
    return row(shown.set("public_key", to.desk.context.trail.key().public_key_text()));
  };
  table["setup.link"] = [to](const Value&, const RowSink& row) -> Result<void> {
    const Secret token = to.desk.accounts.setup_token();
    if (token.empty()) return Error{ErrorCode::kNotFound, "the set-up is done; sign in at " + to.base_url};
    Value link;
    return row(link.set("url", to.base_url + "/setup#token=" + std::string(token.reveal())));
  };
  add_backup(table, to.backup);
  return table;
}

}  // namespace frontdesk::app
