// TicketBook: the one way a ticket row changes. It keeps together what invariant 4 binds: the row, its clocks, the
// counters, the audit record and the event — all in the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "desk/actor.h"
#include "desk/audit/recorded.h"
#include "desk/context.h"
#include "domain/clock/service_clock.h"
#include "storage/sql/transaction.h"
#include "storage/tables/message.h"
#include "storage/tables/ticket.h"

namespace frontdesk::desk {

/// A ticket with its clocks, as one transaction sees and changes it.
struct OpenTicket {
  storage::TicketRecord before;  ///< as stored
  storage::TicketRecord now;     ///< what it is to become
  std::vector<domain::ServiceClock> clocks;
  bool clocks_changed = false;
  std::vector<domain::ServiceClock> stored_clocks;  ///< as stored
};

class TicketBook {
 public:
  TicketBook(Context& context, storage::Tx& tx, const Actor& actor) : context_(context), tx_(tx), actor_(actor) {}

  /// kNotFound.
  Result<OpenTicket> open(TicketId id);
  /// Inserts the row, its clocks and counters, and announces it. Does not write an audit record.
  Result<void> add(storage::TicketRecord& ticket, std::vector<domain::ServiceClock>& clocks);
  /// Writes what changed since open(), with counters and event. Whatever made a clock late, the breach is put on
  /// record here, once, as "sla.breach" with its line in the timeline (M-36); the act itself is the caller's to record.
  Result<void> save(OpenTicket& ticket, std::string_view event_kind);

  /// Makes `owner` (not set: nobody) the one who answers for the ticket, with its line in the timeline — `kind`
  /// claimed, assigned or unassigned. save() and the record are the caller's.
  Result<void> give(OpenTicket& ticket, UserId owner, std::string_view owner_name, std::string_view kind);

  Result<void> record(const Recorded& act);
  /// A line in the timeline: kind system, e.g. {"kind":"assigned","from":"","to":"李敏"}.
  /// `text` (masked) stands in the line and is found by searching.
  Result<void> tell(OpenTicket& ticket, std::string_view kind, std::string_view from, std::string_view to,
                    std::string_view text = {});
  Result<void> announce_message(TicketId ticket, MessageId message, domain::Delivery delivery);

 private:
  Result<void> record_breaches(OpenTicket& ticket);
  void count(const storage::TicketRecord* before, const storage::TicketRecord& after);

  Context& context_;
  storage::Tx& tx_;
  const Actor& actor_;
};

/// kConflict (key "error.version") unless `seen_version` is the ticket's.
Result<void> check_version(const storage::TicketRecord& ticket, std::int64_t seen_version);

/// The next sequence number of the shop's day: 1, 2, 3 …
Result<std::int64_t> next_number_of_day(Context& context, storage::Tx& tx, const char* what, CalendarDay& day);

}  // namespace frontdesk::desk
