// It was a customer's wish after all. The customer has waited since the round began, so the clocks go on from there.
#include "desk/ticket/round.h"
#include "desk/use_case/entry.h"
#include "domain/profile/words.h"

namespace frontdesk::desk {

struct MarkTicketNotSpam {
  static constexpr UseCase kUseCase{.name = "ticket.not-spam",
                                    .route = {Method::kPost, "/tickets/{ticket}/not-spam"},
                                    .right = Right::kSortOut,
                                    .from = {domain::TicketState::kSpam},
                                    .needs_version = true};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &MarkTicketNotSpam::ticket);
  }

  Result<void> run(TicketAct& act) {
    auto& now = act.now();
    now.state = domain::TicketState::kOpen;
    auto round = current_round(act);
    if (!round) return std::move(round).error();
    act.clocks() = domain::reclassify_clocks(*act.context.profile, std::move(act.clocks()), now.type, now.priority,
                                             *round, act.context.clock.now());
    act.changed(change_json("state", domain::to_text(act.before().state)),
                change_json("state", domain::to_text(now.state)));
    return act.tell("not-spam", "", "");
  }
};

FD_USE_CASE(MarkTicketNotSpam)

}  // namespace frontdesk::desk
