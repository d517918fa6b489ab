#include "desk/ticket/query/selection.h"

namespace frontdesk::desk {
namespace {

using storage::TicketSelection;

TicketSelection::Order order_of(TicketOrder order) {
  switch (order) {
    case TicketOrder::kDue: return TicketSelection::Order::kDue;
    case TicketOrder::kUpdated: return TicketSelection::Order::kUpdated;
    case TicketOrder::kCreated: return TicketSelection::Order::kCreated;
  }
  return TicketSelection::Order::kDue;
}

}  // namespace

std::optional<TicketSelection> select(const Actor& actor, const TicketFilter& filter, Micros now) {
  TicketSelection selection;
  selection.order = order_of(filter.order);
  selection.now = now;
  selection.owner = filter.owner;
  selection.customer = filter.customer;
  selection.priority = filter.priority;
  selection.type = filter.type;
  selection.phase = filter.phase;
  selection.channel = filter.channel;
  selection.since = filter.since;
  selection.until = filter.until;
  selection.viewer = actor.user;
  selection.limit = filter.limit;
  const auto belongs_to = [&](UserId owner) {
    selection.owner = owner;
    return !filter.owner || *filter.owner == owner;
  };
  // Nothing is due in solved tickets, and one index serves each list of them.
  const bool is_by_age = filter.owner || filter.since || filter.until;
  switch (filter.view) {
    case TicketView::kOpen: break;
    case TicketView::kMine:
      if (!actor.user.is_set() || !belongs_to(actor.user)) return std::nullopt;
      break;
    case TicketView::kUnassigned:
      if (!belongs_to(UserId{})) return std::nullopt;
      break;
    case TicketView::kOverdue:
      selection.scope = TicketSelection::Scope::kOverdue;
      selection.order = TicketSelection::Order::kDue;
      break;
    case TicketView::kResolved:
    case TicketView::kClosed:
      selection.scope = TicketSelection::Scope::kState;
      selection.state =
          filter.view == TicketView::kResolved ? domain::TicketState::kResolved : domain::TicketState::kClosed;
      selection.order = is_by_age ? TicketSelection::Order::kCreated : TicketSelection::Order::kUpdated;
      break;
    case TicketView::kAll:
      selection.scope = TicketSelection::Scope::kAll;
      selection.order = TicketSelection::Order::kCreated;
      break;
  }
  return selection;
}

bool fits(const TicketSelection& selection, const storage::TicketRecord& ticket) {
  const auto is_wanted = [](const auto& filter, const auto& value) { return !filter || *filter == value; };
  if (!is_wanted(selection.priority, ticket.priority) || !is_wanted(selection.type, ticket.type) ||
      !is_wanted(selection.phase, ticket.phase) || !is_wanted(selection.channel, ticket.channel) ||
      !is_wanted(selection.owner, ticket.owner) || !is_wanted(selection.customer, ticket.customer))
    return false;
  const auto [since, until] = storage::id_span(selection);
  if (ticket.id.raw() < since || ticket.id.raw() >= until) return false;
  switch (selection.scope) {
    case TicketSelection::Scope::kOpen: return domain::is_open(ticket.state);
    case TicketSelection::Scope::kOverdue: return domain::is_open(ticket.state) && ticket.next_due_at < selection.now;
    case TicketSelection::Scope::kState: return ticket.state == selection.state;
    case TicketSelection::Scope::kAll: return true;
  }
  return true;
}

}  // namespace frontdesk::desk
