// A resolved ticket is worked on again, in the next round (M-66).
#include "desk/use_case/entry.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

struct ReopenTicket {
  static constexpr UseCase kUseCase{.name = "ticket.reopen",
                                    .route = {Method::kPost, "/tickets/{ticket}/reopen"},
                                    .right = Right::kReopen,
                                    .from = kSolvedStates,
                                    .needs_version = true};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ReopenTicket::ticket);
  }

  Result<void> run(TicketAct& act) {
    auto& now = act.now();
    now.state = domain::TicketState::kOpen;
    now.round += 1;
    domain::start_next_round(*act.context.profile, act.clocks(), now.type, now.priority, now.round,
                             act.context.clock.now());
    act.changed(change_json("state", domain::to_text(act.before().state)),
                change_json("state", domain::to_text(now.state)));
    return act.tell("reopened", "", std::to_string(now.round));
  }
};

FD_USE_CASE(ReopenTicket)

}  // namespace frontdesk::desk
