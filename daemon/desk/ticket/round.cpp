#include "desk/ticket/round.h"

#include "desk/ticket/act.h"

namespace frontdesk::desk {

Result<domain::Round> current_round(TicketAct& act) {
  domain::Round round{.number = act.now().round, .started_at = {}, .answered_at = {}};
  round.started_at = domain::round_start(act.clocks(), round.number).value_or(act.context.clock.now());
  auto answered = storage::first_reply_sent_at(act.tx, act.id(), round.started_at);
  if (!answered) return std::move(answered).error();
  round.answered_at = *answered;
  return round;
}

}  // namespace frontdesk::desk
