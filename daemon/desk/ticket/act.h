// TicketAct: an act on one ticket. When run() begins, right, version, state and scope are checked; when it has ended,
// the row with its clocks, counters, breaches, the event, and the record are written.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "desk/ticket/book.h"
#include "desk/use_case/act.h"

namespace frontdesk::desk {

class TicketAct : public Act {
 public:
  using Work = std::function<Result<void>(TicketAct&)>;

  /// One act from check to record, inside the caller's transaction. Errors: kNotFound; kConflict with key
  /// "error.version" or "error.ticket_state"; kForbidden with key "error.not_your_ticket"; those of `work`.
  static Result<void> perform(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, TicketId ticket,
                              std::optional<std::int64_t> seen_version, AfterCommit& after, const Work& work);

  /// What is stored, and what it becomes.
  [[nodiscard]] const storage::TicketRecord& before() const { return ticket_.before; }
  storage::TicketRecord& now() { return ticket_.now; }
  std::vector<domain::ServiceClock>& clocks() {
    ticket_.clocks_changed = true;
    return ticket_.clocks;
  }
  [[nodiscard]] TicketId id() const { return ticket_.before.id; }
  /// kConflict (key "error.version") unless the caller saw the stored version, or says nothing of versions.
  [[nodiscard]] Result<void> check_version() const;

  /// A line in the timeline, e.g. ("assigned", "", "李敏").
  Result<void> tell(std::string_view kind, std::string_view from, std::string_view to);
  /// Makes `owner` (not set: nobody) the one who answers for the ticket, with a line in the timeline.
  Result<void> give(UserId owner, std::string_view owner_name, std::string_view kind);
  /// Whoever works on a ticket that nobody has, has it from now on; on record as "ticket.claim".
  Result<void> take_if_free();
  /// "message" event: a message of this ticket is new or on its way.
  Result<void> announce_message(MessageId message, domain::Delivery delivery);
  /// Another act on the same ticket, checked and recorded like any other, once this one is written.
  void then(const UseCase& next, Work work) { next_ = {&next, std::move(work)}; }

 private:
  TicketAct(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, OpenTicket ticket,
            std::optional<std::int64_t> seen_version, AfterCommit& after);
  [[nodiscard]] Result<void> check() const;
  Result<void> finish_ticket();

  OpenTicket ticket_;
  TicketBook book_;
  std::optional<std::int64_t> seen_version_;
  std::pair<const UseCase*, Work> next_{nullptr, {}};
};

/// What may be known of a ticket to say which acts it offers.
struct Offer {
  const Actor& actor;
  domain::TicketState state{};
  UserId owner;
  bool has_recipient = false;
};

/// For acts on what belongs to a ticket: kForbidden (key "error.not_your_ticket") when it is out of reach.
Result<void> check_reach(Act& act, TicketId ticket);

/// The actor's scope of the right reaches a ticket of this owner.
Result<bool> reaches(storage::ReadTx& tx, const Actor& actor, Right right, UserId owner);

}  // namespace frontdesk::desk
