// Ticket rows: one ticket, pages of the lists, counters by state.
//
// Numbers of enumerations are those of domain/ticket/state.h. Every change is a compare-and-set on `version`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/clock/service_clock.h"
#include "domain/ticket/state.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

struct TicketRecord {
  TicketId id;
  std::string number;
  domain::TicketState state = domain::TicketState::kNew;
  domain::Priority priority = domain::Priority::kP3;
  domain::TicketType type = domain::TicketType::kConsultation;
  domain::Phase phase = domain::Phase::kUnknown;
  std::string topic;
  ChannelId channel;
  CustomerId customer;
  UserId owner;
  std::int64_t round = 1;
  std::string subject_masked;
  std::string preview_masked;
  Micros received_at;
  Micros created_at;
  Micros updated_at;
  Micros last_message_at;
  std::int64_t message_count = 0;
  std::int64_t attachment_count = 0;
  bool unread = true;
  bool unreadable = false;
  domain::ClockKind clock_kind{};  ///< of the owed clock that is due first; 0 when none is owed
  Micros clock_started_at;
  Micros next_due_at = domain::kNeverDue;
  TicketId merged_into;  ///< of a merged ticket: the one it became part of, which may have been merged itself later
  std::int64_t version = 1;
  /// False: the row was changed past the desk (sql/row_sum.h). load_ticket() compares; lists do not. What is written to
  /// such a row leaves it unproven.
  bool is_proven = true;
};

/// A ticket with the names a list shows beside it.
struct TicketListing {
  TicketRecord ticket;
  std::string channel_name;
  std::string channel_plugin;
  std::string customer_number;
  std::string customer_masked;
  std::string owner_name;  ///< empty when nobody owns the ticket
};

/// Which rows a list shows. `due` pages come soonest first and hold open tickets only, the others newest first.
struct TicketSelection {
  enum class Scope { kOpen, kOwner, kUnassigned, kOverdue, kState, kAll };
  enum class Order { kDue, kUpdated, kCreated };

  Scope scope = Scope::kOpen;
  Order order = Order::kDue;
  UserId owner;                                            ///< kOwner
  domain::TicketState state = domain::TicketState::kOpen;  ///< kState
  Micros now;                                              ///< kOverdue
  std::optional<domain::Priority> priority;
  std::optional<domain::TicketType> type;
  std::optional<ChannelId> channel;
  std::size_t limit = 50;
  /// Sort value and id of the last row of the page before; nullopt for the first page.
  std::optional<std::pair<std::int64_t, TicketId>> after;
};

/// The value a row is sorted by in this order; with its id, the cursor of the next page.
std::int64_t sort_value(const TicketRecord& ticket, TicketSelection::Order order);

Result<void> insert_ticket(Tx& tx, const TicketRecord& ticket);
/// Writes what can have changed since `before` was loaded where the stored version is `now.version`, and adds one to
/// it. A further message of a listed ticket leaves most indexes alone. kConflict when the row has another version.
Result<void> update_ticket(Tx& tx, const TicketRecord& before, const TicketRecord& now);

/// Clears the unread mark; no version is spent on it, as it changes nothing that anybody decides by.
Result<void> set_ticket_read(Tx& tx, TicketId id);

/// kNotFound when there is none.
Result<TicketRecord> load_ticket(ReadTx& tx, TicketId id);
Result<TicketListing> load_ticket_listing(ReadTx& tx, TicketId id);
Result<TicketId> find_ticket_by_number(ReadTx& tx, const std::string& number);
Result<std::vector<TicketListing>> list_tickets(ReadTx& tx, const TicketSelection& selection);

/// Everything open that somebody owns, oldest first.
Result<std::vector<TicketId>> open_tickets_of(ReadTx& tx, UserId owner);
/// Rows in the owner's list; reads at most `most` index entries.
Result<std::int64_t> count_owned(ReadTx& tx, UserId owner, std::int64_t most);
Result<std::int64_t> count_overdue(ReadTx& tx, Micros now, std::int64_t most);

/// Tickets with a running clock whose due time has passed without a mark, longest overdue first. A resolved ticket is
/// among them when its last reply has not reached the customer: that answer is still owed.
Result<std::vector<TicketId>> tickets_to_breach(ReadTx& tx, Micros now, std::size_t limit);

}  // namespace frontdesk::storage
