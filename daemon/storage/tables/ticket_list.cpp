#include "storage/tables/ticket_list.h"

#include <algorithm>
#include <limits>

#include "base/id_time.h"
#include "storage/tables/rows.h"
#include "storage/tables/ticket_columns.h"
#include "storage/tables/ticket_facet.h"

namespace frontdesk::storage {
namespace {

using Order = TicketSelection::Order;
using Scope = TicketSelection::Scope;

/// Of an owner's open tickets this many are sorted rather than found in order.
constexpr std::int64_t kFewOwned = 2000;

/// `index` is a clause of literals, or empty; `viewer` the parameter that holds whose marks are shown. The cross joins
/// keep the tickets' order as the order of the loops.
std::string listing_from(const char* index, const char* viewer) {
  return std::string("SELECT " FRONTDESK_TICKET_COLUMNS
                     ", ch.name, ch.plugin, cu.number, cu.name_masked, coalesce(u.display_name, ''), "
                     "coalesce(w.display_name, ''), t.news > coalesce(seen.news, 0) FROM ticket t ") +
         index +
         "CROSS JOIN channel ch ON ch.id = t.channel_id CROSS JOIN customer cu ON cu.id = t.customer_id "
         "LEFT JOIN user_account u ON u.id = t.owner_id LEFT JOIN user_account w ON w.id = t.last_user_id "
         "LEFT JOIN ticket_seen seen ON seen.ticket_id = t.id AND seen.user_id = " +
         viewer + " ";
}

TicketListing read_listing(const Statement& row) {
  TicketListing listing;
  listing.ticket = read_ticket(row);
  listing.channel_name = row.text(kTicketColumns);
  listing.channel_plugin = row.text(kTicketColumns + 1);
  listing.customer_number = row.text(kTicketColumns + 2);
  listing.customer_masked = row.text(kTicketColumns + 3);
  listing.owner_name = row.text(kTicketColumns + 4);
  listing.last_user_name = row.text(kTicketColumns + 5);
  listing.unread = row.flag(kTicketColumns + 6) && !domain::is_ended(listing.ticket.state);
  return listing;
}

bool is_open_only(const TicketSelection& selection) {
  return selection.scope == Scope::kOpen || selection.scope == Scope::kOverdue;
}

/// True where one index holds just the rows of the list, in its order; a span of time may leave some out.
bool has_own_index(const TicketSelection& selection) {
  if (selection.priority || selection.type || selection.phase || selection.channel || selection.owner) return false;
  switch (selection.scope) {
    case Scope::kOpen: return selection.order != Order::kCreated;
    case Scope::kOverdue: return selection.order == Order::kDue;
    case Scope::kState: return selection.order == Order::kUpdated;
    case Scope::kAll: return selection.order == Order::kCreated;
  }
  return false;
}

/// The index of a customer's or an owner's tickets serves every order: the few rows are sorted.
const char* index_of(const TicketSelection& selection) {
  if (selection.customer) return "INDEXED BY ticket_by_customer ";
  if (selection.owner) return "INDEXED BY ticket_owner_due ";
  switch (selection.scope) {
    case Scope::kOpen:
      return selection.order == Order::kUpdated ? "INDEXED BY ticket_open_updated " : "INDEXED BY ticket_open_due ";
    case Scope::kOverdue: return "INDEXED BY ticket_open_due ";
    case Scope::kState: return "INDEXED BY ticket_state_updated ";
    case Scope::kAll: return "NOT INDEXED ";
  }
  return "";
}

const char* scope_condition(Scope scope) {
  switch (scope) {
    case Scope::kOpen: return "t.open = 1 AND ?1 = ?1";
    case Scope::kOverdue: return "t.open = 1 AND t.next_due_at < ?1";
    case Scope::kState: return "t.state = ?1";
    case Scope::kAll: return "?1 = ?1";
  }
  return "0";
}

std::int64_t scope_value(const TicketSelection& selection) {
  switch (selection.scope) {
    case Scope::kOverdue: return selection.now.count();
    case Scope::kState: return static_cast<std::int64_t>(selection.state);
    case Scope::kOpen:
    case Scope::kAll: return 0;
  }
  return 0;
}

/// ?2 priority, ?3 type, ?4 channel, ?8 phase (0: any), ?5 and ?6 the cursor, ?7 the limit, ?9 owner, ?10 customer,
/// ?11 and ?12 the span of ids, ?13 the viewer. Made of literals only.
std::string listing_sql(const TicketSelection& selection) {
  std::string sql = listing_from(index_of(selection), "?13") + "WHERE " + scope_condition(selection.scope);
  sql += selection.owner ? " AND t.owner_id = ?9" : " AND ?9 = ?9";
  sql += selection.customer ? " AND t.customer_id = ?10" : " AND ?10 = ?10";
  sql +=
      " AND (?2 = 0 OR t.priority = ?2) AND (?3 = 0 OR t.type = ?3) AND (?4 = 0 OR t.channel_id = ?4)"
      " AND (?8 = 0 OR t.phase = ?8) AND t.id >= ?11 AND t.id < ?12";
  const bool first_page = !selection.after;
  switch (selection.order) {
    case Order::kDue:
      sql += first_page ? " AND ?5 = ?6" : " AND (t.next_due_at, t.id) > (?5, ?6)";
      return sql + " AND t.open = 1 ORDER BY t.next_due_at, t.id LIMIT ?7";
    case Order::kUpdated:
      sql += first_page ? " AND ?5 = ?6" : " AND (t.updated_at, t.id) < (?5, ?6)";
      return sql + " ORDER BY t.updated_at DESC, t.id DESC LIMIT ?7";
    case Order::kCreated:
      sql += first_page ? " AND ?5 = ?6" : " AND ?5 = ?5 AND t.id < ?6";
      return sql + " ORDER BY t.id DESC LIMIT ?7";
  }
  return sql;
}

template <class Filter>
std::int64_t wanted(const std::optional<Filter>& filter) {
  return filter ? static_cast<std::int64_t>(*filter) : 0;
}

/// All rows of the list by one statement.
Result<std::vector<TicketListing>> list_by_statement(ReadTx& tx, const TicketSelection& selection) {
  const auto [after_value, after_id] = selection.after.value_or(std::pair<std::int64_t, TicketId>{});
  const auto [from, until] = id_span(selection);
  return read_all(tx.query(listing_sql(selection), scope_value(selection), wanted(selection.priority),
                           wanted(selection.type), selection.channel.value_or(ChannelId{}), after_value, after_id,
                           selection.limit, wanted(selection.phase), selection.owner.value_or(UserId{}),
                           selection.customer.value_or(CustomerId{}), from, until, selection.viewer),
                  read_listing);
}

}  // namespace

std::pair<std::int64_t, std::int64_t> id_span(const TicketSelection& selection) {
  return {selection.since ? first_id_at(*selection.since) : 0,
          selection.until ? first_id_at(*selection.until) : std::numeric_limits<std::int64_t>::max()};
}

std::int64_t sort_value(const TicketRecord& ticket, TicketSelection::Order order) {
  switch (order) {
    case Order::kDue: return ticket.next_due_at.count();
    case Order::kUpdated: return ticket.updated_at.count();
    case Order::kCreated: return ticket.id.raw();
  }
  return 0;
}

Result<TicketListing> load_ticket_listing(ReadTx& tx, TicketId id, UserId viewer) {
  return read_one(tx.query(listing_from("", "?2") + "WHERE t.id = ?1", id, viewer), read_listing, "such ticket",
                  "error.ticket_not_found");
}

Result<std::vector<TicketListing>> list_tickets(ReadTx& tx, const TicketSelection& selection) {
  if (selection.customer || has_own_index(selection)) return list_by_statement(tx, selection);
  const bool is_open_of_owner = selection.owner && is_open_only(selection);
  if (is_open_of_owner) {
    auto owned = count_owned(tx, *selection.owner, kFewOwned + 1);
    if (!owned) return std::move(owned).error();
    if (*owned <= kFewOwned) return list_by_statement(tx, selection);
  }
  auto ids = selection.owner && !is_open_of_owner ? merge_owned(tx, selection) : merge_facets(tx, selection);
  if (!ids) return std::move(ids).error();
  std::vector<TicketListing> listings;
  for (const TicketId id : *ids) {
    auto listing = load_ticket_listing(tx, id, selection.viewer);
    if (!listing) return std::move(listing).error();
    listings.push_back(std::move(*listing));
  }
  return listings;
}

Result<std::vector<TicketRecord>> tickets_of_customer(ReadTx& tx, CustomerId customer, std::size_t limit) {
  return read_all(
      tx.query("SELECT " FRONTDESK_TICKET_COLUMNS " FROM ticket t WHERE t.customer_id = ?1 ORDER BY t.id DESC LIMIT ?2",
               customer, limit),
      read_ticket);
}

}  // namespace frontdesk::storage
