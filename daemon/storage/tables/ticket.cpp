#include "storage/tables/ticket.h"

#include <tuple>

#include "storage/tables/rows.h"
#include "storage/tables/ticket_columns.h"

namespace frontdesk::storage {
namespace {

/// Of what decides who sees and answers a ticket, at the version that is written.
Bytes sum_of(const ReadTx& tx, const TicketRecord& ticket, std::int64_t version) {
  // Where a merged ticket went is bound to its state, so that sums from before there were merged ones stay true.
  const std::int64_t state_and_way = static_cast<std::int64_t>(ticket.state) + ticket.merged_into.raw();
  return tx.row_sum("ticket", ticket.id, ticket.number, state_and_way, ticket.priority, ticket.type, ticket.channel,
                    ticket.customer, ticket.owner, ticket.subject_masked, domain::is_open(ticket.state), version);
}

/// The indexed columns but for updated_at, which every change moves.
bool is_listed_alike(const TicketRecord& a, const TicketRecord& b) {
  const auto listed = [](const TicketRecord& ticket) {
    return std::tie(ticket.state, ticket.priority, ticket.type, ticket.phase, ticket.owner, ticket.next_due_at);
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
      "UPDATE ticket SET topic = ?3, round = ?4, preview_masked = ?5, updated_at = ?6, last_message_at = ?7, "
      "message_count = ?8, attachment_count = ?9, news = ?10, clock_kind = ?11, clock_started_at = ?12, "
      "unreadable = ?13, last_by = ?14, last_user_id = ?15, version = version + 1, mac = ?16 "
      "WHERE id = ?1 AND version = ?2",
      ticket.id, ticket.version, ticket.topic, ticket.round, ticket.preview_masked, ticket.updated_at,
      ticket.last_message_at, ticket.message_count, ticket.attachment_count, ticket.news, ticket.clock_kind,
      ticket.clock_started_at, ticket.unreadable, ticket.last_by, ticket.last_user, next_sum(tx, ticket));
}

Result<void> update_all(Tx& tx, const TicketRecord& ticket) {
  return tx.execute(
      "UPDATE ticket SET state = ?3, priority = ?4, type = ?5, phase = ?6, topic = ?7, owner_id = ?8, round = ?9, "
      "preview_masked = ?10, updated_at = ?11, last_message_at = ?12, message_count = ?13, attachment_count = ?14, "
      "news = ?15, clock_kind = ?16, clock_started_at = ?17, next_due_at = ?18, open = ?19, unreadable = ?20, "
      "last_by = ?21, last_user_id = ?22, version = version + 1, mac = ?23, merged_into = ?24 "
      "WHERE id = ?1 AND version = ?2",
      ticket.id, ticket.version, ticket.state, ticket.priority, ticket.type, ticket.phase, ticket.topic, ticket.owner,
      ticket.round, ticket.preview_masked, ticket.updated_at, ticket.last_message_at, ticket.message_count,
      ticket.attachment_count, ticket.news, ticket.clock_kind, ticket.clock_started_at, ticket.next_due_at,
      domain::is_open(ticket.state), ticket.unreadable, ticket.last_by, ticket.last_user, next_sum(tx, ticket),
      ticket.merged_into);
}

Result<std::int64_t> count(Statement row) {
  return read_one(
      std::move(row), [](const Statement& counted) { return counted.integer(0); }, "count");
}

}  // namespace

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
  ticket.news = row.integer(19);
  ticket.unreadable = row.flag(20);
  ticket.clock_kind = static_cast<domain::ClockKind>(row.integer(21));
  ticket.clock_started_at = row.time(22);
  ticket.next_due_at = row.time(23);
  ticket.version = row.integer(24);
  ticket.last_by = row.enumerator<LastBy>(25);
  ticket.last_user = row.id<UserId>(26);
  ticket.merged_into = row.id<TicketId>(27);
  return ticket;
}

Result<void> insert_ticket(Tx& tx, const TicketRecord& ticket) {
  return tx.execute(
      "INSERT INTO ticket (id, number, state, priority, type, phase, topic, channel_id, customer_id, owner_id, round, "
      "subject_masked, preview_masked, received_at, created_at, updated_at, last_message_at, "
      "message_count, attachment_count, news, unreadable, clock_kind, clock_started_at, next_due_at, open, version, "
      "mac, last_by, last_user_id) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
      "?23, ?24, ?25, ?26, ?27, ?28, ?29)",
      ticket.id, ticket.number, ticket.state, ticket.priority, ticket.type, ticket.phase, ticket.topic, ticket.channel,
      ticket.customer, ticket.owner, ticket.round, ticket.subject_masked, ticket.preview_masked, ticket.received_at,
      ticket.created_at, ticket.updated_at, ticket.last_message_at, ticket.message_count, ticket.attachment_count,
      ticket.news, ticket.unreadable, ticket.clock_kind, ticket.clock_started_at, ticket.next_due_at,
      domain::is_open(ticket.state), ticket.version, sum_of(tx, ticket, ticket.version), ticket.last_by,
      ticket.last_user);
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

Result<TicketId> find_ticket_by_number(ReadTx& tx, const std::string& number) {
  return read_one(
      tx.query("SELECT id FROM ticket WHERE number = ?1", number),
      [](const Statement& row) { return row.id<TicketId>(0); }, "such ticket", "error.ticket_not_found");
}

Result<TicketId> find_ticket(ReadTx& tx, const std::string& id_or_number) {
  if (const auto id = parse_id<TicketId>(id_or_number)) return *id;
  return find_ticket_by_number(tx, id_or_number);
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
