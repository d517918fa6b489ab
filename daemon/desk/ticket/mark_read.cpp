// Somebody has seen the newest messages of a ticket. Nothing of the ticket changes, so no version and no record.
#include "desk/use_case/entry.h"

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
    if (!act.before().unread) return {};
    return storage::set_ticket_read(act.tx, act.id());
  }
};

FD_USE_CASE(MarkTicketRead)

}  // namespace frontdesk::desk
