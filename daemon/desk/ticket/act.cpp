#include "desk/ticket/act.h"

#include "desk/use_case/desk.h"
#include "domain/profile/words.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

Result<void> check_owner(storage::ReadTx& tx, const Actor& actor, Right right, UserId owner) {
  auto reached = reaches(tx, actor, right, owner);
  if (!reached) return std::move(reached).error();
  if (*reached) return {};
  return Error{ErrorCode::kForbidden, "the ticket is a colleague's, and your role does not reach it",
               "error.not_your_ticket"};
}

}  // namespace

TicketAct::TicketAct(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, OpenTicket ticket,
                     std::optional<std::int64_t> seen_version, AfterCommit& after)
    : Act(of, in, who, what, after),
      ticket_(std::move(ticket)),
      book_(context, tx, actor),
      seen_version_(seen_version) {
  about(ticket_.before.id.raw(), "ticket");
}

Result<void> TicketAct::perform(Desk& of, storage::Tx& in, const Actor& who, const UseCase& what, TicketId id,
                                std::optional<std::int64_t> seen_version, AfterCommit& after, const Work& work) {
  FD_TRY(require(who, what.right));
  auto ticket = TicketBook(of.context, in, who).open(id);
  if (!ticket) return std::move(ticket).error();
  TicketAct act(of, in, who, what, std::move(*ticket), seen_version, after);
  FD_TRY(act.check());
  FD_TRY(work(act));
  FD_TRY(act.finish_ticket());
  if (act.next_.first == nullptr) return {};
  return perform(of, in, who, *act.next_.first, id, std::nullopt, after, act.next_.second);
}

Result<void> TicketAct::check() const {
  if (use_case.scope == ScopeCheck::kOwner) FD_TRY(check_version());
  if (!use_case.from.empty() && !use_case.from.has(ticket_.before.state))
    return Error{ErrorCode::kConflict,
                 "not possible while the ticket is " + std::string(domain::to_text(ticket_.before.state)),
                 "error.ticket_state"};
  if (use_case.scope == ScopeCheck::kByAct) return {};
  return check_owner(tx, actor, use_case.right, ticket_.before.owner);
}

Result<void> TicketAct::check_version() const {
  if (!seen_version_) return {};
  return desk::check_version(ticket_.before, *seen_version_);
}

Result<void> TicketAct::finish_ticket() {
  if (is_idle()) return {};
  FD_TRY(book_.save(ticket_, use_case.name));
  return finish();
}

Result<void> TicketAct::tell(std::string_view kind, std::string_view from, std::string_view to) {
  return book_.tell(ticket_, kind, from, to);
}

Result<void> TicketAct::give(UserId owner, std::string_view owner_name, std::string_view kind) {
  return book_.give(ticket_, owner, owner_name, kind);
}

Result<void> TicketAct::take_if_free() {
  if (now().owner.is_set() || !actor.user.is_set()) return {};
  FD_TRY(give(actor.user, actor.display_name, "claimed"));
  return book_.record({.action = "ticket.claim",
                       .object_id = id().raw(),
                       .reason = {},
                       .before = change_json("owner", to_text(UserId{})),
                       .after = change_json("owner", to_text(actor.user))});
}

Result<void> TicketAct::announce_message(MessageId message, domain::Delivery delivery) {
  return book_.announce_message(id(), message, delivery);
}

Result<void> check_reach(Act& act, TicketId id) {
  auto ticket = storage::load_ticket(act.tx, id);
  if (!ticket) return std::move(ticket).error();
  return check_owner(act.tx, act.actor, act.use_case.right, ticket->owner);
}

Result<bool> reaches(storage::ReadTx& tx, const Actor& actor, Right right, UserId owner) {
  const Scope scope = actor.scope(right);
  if (scope == Scope::kNone || scope == Scope::kAll) return scope == Scope::kAll;
  if (!owner.is_set() || owner == actor.user) return true;
  if (scope == Scope::kOwn) return false;
  auto colleague = storage::load_user(tx, owner);
  if (!colleague) return std::move(colleague).error();
  return actor.access->are_together(actor.name, colleague->name);
}

}  // namespace frontdesk::desk
