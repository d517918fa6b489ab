#include "app/commands.h"

#include "app/version.h"
#include "audit/export.h"
#include "base/text.h"
#include "desk/account_service.h"
#include "desk/channel_query.h"
#include "desk/channel_service.h"
#include "desk/intake.h"
#include "desk/plugin_service.h"
#include "desk/ticket_query.h"
#include "domain/words.h"
#include "storage/outbox_repository.h"
#include "storage/store.h"

namespace frontdesk::app {
namespace {

using desk::Actor;
using json::Value;

std::string text_arg(const Value& args, const char* name) { return std::string(args.get(name).as_string()); }

Value words_of(desk::Roles roles) {
  Value words{json::Array{}};
  for (const desk::Role role : desk::kEveryRole) {
    if (roles.has(role)) words.push(desk::to_text(role));
  }
  return words;
}

Result<desk::Roles> parse_roles(const Value& list) {
  desk::Roles roles;
  for (const Value& word : list.items()) {
    const auto role = desk::parse_role(word.as_string());
    if (!role) {
      return Error{ErrorCode::kInvalid,
                   "roles are admin, agent and supervisor, not '" + std::string(word.as_string()) + "'"};
    }
    roles.add(*role);
  }
  return roles;
}

Value user_row(const desk::UserView& user) {
  Value row;
  row.set("id", to_text(user.id)).set("name", user.name).set("display_name", user.display_name);
  row.set("roles", words_of(user.roles)).set("disabled", user.disabled).set("created_at", to_rfc3339(user.created_at));
  return row;
}

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

Value plugin_row(const desk::PluginView& plugin) {
  const desk::PluginDescription& installed = plugin.installed;
  Value row;
  row.set("id", installed.id).set("version", installed.version).set("approval", desk::to_text(plugin.trust));
  row.set("path", installed.path).set("library_sha256", installed.library_sha256);
  row.set("approved_sha256", plugin.approved_library_sha256).set("approved_version", plugin.approved_version);
  row.set("approved_at", plugin.approved_at.is_set() ? Value(to_rfc3339(plugin.approved_at)) : Value());
  return row;
}

Value ticket_row(const desk::TicketRow& ticket) {
  Value row;
  row.set("id", to_text(ticket.id)).set("number", ticket.number).set("state", domain::to_text(ticket.state));
  row.set("priority", domain::to_text(ticket.priority)).set("type", domain::to_text(ticket.type));
  row.set("subject", ticket.subject.text()).set("customer", ticket.customer_name.text());
  row.set("channel", ticket.channel_name)
      .set("messages", ticket.message_count)
      .set("created_at", to_rfc3339(ticket.created_at));
  row.set("due_at", ticket.clock ? Value(to_rfc3339(ticket.clock->due_at)) : Value());
  return row;
}

Value message_row(const desk::MessageView& message) {
  Value row;
  row.set("id", to_text(message.id)).set("kind", domain::to_text(message.kind)).set("author", message.author.text());
  row.set("created_at", to_rfc3339(message.created_at)).set("text", message.text.text());
  if (message.delivery)
    row.set("delivery", domain::to_text(message.delivery->state)).set("reason", message.delivery->reason);
  if (!message.event_json.empty()) row.set("event", json::parse(message.event_json).value.value_or(Value()));
  return row;
}

/// A channel by id or by name.
Result<ChannelId> find_channel(const desk::ChannelQuery& channels, const std::string& id_or_name) {
  if (const auto id = parse_id<ChannelId>(id_or_name)) return *id;
  auto all = channels.list(Actor::command_line());
  if (!all) return std::move(all).error();
  for (const desk::ChannelView& channel : *all) {
    if (channel.name == id_or_name) return channel.id;
  }
  return Error{ErrorCode::kNotFound, "there is no channel '" + id_or_name + "'"};
}

void add_user_commands(CommandTable& table, const CommandTargets& to) {
  table["user.list"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto users = to.accounts.users(Actor::command_line());
    if (!users) return std::move(users).error();
    for (const desk::UserView& user : *users) {
      if (auto sent = row(user_row(user)); !sent) return sent;
    }
    return {};
  };
  table["user.add"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto roles = parse_roles(args.get("roles"));
    if (!roles) return std::move(roles).error();
    desk::NewUser user;
    user.name = text_arg(args, "name");
    user.display_name = text_arg(args, "display_name");
    user.roles = *roles;
    user.password = Secret(text_arg(args, "password"));
    auto added = to.accounts.add_user(Actor::command_line(), std::move(user));
    if (!added) return std::move(added).error();
    return row(user_row(*added));
  };
  table["user.disable"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto users = to.accounts.users(Actor::command_line());
    if (!users) return std::move(users).error();
    for (const desk::UserView& user : *users) {
      if (user.name != text_arg(args, "name")) continue;
      desk::UserChange change;
      change.disabled = true;
      auto changed = to.accounts.change_user(Actor::command_line(), user.id, user.version, std::move(change));
      if (!changed) return std::move(changed).error();
      return row(user_row(*changed));
    }
    return Error{ErrorCode::kNotFound, "there is no user '" + text_arg(args, "name") + "'"};
  };
  table["setup.link"] = [to](const Value&, const RowSink& row) -> Result<void> {
    const Secret token = to.accounts.setup_token();
    if (token.empty()) return Error{ErrorCode::kNotFound, "the set-up is done; sign in at " + to.base_url};
    Value link;
    link.set("url", to.base_url + "/setup#token=" + std::string(token.reveal()));
    return row(link);
  };
}

void add_channel_commands(CommandTable& table, const CommandTargets& to) {
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
  table["channel.list"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto channels = to.channel_query.list(Actor::command_line());
    if (!channels) return std::move(channels).error();
    for (const desk::ChannelView& channel : *channels) {
      if (auto sent = row(channel_row(channel)); !sent) return sent;
    }
    return {};
  };
  table["channel.add"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto added =
        to.channels.add(Actor::command_line(), text_arg(args, "plugin"), text_arg(args, "name"), args.get("config"));
    if (!added) return std::move(added).error();
    return row(channel_row(*added));
  };
  const auto set_enabled = [to](const Value& args, const RowSink& row, bool enabled) -> Result<void> {
    auto id = find_channel(to.channel_query, text_arg(args, "channel"));
    if (!id) return std::move(id).error();
    auto seen = to.channel_query.find(Actor::command_line(), *id);
    if (!seen) return std::move(seen).error();
    auto changed = to.channels.change(Actor::command_line(), *id, seen->version, {.enabled = enabled});
    if (!changed) return std::move(changed).error();
    return row(channel_row(*changed));
  };
  table["channel.enable"] = [set_enabled](const Value& args, const RowSink& row) {
    return set_enabled(args, row, true);
  };
  table["channel.disable"] = [set_enabled](const Value& args, const RowSink& row) {
    return set_enabled(args, row, false);
  };
  table["channel.check"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto id = find_channel(to.channel_query, text_arg(args, "channel"));
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
  };
  table["channel.poll-now"] = [to](const Value& args, const RowSink&) -> Result<void> {
    auto id = find_channel(to.channel_query, text_arg(args, "channel"));
    if (!id) return std::move(id).error();
    return to.channels.poll_now(Actor::command_line(), *id);
  };
  table["channel.ledger"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto id = find_channel(to.channel_query, text_arg(args, "channel"));
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
  };
}

void add_ticket_commands(CommandTable& table, const CommandTargets& to) {
  table["ticket.list"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    desk::TicketFilter filter;
    const auto view = desk::parse_ticket_view(args.get("view").as_string("open"));
    if (!view) return Error{ErrorCode::kInvalid, "unknown view"};
    filter.view = *view;
    filter.text = text_arg(args, "search");
    std::int64_t rest = args.get("limit").as_int(50);
    while (rest > 0) {
      filter.limit = static_cast<std::size_t>(std::min<std::int64_t>(rest, 200));
      auto page = to.tickets.list(Actor::command_line(), filter);
      if (!page) return std::move(page).error();
      for (const desk::TicketRow& ticket : page->items) {
        if (auto sent = row(ticket_row(ticket)); !sent) return sent;
      }
      rest -= static_cast<std::int64_t>(page->items.size());
      filter.after = page->next;
      if (page->next.empty() || page->items.empty()) return {};
    }
    return {};
  };
  table["ticket.show"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto ticket = to.tickets.find(Actor::command_line(), text_arg(args, "ticket"));
    if (!ticket) return std::move(ticket).error();
    if (auto sent = row(ticket_row(ticket->row)); !sent) return sent;
    std::string after;
    do {
      auto page = to.tickets.messages(Actor::command_line(), ticket->row.id, 200, after);
      if (!page) return std::move(page).error();
      for (const desk::MessageView& message : page->items) {
        if (auto sent = row(message_row(message)); !sent) return sent;
      }
      after = page->next;
    } while (!after.empty());
    return {};
  };
}

}  // namespace

CommandTable make_commands(const CommandTargets& to) {
  CommandTable table;
  add_user_commands(table, to);
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
