// Lists of tickets: pages by view, filter and order, each row with the names that stand beside it.
//
// No page costs more than it shows, however many tickets there are and however rare the wanted ones (1 M tickets: some
// milliseconds at most): every combination of filters has an index that finds its rows in order, or a set of rows that
// is small by nature. Which one: list_tickets(), ticket_facet.h.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/ticket/state.h"
#include "storage/sql/transaction.h"
#include "storage/tables/ticket.h"

namespace frontdesk::storage {

/// A ticket with what a list shows beside it.
struct TicketListing {
  TicketRecord ticket;
  std::string channel_name;
  std::string channel_plugin;
  std::string customer_number;
  std::string customer_masked;
  std::string owner_name;      ///< empty when nobody owns the ticket
  std::string last_user_name;  ///< of the colleague who wrote last
  bool unread = false;         ///< by the viewer: more came than they have seen
};

/// Which rows a list shows. `due` pages come soonest first and hold open tickets only, the others newest first.
struct TicketSelection {
  enum class Scope { kOpen, kOverdue, kState, kAll };
  enum class Order { kDue, kUpdated, kCreated };

  Scope scope = Scope::kOpen;
  /// Of tickets that are not open, those of an owner or of a span of time come by kCreated only.
  Order order = Order::kDue;
  domain::TicketState state = domain::TicketState::kOpen;  ///< kState
  Micros now;                                              ///< kOverdue
  std::optional<UserId> owner;                             ///< UserId{}: nobody
  std::optional<CustomerId> customer;
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<domain::Phase> phase;
  std::optional<ChannelId> channel;
  /// Made at or after, and before; by the milliseconds in their ids.
  std::optional<Micros> since;
  std::optional<Micros> until;
  UserId viewer;  ///< whose unread marks are shown; not set: nobody's, who has seen nothing
  std::size_t limit = 50;
  /// Sort value and id of the last row of the page before; nullopt for the first page.
  std::optional<std::pair<std::int64_t, TicketId>> after;
};

/// Ids of the tickets between since and until: [first, second).
std::pair<std::int64_t, std::int64_t> id_span(const TicketSelection& selection);

/// The value a row is sorted by in this order; with its id, the cursor of the next page.
std::int64_t sort_value(const TicketRecord& ticket, TicketSelection::Order order);

Result<std::vector<TicketListing>> list_tickets(ReadTx& tx, const TicketSelection& selection);
/// kNotFound when there is none.
Result<TicketListing> load_ticket_listing(ReadTx& tx, TicketId id, UserId viewer);
/// Tickets of the customer, the newest first.
Result<std::vector<TicketRecord>> tickets_of_customer(ReadTx& tx, CustomerId customer, std::size_t limit);

}  // namespace frontdesk::storage
