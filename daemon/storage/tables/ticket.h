// Ticket rows: one ticket, and what is counted of many. Pages of lists: ticket_list.h.
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

/// Who wrote what a list shows of a ticket. The numbers are stored.
enum class LastBy : std::int64_t { kCustomer = 1, kColleague = 2, kServer = 3, kMachine = 4 };

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
  std::string preview_masked;  ///< how the last message begins that the customer wrote or can read
  LastBy last_by = LastBy::kCustomer;
  UserId last_user;  ///< kColleague: not set for what our side wrote elsewhere
  Micros received_at;
  Micros created_at;
  Micros updated_at;
  Micros last_message_at;
  std::int64_t message_count = 0;
  std::int64_t attachment_count = 0;
  std::int64_t news = 1;  ///< how often something came that people should look at (traffic/ticket_seen.h)
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

Result<void> insert_ticket(Tx& tx, const TicketRecord& ticket);
/// Writes what can have changed since `before` was loaded where the stored version is `now.version`, and adds one to
/// it. A further message of a listed ticket leaves most indexes alone. kConflict when the row has another version.
Result<void> update_ticket(Tx& tx, const TicketRecord& before, const TicketRecord& now);

/// kNotFound when there is none.
Result<TicketRecord> load_ticket(ReadTx& tx, TicketId id);
Result<TicketId> find_ticket_by_number(ReadTx& tx, const std::string& number);
/// What people and programs call a ticket; of an id only the form is looked at.
Result<TicketId> find_ticket(ReadTx& tx, const std::string& id_or_number);

/// Everything open that somebody owns, oldest first.
Result<std::vector<TicketId>> open_tickets_of(ReadTx& tx, UserId owner);
/// Open tickets of the owner (not set: of nobody); reads at most `most` index entries.
Result<std::int64_t> count_owned(ReadTx& tx, UserId owner, std::int64_t most);
Result<std::int64_t> count_overdue(ReadTx& tx, Micros now, std::int64_t most);

/// Tickets with a running clock whose due time has passed without a mark, longest overdue first. A resolved ticket is
/// among them when its last reply has not reached the customer: that answer is still owed.
Result<std::vector<TicketId>> tickets_to_breach(ReadTx& tx, Micros now, std::size_t limit);

}  // namespace frontdesk::storage
