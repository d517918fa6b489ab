#include "desk/ticket/round.h"

#include "desk/ticket/act.h"

namespace frontdesk::desk {
namespace {

Result<domain::Round> round_of(Context& context, storage::ReadTx& tx, const storage::TicketRecord& ticket,
                               const std::vector<domain::ServiceClock>& clocks) {
  domain::Round round{.number = ticket.round, .started_at = {}, .answered_at = {}};
  round.started_at = domain::round_start(clocks, round.number).value_or(context.clock.now());
  auto answered = storage::first_reply_sent_at(tx, ticket.id, round.started_at);
  if (!answered) return std::move(answered).error();
  round.answered_at = *answered;
  return round;
}

}  // namespace

Result<domain::Round> current_round(TicketAct& act) { return round_of(act.context, act.tx, act.now(), act.clocks()); }

Result<domain::Round> current_round(Context& context, storage::ReadTx& tx, const OpenTicket& ticket) {
  return round_of(context, tx, ticket.now, ticket.clocks);
}

}  // namespace frontdesk::desk
