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

Value fixed(const char* name, Value value) {
  Value preset;
  preset.set(name, std::move(value));
  return preset;
}

const std::vector<ShortForm>& short_forms() {
  static const std::vector<ShortForm> kForms{
      {"user.disable", "user.change", "Ends all sessions and refuses new ones.", {"user"}, fixed("disabled", true)},
      {"user.enable", "user.change", "Lets the user sign in again.", {"user"}, fixed("disabled", false)},
      {"user.role", "user.change", "Gives other roles; ends all sessions of the user.", {"user", "roles"}},
      {"user.password", "user.change", "Sets a new password; ends all sessions.", {"user", "password"}},
      {"ticket.unassign",
       "ticket.assign",
       "Gives the ticket back to the queue.",
       {"ticket"},
       fixed("owner_id", nullptr)},
      {"channel.enable", "channel.change", "Starts the channel.", {"channel"}, fixed("enabled", true)},
      {"channel.disable",
       "channel.change",
       "Stops it; replies wait until it is enabled.",
       {"channel"},
       fixed("enabled", false)},
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

/// What a field is called by people; the use case itself knows ids only.
std::string_view help_of_name(std::string_view field) {
  if (field == "ticket") return "Number or id.";
  if (field == "user" || field == "actor") return "Sign-in name or id.";
  if (field == "owner_id") return "Sign-in name or id of who gets it.";
  if (field == "channel") return "Name or id.";
  if (field == "message") return "Its id.";
  if (field == "plugin") return "Its id, e.g. io.frontdesk.email.";
  if (field == "limit") return "Rows at most.";
  return {};
}

/// The words that a value may have, with commas; empty when it may be anything.
std::string words_of(const Value& schema, const desk::ViewSchema::Named& named) {
  if (const Value* reference = schema.find("$ref")) {
    const std::string_view path = reference->as_string();
    const auto found = named.find(path.substr(path.rfind('/') + 1));
    return found == named.end() ? std::string() : words_of(found->second, named);
  }
  if (const Value* items = schema.find("items")) return words_of(*items, named);
  if (const Value* either = schema.find("oneOf")) return words_of(either->items().front(), named);
  std::string words;
  for (const Value& word : schema.get("enum").items()) words.append(words.empty() ? "" : ", ").append(word.as_string());
  return words;
}

std::string help_of(std::string_view use_case, const Field& field, const desk::ViewSchema::Named& named) {
  std::string help(help_of_name(field.name));
  if (help.empty()) help = desk::field_text(use_case, field.name);
  if (help.empty()) help = words_of(field.schema, named);
  if (field.schema.get("$ref").as_string().ends_with("/Time")) help += " E.g. 2024-03-15T08:00:00Z.";
  return help;
}

/// What people see of a row, by the name of its schema; programs ask for --json and get all of it.
std::string_view columns_of(std::string_view schema) {
  if (schema == "User") return "id name display_name roles disabled created_at";
  if (schema == "Ticket")
    return "number state priority type subject customer.name owner.display_name channel.name message_count "
           "clock.due_at";
  if (schema == "Message") return "id kind author.name created_at delivery.state delivery.reason event text";
  if (schema == "Plugin") return "id version approval.state path library_sha256";
  if (schema == "Ledger") return "id received_at fate ticket.number reason";
  if (schema == "CheckOutcome") return "name state code text";
  if (schema == "Channel")
    return "id plugin name enabled state reason.text last_success_at counters.received counters.pending "
           "counters.failed counters.outbox";
  if (schema == "Audit") return "seq at actor.name action object.type object.number result";
  return {};
}

std::vector<std::vector<std::string>> columns_of(const desk::Entry& entry, desk::ViewSchema::Named& named) {
  const Value answer = entry.answer(named);
  std::string_view schema = answer.get("$ref").as_string();
  schema.remove_prefix(schema.rfind('/') + 1);
  if (schema.ends_with("Page")) schema.remove_suffix(4);
  std::vector<std::string_view> shown{columns_of(schema)};
  if (entry.use_case.name == "ticket.show") shown.push_back(columns_of("Message"));
  std::vector<std::vector<std::string>> all;
  for (const std::string_view columns : shown) {
    if (columns.empty()) continue;
    all.emplace_back();
    for (const std::string_view column : text::split(columns, ' ')) all.back().emplace_back(column);
  }
  return all;
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
    // Pages follow each other by themselves, a command says how many rows it wants, and nobody uploads from a terminal.
    if (!wanted || field.name == "after" || field.name == "attachments") continue;
    const bool required = field.required || (only != nullptr && field.kind != Field::Kind::kSecret);
    std::string help_text = help_of(verb.use_case, field, named);
    if (field.name == "limit" && begins_short(verb.use_case)) help_text += " 50 when it is not said.";
    verb.fields.push_back({field.name, option_of(command, field), field.kind, required, std::move(help_text)});
    const bool asks = field.kind == Field::Kind::kSecret && (only != nullptr || field.required);
    if (asks) verb.help += " The " + field.name + " is asked for, or read from standard input.";
  }
  verb.columns = columns_of(entry, named);
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

bool begins_short(std::string_view use_case) { return use_case == "ticket.list" || use_case == "audit.list"; }

const std::vector<Verb>& every_verb() {
  static const std::vector<Verb> kVerbs = [] {
    std::vector<Verb> verbs;
    for (const desk::Entry& entry : desk::use_cases()) {
      // Files are nothing for a terminal; `frontdesk status` and `frontdesk doctor` tell more than their namesakes.
      if (entry.gives_file || entry.use_case.name == "status.show" || entry.use_case.name == "check.list") continue;
      const std::string name(entry.use_case.name);
      // On the command line it is the channel's stored configuration that is tested.
      std::string help = name == "channel.check" ? "Tests the channel, step by step." : desk::text_of(name).title;
      verbs.push_back(make_verb(name, entry, std::move(help), nullptr, Value(json::Object{})));
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
    for (const auto& of : verb.columns) {
      Value list{json::Array{}};
      for (const std::string& column : of) list.push(column);
      columns.push(list);
    }
    Value shown;
    shown.set("command", verb.command).set("help", verb.help).set("fields", fields).set("columns", columns);
    all.push(shown);
  }
  return json::serialize(all);
}

}  // namespace frontdesk::app
