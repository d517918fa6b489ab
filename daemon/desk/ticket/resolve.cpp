// The problem is solved. What is solved was answered too, by telephone at the latest, unless the answer is a reply that
// still has to be sent: then the clocks wait for it.
#include "desk/ticket/resolve.h"

#include "desk/use_case/entry.h"
#include "domain/profile/words.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

Result<void> meet_clocks(TicketAct& act) {
  const Micros now = act.context.clock.now();
  for (domain::ServiceClock& clock : act.clocks()) {
    if (clock.kind == domain::ClockKind::kResolve) domain::meet(clock, now);
  }
  auto on_its_way = storage::has_reply_on_its_way(act.tx, act.id());
  if (!on_its_way) return std::move(on_its_way).error();
  if (!*on_its_way) domain::meet_answers(act.clocks(), now);
  return {};
}

}  // namespace

struct ResolveTicket {
  static constexpr UseCase kUseCase{.name = "ticket.resolve",
                                    .route = {Method::kPost, "/tickets/{ticket}/resolve"},
                                    .right = Right::kResolve,
                                    .from = kOpenStates,
                                    .needs_version = true};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ResolveTicket::ticket);
  }

  Result<void> run(TicketAct& act) { return resolve(act); }
};

const UseCase& resolving() { return ResolveTicket::kUseCase; }

Result<void> resolve(TicketAct& act) {
  const auto before = act.before().state;
  FD_TRY(act.take_if_free());
  act.now().state = domain::TicketState::kResolved;
  FD_TRY(meet_clocks(act));
  act.changed(change_json("state", domain::to_text(before)), change_json("state", domain::to_text(act.now().state)));
  return act.tell("resolved", domain::to_text(before), "");
}

FD_USE_CASE(ResolveTicket)

}  // namespace frontdesk::desk
