// A ticket is given to somebody, or back to the queue. How far it reaches is the scope of Right::kAssign: own is a free
// ticket for oneself, and one's own ticket back; taking a colleague's is not a claim, it needs what giving it to a
// third needs.
#include "desk/account/user.h"
#include "desk/use_case/entry.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

/// Somebody who can own tickets; kInvalid otherwise.
Result<storage::UserRecord> load_assignee(storage::ReadTx& tx, const domain::AccessRules& access, UserId id) {
  auto user = storage::load_user(tx, id);
  if (!user && user.error().code != ErrorCode::kNotFound) return user;
  if (!user || !can_own_tickets(*user, access))
    return Error{ErrorCode::kInvalid, "this user cannot own tickets", "error.not_assignable"};
  return user;
}

/// The wider scope reaches everything; the narrow one what is nobody's or one's own, for oneself or for the queue.
Result<bool> may_give(storage::ReadTx& tx, const Actor& actor, UserId owner, std::optional<UserId> to) {
  const bool own = owner == actor.user;
  const bool takes = to && *to == actor.user && (own || !owner.is_set());
  if (takes || (!to && own)) return true;
  if (actor.scope(Right::kAssign) == Scope::kOwn) return false;
  return reaches(tx, actor, Right::kAssign, owner);
}

}  // namespace

struct AssignTicket {
  static constexpr UseCase kUseCase{.name = "ticket.assign",
                                    .route = {Method::kPost, "/tickets/{ticket}/assign"},
                                    .right = Right::kAssign,
                                    .from = kOpenStates,
                                    .scope = ScopeCheck::kByAct,
                                    .needs_version = true,
                                    .body_schema = "Assignment"};
  TicketId ticket;
  std::optional<UserId> owner_id;  ///< nullopt: back to the queue

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &AssignTicket::ticket);
    v.id("owner_id", &AssignTicket::owner_id, false);
  }

  static bool offered(const Offer& offer) {
    return offer.actor.scope(Right::kAssign) > Scope::kOwn || !offer.owner.is_set() || offer.owner == offer.actor.user;
  }

  Result<void> run(TicketAct& act) {
    FD_TRY(act.check_version());
    const UserId before = act.before().owner;
    auto may = may_give(act.tx, act.actor, before, owner_id);
    if (!may) return std::move(may).error();
    if (!*may)
      return Error{ErrorCode::kForbidden, "your role does not allow giving tickets to others", "error.forbidden"};
    act.changed(change_json("owner", to_text(before)), change_json("owner", to_text(owner_id.value_or(UserId{}))));
    if (!owner_id) return act.give(UserId{}, "", "unassigned");
    auto user = load_assignee(act.tx, *act.actor.access, *owner_id);
    if (!user) return std::move(user).error();
    return act.give(*owner_id, user->display_name, "assigned");
  }
};

FD_USE_CASE(AssignTicket)

}  // namespace frontdesk::desk
