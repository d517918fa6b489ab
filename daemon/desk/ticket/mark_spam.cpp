// A ticket is no customer's wish: it leaves the lists, and nothing is owed for it any more.
#include "desk/use_case/entry.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

struct MarkTicketSpam {
  static constexpr UseCase kUseCase{.name = "ticket.spam",
                                    .route = {Method::kPost, "/tickets/{ticket}/spam"},
                                    .right = Right::kSortOut,
                                    .from = kOpenStates | kSolvedStates,
                                    .needs_version = true};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &MarkTicketSpam::ticket);
  }

  Result<void> run(TicketAct& act) {
    act.now().state = domain::TicketState::kSpam;
    // Not ended, as a round is: should it be no spam after all, the clocks are owed as before.
    for (domain::ServiceClock& clock : act.clocks()) {
      if (clock.is_owed()) clock.state = domain::ClockState::kVoid;
    }
    act.changed(change_json("state", domain::to_text(act.before().state)),
                change_json("state", domain::to_text(act.now().state)));
    return act.tell("spam", domain::to_text(act.before().state), "");
  }
};

FD_USE_CASE(MarkTicketSpam)

}  // namespace frontdesk::desk
