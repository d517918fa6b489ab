#include "app/cli/verbs.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "desk/use_case/table.h"
#include "desk/use_case/texts.h"

namespace frontdesk::app {
namespace {

using desk::Field;
using json::Value;

/// A verb beside those of the table: a use case with a fixed field, or with some of its fields only.
struct ShortForm {
  std::string_view command;
  std::string_view use_case;
  std::string_view help;
  std::vector<std::string_view> fields;
  Value preset{json::Object{}};
};

Value flag(const char* name, bool value) {
  Value preset;
  preset.set(name, value);
  return preset;
}

const std::vector<ShortForm>& short_forms() {
  static const std::vector<ShortForm> kForms{
      {"user.disable", "user.change", "end all sessions and refuse new ones", {"user"}, flag("disabled", true)},
      {"user.enable", "user.change", "let the user sign in again", {"user"}, flag("disabled", false)},
      {"user.role", "user.change", "give other roles; ends all sessions of the user", {"user", "roles"}},
      {"user.password",
       "user.change",
       "a new password, asked for or read from standard input; ends all sessions",
       {"user", "password"}},
      {"channel.enable", "channel.change", "start the channel", {"channel"}, flag("enabled", true)},
      {"channel.disable",
       "channel.change",
       "stop it; replies wait until it is enabled",
       {"channel"},
       flag("enabled", false)},
  };
  return kForms;
}

/// Fields that are spelled otherwise than by the rule: "verb.field" → option; a plain name is positional.
const std::map<std::string, std::string, std::less<>>& spellings() {
  static const std::map<std::string, std::string, std::less<>> kSpellings{
      {"user.add.name", "name"},     {"user.add.roles", "--role,--roles"},
      {"user.role.roles", "roles"},  {"channel.add.plugin", "plugin"},
      {"channel.add.name", "name"},  {"plugin.approve.library_sha256", "--sha256"},
      {"ticket.list.q", "--search"}, {"ticket.reply.text", "text"},
      {"ticket.note.text", "text"},  {"ticket.assign.owner_id", "--to"},
  };
  return kSpellings;
}

/// What people see of a row; programs ask for --json and get all of it.
std::string_view columns_of(std::string_view use_case) {
  if (use_case.starts_with("user.")) return "id name display_name roles disabled created_at";
  if (use_case == "role.list") return "role rights";
  if (use_case.starts_with("ticket."))
    return "number state priority type subject customer.name owner.display_name channel.name message_count "
           "clock.due_at";
  if (use_case.starts_with("message.")) return "kind author.name created_at delivery.state delivery.reason text";
  if (use_case.starts_with("plugin.")) return "id version approval.state path library_sha256";
  if (use_case == "channel.ledger") return "id received_at fate ticket.number reason";
  if (use_case == "channel.check") return "name state code text";
  if (use_case.starts_with("channel."))
    return "id plugin name enabled state reason.text last_success_at counters.received counters.pending "
           "counters.failed counters.outbox";
  if (use_case == "audit.list") return "seq at actor.name action object.type object.number result";
  return {};
}

std::string option_of(const std::string& command, const Field& field) {
  if (const auto found = spellings().find(command + "." + field.name); found != spellings().end()) return found->second;
  if (field.kind == Field::Kind::kPath) return field.name;
  std::string option = "--" + field.name;
  std::ranges::replace(option, '_', '-');
  return option;
}

Verb make_verb(const std::string& command, const desk::Entry& entry, std::string help,
               const std::vector<std::string_view>* only, const Value& preset) {
  Verb verb{command, std::string(entry.use_case.name), std::move(help), preset, {}, {}};
  desk::ViewSchema::Named named;
  for (const Field& field : entry.fields(named)) {
    const bool wanted = only == nullptr || std::ranges::find(*only, field.name) != only->end();
    // Pages follow each other by themselves, and a command says how many rows it wants.
    if (!wanted || field.name == "after") continue;
    const bool required = field.required || (only != nullptr && field.kind != Field::Kind::kSecret);
    verb.fields.push_back({field.name, option_of(command, field), field.kind, required,
                           std::string(desk::field_text(verb.use_case, field.name))});
  }
  for (const std::string_view column : text::split(columns_of(verb.use_case), ' ')) {
    if (!column.empty()) verb.columns.emplace_back(column);
  }
  return verb;
}

std::string_view word_of(Field::Kind kind) {
  switch (kind) {
    case Field::Kind::kPath:
    case Field::Kind::kText: return "text";
    case Field::Kind::kSecret: return "secret";
    case Field::Kind::kFlag: return "flag";
    case Field::Kind::kNumber: return "number";
    case Field::Kind::kList: return "list";
    case Field::Kind::kTree: return "file";
  }
  return "";
}

}  // namespace

const std::vector<Verb>& every_verb() {
  static const std::vector<Verb> kVerbs = [] {
    std::vector<Verb> verbs;
    for (const desk::Entry& entry : desk::use_cases()) {
      // Files are nothing for a terminal; `frontdesk status` tells more than its namesake.
      if (entry.gives_file || entry.use_case.name == "status.show") continue;
      const std::string name(entry.use_case.name);
      verbs.push_back(make_verb(name, entry, desk::text_of(name).title, nullptr, Value(json::Object{})));
    }
    for (const ShortForm& form : short_forms()) {
      verbs.push_back(make_verb(std::string(form.command), *desk::find_use_case(form.use_case), std::string(form.help),
                                &form.fields, form.preset));
    }
    return verbs;
  }();
  return kVerbs;
}

std::string verbs_json() {
  Value all{json::Array{}};
  for (const Verb& verb : every_verb()) {
    Value fields{json::Array{}};
    for (const VerbField& field : verb.fields) {
      Value shown;
      shown.set("name", field.name).set("option", field.option).set("kind", word_of(field.kind));
      shown.set("required", field.required).set("help", field.help);
      fields.push(shown);
    }
    Value columns{json::Array{}};
    for (const std::string& column : verb.columns) columns.push(column);
    Value shown;
    shown.set("command", verb.command).set("help", verb.help).set("fields", fields).set("columns", columns);
    all.push(shown);
  }
  return json::serialize(all);
}

}  // namespace frontdesk::app
