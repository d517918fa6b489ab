// frontdesk ticket …
#include <algorithm>

#include "app/cli/command_groups.h"
#include "desk/ticket/query/query.h"
#include "domain/profile/words.h"

namespace frontdesk::app {
namespace {

using desk::Actor;
using json::Value;

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

}  // namespace

void add_ticket_commands(CommandTable& table, const CommandTargets& to) {
  table["ticket.list"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    desk::TicketFilter filter;
    const auto view = desk::parse_ticket_view(args.get("view").as_string("open"));
    if (!view)
      return Error{ErrorCode::kInvalid,
                   "there is no such view; it is one of open, mine, unassigned, overdue, resolved, closed, all"};
    filter.view = *view;
    filter.text = text_arg(args, "search");
    std::int64_t rest = args.get("limit").as_int(50);
    if (rest < 1) return Error{ErrorCode::kInvalid, "the limit must be 1 or more"};
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

}  // namespace frontdesk::app
