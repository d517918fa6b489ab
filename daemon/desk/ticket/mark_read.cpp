// Somebody has seen the newest messages of a ticket, and nobody else has: the mark is theirs alone. Nothing of the
// ticket changes, so no version and no record. The command line is no person and has no marks.
#include "desk/use_case/entry.h"
#include "storage/traffic/ticket_seen.h"

namespace frontdesk::desk {

struct MarkTicketRead {
  static constexpr UseCase kUseCase{.name = "ticket.read",
                                    .route = {Method::kPost, "/tickets/{ticket}/read"},
                                    .right = Right::kSeeTickets,
                                    .status = 204};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &MarkTicketRead::ticket);
  }

  Result<void> run(TicketAct& act) {
    act.nothing_changed();
    if (!act.actor.user.is_set()) return {};
    return storage::set_ticket_seen(act.tx, act.id(), act.actor.user, act.before().news);
  }
};

FD_USE_CASE(MarkTicketRead)

}  // namespace frontdesk::desk
