#include "app/cli/use_case_command.h"

#include <algorithm>

#include "base/bytes.h"
#include "desk/account/service.h"
#include "desk/channel/query.h"
#include "desk/page.h"
#include "desk/ticket/query/query.h"
#include "desk/use_case/table.h"

namespace frontdesk::app {
namespace {

using desk::Field;
using json::Value;

using desk::kMostPageRows;
constexpr std::int64_t kShortList = 50;

desk::Actor command_line(const desk::Desk& desk) {
  desk::Actor actor = desk::Actor::command_line();
  actor.access = desk.context.profile->access;
  return actor;
}

/// The text of an id for what the administrator typed: an id, or the name that people know.
Result<std::string> id_of(desk::Desk& desk, const desk::Actor& actor, std::string_view field, std::string_view typed) {
  if (parse_id_number(typed)) return std::string(typed);
  if (field == "channel") {
    auto id = find_channel(desk, typed);
    if (!id) return std::move(id).error();
    return to_text(*id);
  }
  if (field == "user" || field == "owner_id" || field == "actor") {
    auto id = desk.accounts.find_user(std::string(typed));
    if (!id) return std::move(id).error();
    return to_text(*id);
  }
  if (field == "ticket") {
    auto ticket = desk.tickets.find(actor, std::string(typed));
    if (!ticket) return std::move(ticket).error();
    return to_text(ticket->row.id);
  }
  return std::string(typed);
}

Result<desk::Input> input_of(desk::Desk& desk, const desk::Actor& actor, const desk::Entry& entry, const Verb& verb,
                             const Value& args) {
  desk::Input input;
  input.request_key = to_hex(desk.context.random.bytes(16));
  input.fields = verb.preset;
  desk::ViewSchema::Named named;
  for (const Field& field : entry.fields(named)) {
    const Value* given = args.find(field.name);
    if (field.kind == Field::Kind::kPath) {
      auto id = id_of(desk, actor, field.name, given != nullptr ? given->as_string() : "");
      if (!id) return std::move(id).error();
      input.path.push_back(std::move(*id));
    } else if (given != nullptr && given->is_string()) {
      auto id = id_of(desk, actor, field.name, given->as_string());
      if (!id) return std::move(id).error();
      input.fields.set(field.name, *id);
    } else if (given != nullptr) {
      input.fields.set(field.name, *given);
    }
  }
  return input;
}

Result<Value> perform(desk::Desk& desk, const desk::Actor& actor, const desk::Entry& entry, const desk::Input& input) {
  auto outcome = desk::run_use_case(entry, desk, actor, input);
  if (auto* refusal = std::get_if<desk::Refusal>(&outcome)) return std::move(refusal->error);
  return json::parse(std::get<desk::Answer>(outcome).json).value.value_or(Value());
}

Result<void> send_list(desk::Desk& desk, const desk::Actor& actor, const desk::Entry& entry, desk::Input input,
                       std::int64_t most, const RowSink& row) {
  const bool has_pages = input.fields.find("limit") != nullptr;
  while (true) {
    if (has_pages) input.fields.set("limit", std::min(most, kMostPageRows));
    auto page = perform(desk, actor, entry, input);
    if (!page) return std::move(page).error();
    for (const Value& item : page->get("items").items()) FD_TRY(row(item));
    most -= static_cast<std::int64_t>(page->get("items").items().size());
    if (!page->get("next").is_string() || most <= 0) return {};
    input.fields.set("after", page->get("next"));
  }
}

}  // namespace

Result<ChannelId> find_channel(desk::Desk& desk, std::string_view id_or_name) {
  if (const auto id = parse_id<ChannelId>(id_or_name)) return *id;
  auto all = desk.channel_query.list();
  if (!all) return std::move(all).error();
  for (const desk::ChannelView& channel : *all) {
    if (channel.name == id_or_name) return channel.id;
  }
  return Error{ErrorCode::kNotFound, "there is no channel '" + std::string(id_or_name) + "'"};
}

Result<void> run_verb(desk::Desk& desk, const Verb& verb, const Value& args, const RowSink& row) {
  const desk::Actor actor = command_line(desk);
  const desk::Entry& entry = *desk::find_use_case(verb.use_case);
  auto input = input_of(desk, actor, entry, verb, args);
  if (!input) return std::move(input).error();
  desk::ViewSchema::Named named;
  const auto fields = entry.fields(named);
  const bool is_paged = std::ranges::find(fields, "limit", &Field::name) != fields.end();
  if (is_paged) {
    const std::int64_t most = args.get("limit").as_int(begins_short(verb.use_case) ? kShortList : INT64_MAX);
    if (most < 1) return Error{ErrorCode::kInvalid, "the limit must be 1 or more"};
    input->fields.set("limit", std::min(most, kMostPageRows));
    return send_list(desk, actor, entry, std::move(*input), most, row);
  }
  auto answer = perform(desk, actor, entry, *input);
  if (!answer) return std::move(answer).error();
  if (answer->find("items") != nullptr && answer->find("next") != nullptr) {
    for (const Value& item : answer->get("items").items()) FD_TRY(row(item));
    return {};
  }
  if (!answer->is_null()) FD_TRY(row(*answer));
  if (verb.use_case != "ticket.show") return {};
  desk::Input messages;
  messages.path = {std::string(answer->get("id").as_string())};
  messages.fields.set("limit", kMostPageRows);
  return send_list(desk, actor, *desk::find_use_case("message.list"), std::move(messages), INT64_MAX, row);
}

}  // namespace frontdesk::app
