// frontdesk channel …
#include "app/cli/command_groups.h"
#include "desk/channel/query.h"
#include "desk/channel/service.h"

namespace frontdesk::app {
namespace {

using desk::Actor;
using json::Value;

Value channel_row(const desk::ChannelView& channel) {
  Value row;
  row.set("id", to_text(channel.id))
      .set("plugin", channel.plugin)
      .set("name", channel.name)
      .set("enabled", channel.enabled);
  row.set("state", desk::to_text(channel.state)).set("reason", channel.reason_text);
  row.set("last_success_at", channel.last_success_at.is_set() ? Value(to_rfc3339(channel.last_success_at)) : Value());
  row.set("received", channel.received).set("pending", channel.pending).set("failed", channel.failed);
  row.set("outbox", channel.outbox).set("version", channel.version);
  return row;
}

/// The argument "channel" names it by id or by name.
Result<ChannelId> find_channel(const CommandTargets& to, const Value& args) {
  const std::string id_or_name = text_arg(args, "channel");
  if (const auto id = parse_id<ChannelId>(id_or_name)) return *id;
  auto all = to.channel_query.list(Actor::command_line());
  if (!all) return std::move(all).error();
  for (const desk::ChannelView& channel : *all) {
    if (channel.name == id_or_name) return channel.id;
  }
  return Error{ErrorCode::kNotFound, "there is no channel '" + id_or_name + "'"};
}

Result<void> list_channels(const CommandTargets& to, const RowSink& row) {
  auto channels = to.channel_query.list(Actor::command_line());
  if (!channels) return std::move(channels).error();
  for (const desk::ChannelView& channel : *channels) {
    if (auto sent = row(channel_row(channel)); !sent) return sent;
  }
  return {};
}

Result<void> add_channel(const CommandTargets& to, const Value& args, const RowSink& row) {
  auto added =
      to.channels.add(Actor::command_line(), text_arg(args, "plugin"), text_arg(args, "name"), args.get("config"));
  if (!added) return std::move(added).error();
  return row(channel_row(*added));
}

Result<void> set_enabled(const CommandTargets& to, const Value& args, const RowSink& row, bool enabled) {
  auto id = find_channel(to, args);
  if (!id) return std::move(id).error();
  auto seen = to.channel_query.find(Actor::command_line(), *id);
  if (!seen) return std::move(seen).error();
  auto changed = to.channels.change(Actor::command_line(), *id, seen->version, {.enabled = enabled});
  if (!changed) return std::move(changed).error();
  return row(channel_row(*changed));
}

Result<void> check_channel(const CommandTargets& to, const Value& args, const RowSink& row) {
  auto id = find_channel(to, args);
  if (!id) return std::move(id).error();
  auto channel = to.channel_query.find(Actor::command_line(), *id);
  if (!channel) return std::move(channel).error();
  auto outcome = to.channels.check(Actor::command_line(), channel->plugin, channel->config, *id);
  if (!outcome) return std::move(outcome).error();
  for (const desk::CheckStep& step : outcome->steps) {
    Value shown;
    if (auto sent =
            row(shown.set("step", step.name).set("state", step.state).set("code", step.code).set("text", step.text));
        !sent)
      return sent;
  }
  if (!outcome->ok) return Error{ErrorCode::kUnavailable, "the connection test failed"};
  return {};
}

Result<void> poll_now(const CommandTargets& to, const Value& args) {
  auto id = find_channel(to, args);
  if (!id) return std::move(id).error();
  return to.channels.poll_now(Actor::command_line(), *id);
}

Result<void> list_ledger(const CommandTargets& to, const Value& args, const RowSink& row) {
  auto id = find_channel(to, args);
  if (!id) return std::move(id).error();
  std::string after;
  do {
    auto page = to.channel_query.ledger(Actor::command_line(), *id, text_arg(args, "fate"), 200, after);
    if (!page) return std::move(page).error();
    for (const desk::LedgerRow& entry : page->items) {
      Value shown;
      shown.set("id", to_text(entry.id))
          .set("dedup_key", entry.dedup_key)
          .set("received_at", to_rfc3339(entry.received_at));
      shown.set("fate", entry.fate).set("ticket", entry.ticket_number).set("reason", entry.reason);
      if (auto sent = row(shown); !sent) return sent;
    }
    after = page->next;
  } while (!after.empty());
  return {};
}

}  // namespace

void add_channel_commands(CommandTable& table, const CommandTargets& to) {
  table["channel.list"] = [to](const Value&, const RowSink& row) { return list_channels(to, row); };
  table["channel.add"] = [to](const Value& args, const RowSink& row) { return add_channel(to, args, row); };
  table["channel.enable"] = [to](const Value& args, const RowSink& row) { return set_enabled(to, args, row, true); };
  table["channel.disable"] = [to](const Value& args, const RowSink& row) { return set_enabled(to, args, row, false); };
  table["channel.check"] = [to](const Value& args, const RowSink& row) { return check_channel(to, args, row); };
  table["channel.poll-now"] = [to](const Value& args, const RowSink&) { return poll_now(to, args); };
  table["channel.ledger"] = [to](const Value& args, const RowSink& row) { return list_ledger(to, args, row); };
}

}  // namespace frontdesk::app
