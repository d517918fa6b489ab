#include "storage/tables/ticket.h"

#include <tuple>

#include "storage/tables/rows.h"
#include "storage/tables/ticket_facet.h"

namespace frontdesk::storage {
namespace {

#define FRONTDESK_TICKET_COLUMNS                                                                                      \
  "t.id, t.number, t.state, t.priority, t.type, t.phase, t.topic, t.channel_id, t.customer_id, t.owner_id, t.round, " \
  "t.subject_masked, t.preview_masked, t.received_at, t.created_at, t.updated_at, t.last_message_at, "                \
  "t.message_count, t.attachment_count, t.unread, t.unreadable, t.clock_kind, t.clock_started_at, t.next_due_at, "    \
  "t.version"
constexpr int kTicketColumns = 25;

/// `index` is a clause of literals, or empty. The cross joins keep the tickets' order as the order of the loops.
std::string listing_from(const char* index) {
  return std::string("SELECT " FRONTDESK_TICKET_COLUMNS
                     ", ch.name, ch.plugin, cu.number, cu.name_masked, coalesce(u.display_name, '') FROM ticket t ") +
         index +
         "CROSS JOIN channel ch ON ch.id = t.channel_id CROSS JOIN customer cu ON cu.id = t.customer_id "
         "LEFT JOIN user_account u ON u.id = t.owner_id ";
}

TicketRecord read_ticket(const Statement& row) {
  TicketRecord ticket;
  ticket.id = row.id<TicketId>(0);
  ticket.number = row.text(1);
  ticket.state = static_cast<domain::TicketState>(row.integer(2));
  ticket.priority = static_cast<domain::Priority>(row.integer(3));
  ticket.type = static_cast<domain::TicketType>(row.integer(4));
  ticket.phase = static_cast<domain::Phase>(row.integer(5));
  ticket.topic = row.text(6);
  ticket.channel = row.id<ChannelId>(7);
  ticket.customer = row.id<CustomerId>(8);
  ticket.owner = row.id<UserId>(9);
  ticket.round = row.integer(10);
  ticket.subject_masked = row.text(11);
  ticket.preview_masked = row.text(12);
  ticket.received_at = row.time(13);
  ticket.created_at = row.time(14);
  ticket.updated_at = row.time(15);
  ticket.last_message_at = row.time(16);
  ticket.message_count = row.integer(17);
  ticket.attachment_count = row.integer(18);
  ticket.unread = row.flag(19);
  ticket.unreadable = row.flag(20);
  ticket.clock_kind = static_cast<domain::ClockKind>(row.integer(21));
  ticket.clock_started_at = row.time(22);
  ticket.next_due_at = row.time(23);
  ticket.version = row.integer(24);
  return ticket;
}

/// Of what decides who sees and answers a ticket, at the version that is written.
Bytes sum_of(const ReadTx& tx, const TicketRecord& ticket, std::int64_t version) {
  return tx.row_sum("ticket", ticket.id, ticket.number, ticket.state, ticket.priority, ticket.type, ticket.channel,
                    ticket.customer, ticket.owner, ticket.subject_masked, domain::is_open(ticket.state), version);
}

TicketListing read_listing(const Statement& row) {
  TicketListing listing;
  listing.ticket = read_ticket(row);
  listing.channel_name = row.text(kTicketColumns);
  listing.channel_plugin = row.text(kTicketColumns + 1);
  listing.customer_number = row.text(kTicketColumns + 2);
  listing.customer_masked = row.text(kTicketColumns + 3);
  listing.owner_name = row.text(kTicketColumns + 4);
  return listing;
}

/// Of an owner's open tickets this many are sorted rather than found in order.
constexpr std::int64_t kFewOwned = 2000;

bool is_of_owner(const TicketSelection& selection) {
  return selection.scope == TicketSelection::Scope::kOwner || selection.scope == TicketSelection::Scope::kUnassigned;
}

bool is_filtered(const TicketSelection& selection) { return selection.priority || selection.type || selection.channel; }

/// True where one index holds just the rows of the list, in its order.
bool has_own_index(const TicketSelection& selection) {
  if (is_filtered(selection)) return false;
  switch (selection.scope) {
    case TicketSelection::Scope::kOpen: return selection.order != TicketSelection::Order::kCreated;
    case TicketSelection::Scope::kOwner:
    case TicketSelection::Scope::kUnassigned: return selection.order == TicketSelection::Order::kDue;
    case TicketSelection::Scope::kOverdue: return selection.order == TicketSelection::Order::kDue;
    case TicketSelection::Scope::kState: return selection.order == TicketSelection::Order::kUpdated;
    case TicketSelection::Scope::kAll: return selection.order == TicketSelection::Order::kCreated;
  }
  return false;
}

/// The index of an owner's list serves every order: the few rows are sorted.
const char* scope_condition(TicketSelection::Scope scope) {
  switch (scope) {
    case TicketSelection::Scope::kOpen: return "t.open = 1 AND ?1 = ?1";
    case TicketSelection::Scope::kOwner:
    case TicketSelection::Scope::kUnassigned: return "t.owner_id = ?1 AND t.open = 1";
    case TicketSelection::Scope::kOverdue: return "t.open = 1 AND t.next_due_at < ?1";
    case TicketSelection::Scope::kState: return "t.state = ?1";
    case TicketSelection::Scope::kAll: return "?1 = ?1";
  }
  return "0";
}

const char* scope_index(const TicketSelection& selection) {
  switch (selection.scope) {
    case TicketSelection::Scope::kOpen:
      return selection.order == TicketSelection::Order::kUpdated ? "INDEXED BY ticket_open_updated "
                                                                 : "INDEXED BY ticket_open_due ";
    case TicketSelection::Scope::kOwner:
    case TicketSelection::Scope::kUnassigned: return "INDEXED BY ticket_owner_due ";
    case TicketSelection::Scope::kOverdue: return "INDEXED BY ticket_open_due ";
    case TicketSelection::Scope::kState: return "INDEXED BY ticket_state_updated ";
    case TicketSelection::Scope::kAll: return "NOT INDEXED ";
  }
  return "";
}

std::int64_t scope_value(const TicketSelection& selection) {
  switch (selection.scope) {
    case TicketSelection::Scope::kOwner: return selection.owner.raw();
    case TicketSelection::Scope::kOverdue: return selection.now.count();
    case TicketSelection::Scope::kState: return static_cast<std::int64_t>(selection.state);
    case TicketSelection::Scope::kOpen:
    case TicketSelection::Scope::kUnassigned:
    case TicketSelection::Scope::kAll: return 0;
  }
  return 0;
}

/// ?2 priority, ?3 type, ?4 channel (0: any), ?5 and ?6 the cursor, ?7 the limit. Made of literals only.
std::string listing_sql(const TicketSelection& selection) {
  std::string sql = listing_from(scope_index(selection)) + "WHERE " + scope_condition(selection.scope);
  sql += selection.priority ? " AND t.priority = ?2" : " AND ?2 = 0";
  sql += selection.type ? " AND t.type = ?3" : " AND ?3 = 0";
  sql += selection.channel ? " AND t.channel_id = ?4" : " AND ?4 = 0";
  const bool first_page = !selection.after;
  switch (selection.order) {
    case TicketSelection::Order::kDue:
      sql += first_page ? " AND ?5 = ?6" : " AND (t.next_due_at, t.id) > (?5, ?6)";
      return sql + " ORDER BY t.next_due_at, t.id LIMIT ?7";
    case TicketSelection::Order::kUpdated:
      sql += first_page ? " AND ?5 = ?6" : " AND (t.updated_at, t.id) < (?5, ?6)";
      return sql + " ORDER BY t.updated_at DESC, t.id DESC LIMIT ?7";
    case TicketSelection::Order::kCreated:
      sql += first_page ? " AND ?5 = ?6" : " AND ?5 = ?5 AND t.id < ?6";
      return sql + " ORDER BY t.id DESC LIMIT ?7";
  }
  return sql;
}

/// All rows of the list by one statement.
Result<std::vector<TicketListing>> list_by_scope(ReadTx& tx, const TicketSelection& selection) {
  const auto priority = selection.priority ? static_cast<std::int64_t>(*selection.priority) : 0;
  const auto type = selection.type ? static_cast<std::int64_t>(*selection.type) : 0;
  const auto [after_value, after_id] = selection.after.value_or(std::pair<std::int64_t, TicketId>{});
  return read_all(tx.query(listing_sql(selection), scope_value(selection), priority, type,
                           selection.channel.value_or(ChannelId{}), after_value, after_id, selection.limit),
                  read_listing);
}

/// The indexed columns but for updated_at, which every change moves.
bool is_listed_alike(const TicketRecord& a, const TicketRecord& b) {
  const auto listed = [](const TicketRecord& ticket) {
    return std::tie(ticket.state, ticket.priority, ticket.type, ticket.owner, ticket.next_due_at);
  };
  return listed(a) == listed(b);
}

/// For the version after this; none for a row that was not the desk's own.
Bytes next_sum(const ReadTx& tx, const TicketRecord& ticket) {
  return ticket.is_proven ? sum_of(tx, ticket, ticket.version + 1) : Bytes();
}

/// The engine moves the entries of an index whose columns are named here, changed or not.
Result<void> update_unlisted(Tx& tx, const TicketRecord& ticket) {
  return tx.execute(
      "UPDATE ticket SET phase = ?3, topic = ?4, round = ?5, preview_masked = ?6, updated_at = ?7, "
      "last_message_at = ?8, message_count = ?9, attachment_count = ?10, unread = ?11, clock_kind = ?12, "
      "clock_started_at = ?13, unreadable = ?14, version = version + 1, mac = ?15 WHERE id = ?1 AND version = ?2",
      ticket.id, ticket.version, static_cast<std::int64_t>(ticket.phase), ticket.topic, ticket.round,
      ticket.preview_masked, ticket.updated_at, ticket.last_message_at, ticket.message_count, ticket.attachment_count,
      ticket.unread, static_cast<std::int64_t>(ticket.clock_kind), ticket.clock_started_at, ticket.unreadable,
      next_sum(tx, ticket));
}

Result<void> update_all(Tx& tx, const TicketRecord& ticket) {
  return tx.execute(
      "UPDATE ticket SET state = ?3, priority = ?4, type = ?5, phase = ?6, topic = ?7, owner_id = ?8, round = ?9, "
      "preview_masked = ?10, updated_at = ?11, last_message_at = ?12, message_count = ?13, attachment_count = ?14, "
      "unread = ?15, clock_kind = ?16, clock_started_at = ?17, next_due_at = ?18, open = ?19, unreadable = ?20, "
      "version = version + 1, mac = ?21 WHERE id = ?1 AND version = ?2",
      ticket.id, ticket.version, static_cast<std::int64_t>(ticket.state), static_cast<std::int64_t>(ticket.priority),
      static_cast<std::int64_t>(ticket.type), static_cast<std::int64_t>(ticket.phase), ticket.topic, ticket.owner,
      ticket.round, ticket.preview_masked, ticket.updated_at, ticket.last_message_at, ticket.message_count,
      ticket.attachment_count, ticket.unread, static_cast<std::int64_t>(ticket.clock_kind), ticket.clock_started_at,
      ticket.next_due_at, domain::is_open(ticket.state), ticket.unreadable, next_sum(tx, ticket));
}

Result<std::int64_t> count(Statement row) {
  return read_one(
      std::move(row), [](const Statement& counted) { return counted.integer(0); }, "count");
}

}  // namespace

std::int64_t sort_value(const TicketRecord& ticket, TicketSelection::Order order) {
  switch (order) {
    case TicketSelection::Order::kDue: return ticket.next_due_at.count();
    case TicketSelection::Order::kUpdated: return ticket.updated_at.count();
    case TicketSelection::Order::kCreated: return ticket.id.raw();
  }
  return 0;
}

Result<void> insert_ticket(Tx& tx, const TicketRecord& ticket) {
  return tx.execute(
      "INSERT INTO ticket (id, number, state, priority, type, phase, topic, channel_id, customer_id, owner_id, round, "
      "subject_masked, preview_masked, received_at, created_at, updated_at, last_message_at, "
      "message_count, attachment_count, unread, unreadable, clock_kind, clock_started_at, next_due_at, open, version, "
      "mac) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
      "?23, ?24, ?25, ?26, ?27)",
      ticket.id, ticket.number, static_cast<std::int64_t>(ticket.state), static_cast<std::int64_t>(ticket.priority),
      static_cast<std::int64_t>(ticket.type), static_cast<std::int64_t>(ticket.phase), ticket.topic, ticket.channel,
      ticket.customer, ticket.owner, ticket.round, ticket.subject_masked, ticket.preview_masked, ticket.received_at,
      ticket.created_at, ticket.updated_at, ticket.last_message_at, ticket.message_count, ticket.attachment_count,
      ticket.unread, ticket.unreadable, static_cast<std::int64_t>(ticket.clock_kind), ticket.clock_started_at,
      ticket.next_due_at, domain::is_open(ticket.state), ticket.version, sum_of(tx, ticket, ticket.version));
}

Result<void> update_ticket(Tx& tx, const TicketRecord& before, const TicketRecord& now) {
  // Only a message that can be read at last brings its ticket another customer and subject.
  if (before.customer != now.customer || before.subject_masked != now.subject_masked) {
    FD_TRY(tx.execute("UPDATE ticket SET customer_id = ?3, subject_masked = ?4 WHERE id = ?1 AND version = ?2", now.id,
                      now.version, now.customer, now.subject_masked));
  }
  auto updated = is_listed_alike(before, now) ? update_unlisted(tx, now) : update_all(tx, now);
  if (!updated) return updated;
  if (tx.changes() == 1) return {};
  return Error{ErrorCode::kConflict, "the ticket was changed in the meantime", "error.version"};
}

Result<void> set_ticket_read(Tx& tx, TicketId id) {
  return tx.execute("UPDATE ticket SET unread = 0 WHERE id = ?1", id);
}

Result<TicketRecord> load_ticket(ReadTx& tx, TicketId id) {
  return read_one(
      tx.query("SELECT " FRONTDESK_TICKET_COLUMNS ", t.open, t.mac FROM ticket t WHERE t.id = ?1", id),
      [&tx](const Statement& row) {
        TicketRecord ticket = read_ticket(row);
        ticket.is_proven =
            row.flag(kTicketColumns) == domain::is_open(ticket.state) &&
            tx.compare_sum(row.blob_view(kTicketColumns + 1), sum_of(tx, ticket, ticket.version)) == RowProof::kFits;
        return ticket;
      },
      "such ticket", "error.ticket_not_found");
}

Result<TicketListing> load_ticket_listing(ReadTx& tx, TicketId id) {
  return read_one(tx.query(listing_from("") + "WHERE t.id = ?1", id), read_listing, "such ticket",
                  "error.ticket_not_found");
}

Result<TicketId> find_ticket_by_number(ReadTx& tx, const std::string& number) {
  return read_one(
      tx.query("SELECT id FROM ticket WHERE number = ?1", number),
      [](const Statement& row) { return row.id<TicketId>(0); }, "such ticket", "error.ticket_not_found");
}

Result<std::vector<TicketListing>> list_tickets(ReadTx& tx, const TicketSelection& selection) {
  if (has_own_index(selection)) return list_by_scope(tx, selection);
  if (is_of_owner(selection)) {
    auto owned = count_owned(tx, UserId{scope_value(selection)}, kFewOwned + 1);
    if (!owned) return std::move(owned).error();
    if (*owned <= kFewOwned) return list_by_scope(tx, selection);
  }
  auto ids = merge_facets(tx, selection);
  if (!ids) return std::move(ids).error();
  std::vector<TicketListing> listings;
  for (const TicketId id : *ids) {
    auto listing = load_ticket_listing(tx, id);
    if (!listing) return std::move(listing).error();
    listings.push_back(std::move(*listing));
  }
  return listings;
}

Result<std::vector<TicketId>> open_tickets_of(ReadTx& tx, UserId owner) {
  return read_all(tx.query("SELECT id FROM ticket WHERE owner_id = ?1 AND open = 1 ORDER BY id", owner),
                  [](const Statement& row) { return row.id<TicketId>(0); });
}

Result<std::int64_t> count_owned(ReadTx& tx, UserId owner, std::int64_t most) {
  return count(
      tx.query("SELECT count(*) FROM (SELECT 1 FROM ticket WHERE owner_id = ?1 AND open = 1 LIMIT ?2)", owner, most));
}

Result<std::int64_t> count_overdue(ReadTx& tx, Micros now, std::int64_t most) {
  return count(
      tx.query("SELECT count(*) FROM (SELECT 1 FROM ticket WHERE open = 1 AND next_due_at < ?1 LIMIT ?2)", now, most));
}

// The inner query walks the index of running clocks, longest overdue first. DISTINCT beside the condition would make
// the engine read every clock there is, each second.
Result<std::vector<TicketId>> tickets_to_breach(ReadTx& tx, Micros now, std::size_t limit) {
  return read_all(tx.query("SELECT DISTINCT ticket_id FROM (SELECT ticket_id FROM clock WHERE state = 1 AND "
                           "breached_at = 0 AND due_at < ?1 ORDER BY due_at LIMIT ?2)",
                           now, limit),
                  [](const Statement& row) { return row.id<TicketId>(0); });
}

}  // namespace frontdesk::storage
