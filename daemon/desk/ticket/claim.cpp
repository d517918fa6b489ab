// Somebody takes a ticket that nobody has. Who comes second is told that somebody has it, before any word of versions.
#include "desk/use_case/entry.h"

namespace frontdesk::desk {

struct ClaimTicket {
  static constexpr UseCase kUseCase{.name = "ticket.claim",
                                    .route = {Method::kPost, "/tickets/{ticket}/claim"},
                                    .right = Right::kTake,
                                    .from = kOpenStates,
                                    .scope = ScopeCheck::kByAct,
                                    .needs_version = true};
  TicketId ticket;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ClaimTicket::ticket);
  }

  static bool offered(const Offer& offer) { return !offer.owner.is_set(); }

  Result<void> run(TicketAct& act) {
    if (!act.actor.user.is_set())
      return Error{ErrorCode::kInvalid, "only a person can own a ticket; assign it to somebody instead",
                   "error.not_assignable"};
    const UserId owner = act.before().owner;
    if (owner == act.actor.user) {
      act.nothing_changed();
      return {};
    }
    if (owner.is_set()) return Error{ErrorCode::kConflict, "somebody else has taken the ticket", "error.claim_taken"};
    FD_TRY(act.check_version());
    act.changed(change_json("owner", to_text(owner)), change_json("owner", to_text(act.actor.user)));
    return act.give(act.actor.user, act.actor.display_name, "claimed");
  }
};

FD_USE_CASE(ClaimTicket)

}  // namespace frontdesk::desk
