// TicketQuery: the lists of tickets, by view and by words.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "desk/page.h"
#include "desk/ticket/query/query.h"
#include "desk/ticket/query/row.h"
#include "storage/search/index.h"
#include "storage/store.h"
#include "storage/tables/ticket.h"
#include "storage/tables/ticket_merge.h"

namespace frontdesk::desk {
namespace {

using storage::TicketListing;
using storage::TicketSelection;

/// A search goes on so often while less than half of its page is filled.
constexpr int kMostSearchRounds = 5;

TicketSelection::Order order_of(TicketOrder order) {
  switch (order) {
    case TicketOrder::kDue: return TicketSelection::Order::kDue;
    case TicketOrder::kUpdated: return TicketSelection::Order::kUpdated;
    case TicketOrder::kCreated: return TicketSelection::Order::kCreated;
  }
  return TicketSelection::Order::kDue;
}

TicketSelection select(const Actor& actor, const TicketFilter& filter, Micros now) {
  TicketSelection selection;
  selection.order = order_of(filter.order);
  selection.owner = actor.user;
  selection.now = now;
  selection.priority = filter.priority;
  selection.type = filter.type;
  selection.channel = filter.channel;
  selection.limit = filter.limit;
  switch (filter.view) {
    case TicketView::kOpen: selection.scope = TicketSelection::Scope::kOpen; break;
    case TicketView::kMine: selection.scope = TicketSelection::Scope::kOwner; break;
    case TicketView::kUnassigned: selection.scope = TicketSelection::Scope::kUnassigned; break;
    case TicketView::kOverdue:
      selection.scope = TicketSelection::Scope::kOverdue;
      selection.order = TicketSelection::Order::kDue;
      break;
    // Nothing is due in these; and one index serves each.
    case TicketView::kResolved:
    case TicketView::kClosed:
      selection.scope = TicketSelection::Scope::kState;
      selection.state =
          filter.view == TicketView::kResolved ? domain::TicketState::kResolved : domain::TicketState::kClosed;
      selection.order = TicketSelection::Order::kUpdated;
      break;
    case TicketView::kAll:
      selection.scope = TicketSelection::Scope::kAll;
      selection.order = TicketSelection::Order::kCreated;
      break;
  }
  return selection;
}

/// "value.id", both decimal.
std::optional<std::pair<std::int64_t, TicketId>> parse_cursor(const std::string& cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string::npos) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(cursor.data(), cursor.data() + dot, value);
  const auto id = parse_id<TicketId>(std::string_view(cursor).substr(dot + 1));
  if (error != std::errc{} || end != cursor.data() + dot || !id) return std::nullopt;
  return std::pair{value, *id};
}

bool fits(const TicketFilter& filter, const storage::TicketRecord& ticket, const TicketSelection& selection) {
  if (filter.priority && ticket.priority != *filter.priority) return false;
  if (filter.type && ticket.type != *filter.type) return false;
  if (filter.channel && ticket.channel != *filter.channel) return false;
  switch (selection.scope) {
    case TicketSelection::Scope::kOpen: return domain::is_open(ticket.state);
    case TicketSelection::Scope::kOwner: return domain::is_open(ticket.state) && ticket.owner == selection.owner;
    case TicketSelection::Scope::kUnassigned: return domain::is_open(ticket.state) && !ticket.owner.is_set();
    case TicketSelection::Scope::kOverdue: return domain::is_open(ticket.state) && ticket.next_due_at < selection.now;
    case TicketSelection::Scope::kState: return ticket.state == selection.state;
    case TicketSelection::Scope::kAll: return true;
  }
  return true;
}

}  // namespace

Result<TicketPage> TicketQuery::list(const Actor& actor, const TicketFilter& filter) const {
  FD_TRY(check_page_limit(filter.limit));
  if (filter.view == TicketView::kMine && !actor.user.is_set()) return TicketPage{};
  if (!text::trim(filter.text).empty()) return search(actor, filter);
  const Micros now = clock_.now();
  TicketSelection selection = select(actor, filter, now);
  if (!filter.after.empty()) {
    selection.after = parse_cursor(filter.after);
    if (!selection.after) return bad_cursor();
  }
  selection.limit = filter.limit + 1;  // one more tells whether there is a next page
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    auto listings = storage::list_tickets(tx, selection);
    if (!listings) return std::move(listings).error();
    TicketPage page;
    if (listings->size() > filter.limit) {
      listings->pop_back();
      const storage::TicketRecord& last = listings->back().ticket;
      page.next = std::to_string(storage::sort_value(last, selection.order)) + "." + to_text(last.id);
    }
    for (TicketListing& listing : *listings) page.items.push_back(to_row(std::move(listing), now));
    return page;
  });
}

Result<TicketPage> TicketQuery::search(const Actor& actor, const TicketFilter& filter) const {
  const Micros now = clock_.now();
  const TicketSelection selection = select(actor, filter, now);
  MessageId before;
  if (!filter.after.empty()) {
    const auto parsed = parse_id<MessageId>(filter.after);
    if (!parsed) return bad_cursor();
    before = *parsed;
  }
  return store_.read([&](storage::ReadTx& tx) -> Result<TicketPage> {
    TicketPage page;
    std::vector<TicketId> seen;
    // What identifies a merged ticket finds the one that it became part of.
    const auto add = [&](TicketId hit) -> Result<void> {
      auto current = storage::current_ticket(tx, hit);
      if (!current) return std::move(current).error();
      const TicketId id = *current;
      if (std::find(seen.begin(), seen.end(), id) != seen.end()) return {};
      seen.push_back(id);
      auto ticket = storage::load_ticket(tx, id);
      if (!ticket) return std::move(ticket).error();
      if (!fits(filter, *ticket, selection)) return {};
      auto listing = storage::load_ticket_listing(tx, id);
      if (!listing) return std::move(listing).error();
      page.items.push_back(to_row(std::move(*listing), now));
      return {};
    };
    if (!before.is_set()) {
      auto exact = find_exactly(tx, filter.text);
      if (!exact) return std::move(exact).error();
      for (const TicketId id : *exact) {
        FD_TRY(add(id));
      }
    }
    // A view that holds few of the hits would show almost empty pages; the work stays bounded all the same.
    for (int round = 0; round < kMostSearchRounds; ++round) {
      auto found = storage::search(tx, filter.text, filter.limit, before);
      if (!found) return std::move(found).error();
      for (const storage::SearchHit& hit : found->hits) {
        FD_TRY(add(hit.ticket));
      }
      before = found->next;
      if (!before.is_set() || found->hits.empty() || page.items.size() * 2 >= filter.limit) break;
    }
    if (before.is_set()) page.next = to_text(before);
    return page;
  });
}

}  // namespace frontdesk::desk
