// A ticket becomes part of another: two of them were about one problem. What was said moves there, and what was owed is
// owed there; the merged ticket keeps its number, its history and a pointer (docs/adr/0023).
#include "desk/ticket/round.h"
#include "desk/use_case/entry.h"
#include "domain/profile/words.h"
#include "storage/search/index.h"
#include "storage/tables/account.h"
#include "storage/tables/ticket_merge.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostNumberCharacters = 40;
constexpr States kMergeable = kOpenStates | kSolvedStates;

Error refused(std::string words, std::string key) {
  return Error{ErrorCode::kConflict, std::move(words), std::move(key)};
}

}  // namespace

struct MergeTicket {
  static constexpr UseCase kUseCase{.name = "ticket.merge",
                                    .route = {Method::kPost, "/tickets/{ticket}/merge"},
                                    .right = Right::kAnswer,
                                    .from = kMergeable,
                                    .needs_version = true,
                                    .body_schema = "Merging"};
  TicketId ticket;
  std::string into;  ///< id or number
  std::int64_t into_version = 0;
  bool other_customer = false;  ///< the caller knows that the two have different customers

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &MergeTicket::ticket);
    v.text("into", &MergeTicket::into, {.most = kMostNumberCharacters});
    v.number("into_version", &MergeTicket::into_version, {.least = 1, .most = kNewestVersion, .fallback = 0});
    v.flag("other_customer", &MergeTicket::other_customer);
  }

  Result<void> run(TicketAct& act) {
    TicketBook book(act.context, act.tx, act.actor);
    auto opened = open_target(act, book);
    if (!opened) return std::move(opened).error();
    OpenTicket& target = *opened;
    FD_TRY(take_obligations(act, book, target));
    FD_TRY(take_owner(act, book, target));
    FD_TRY(storage::move_talk(act.tx, act.id(), target.now.id));
    carry(act.now(), target.now);
    FD_TRY(book.tell(target, "merged_in", to_text(act.id()), act.before().number, act.before().subject_masked));
    FD_TRY(act.tell("merged", to_text(target.now.id), target.now.number));
    FD_TRY(book.save(target, kUseCase.name));
    FD_TRY(book.record({.action = std::string(kUseCase.name),
                        .object_id = target.now.id.raw(),
                        .reason = {},
                        .before = {},
                        .after = change_json("took_in", act.before().number)}));
    act.changed(change_json("state", domain::to_text(act.before().state)),
                change_json("merged_into", target.now.number));
    return {};
  }

 private:
  Result<OpenTicket> open_target(TicketAct& act, TicketBook& book) const;
  [[nodiscard]] Result<void> check_target(TicketAct& act, const storage::TicketRecord& target) const;
  static Result<void> take_obligations(TicketAct& act, TicketBook& book, OpenTicket& target);
  static Result<void> take_owner(TicketAct& act, TicketBook& book, OpenTicket& target);
  static void carry(storage::TicketRecord& source, storage::TicketRecord& target);

  static constexpr std::int64_t kNewestVersion = std::int64_t{1} << 53;
};

Result<OpenTicket> MergeTicket::open_target(TicketAct& act, TicketBook& book) const {
  auto id = storage::find_ticket(act.tx, into);
  if (!id) return std::move(id).error();
  auto target = book.open(*id);
  if (!target) return target;
  FD_TRY(check_target(act, target->before));
  return target;
}

Result<void> MergeTicket::check_target(TicketAct& act, const storage::TicketRecord& target) const {
  if (target.id == act.id()) return refused("a ticket cannot become part of itself", "error.merge_itself");
  if (target.state == domain::TicketState::kMerged)
    return refused("ticket " + target.number + " was merged itself; merge into the one that it became part of",
                   "error.merge_into_merged");
  if (!kMergeable.has(target.state))
    return refused("ticket " + target.number + " is " + std::string(domain::to_text(target.state)) +
                       "; only open and resolved tickets take in others",
                   "error.merge_into_ended");
  auto reached = reaches(act.tx, act.actor, kUseCase.right, target.owner);
  if (!reached) return std::move(reached).error();
  if (!*reached)
    return Error{ErrorCode::kForbidden, "the other ticket is a colleague's, and your role does not reach it",
                 "error.not_your_ticket"};
  if (into_version != target.version)
    return refused("ticket " + target.number + " was changed in the meantime; look at it again",
                   "error.merge_into_changed");
  if (target.customer != act.before().customer && !other_customer)
    return refused("the tickets have different customers; confirm that they belong together",
                   "error.merge_other_customer");
  return {};
}

/// The customer has waited since the merged ticket came in, with the more urgent priority of both. A resolved ticket is
/// worked on again, in the next round, when the merged one still owes something (M-66).
Result<void> MergeTicket::take_obligations(TicketAct& act, TicketBook& book, OpenTicket& target) {
  const domain::Profile& profile = *act.context.profile;
  const Micros moment = act.context.clock.now();
  storage::TicketRecord& now = target.now;
  if (domain::next_owed(act.clocks()) != nullptr) {
    const bool is_in_work = domain::is_open(act.before().state);  // else a reply that still has to be sent
    if (is_in_work && kSolvedStates.has(now.state)) {
      now.state = domain::TicketState::kOpen;
      now.round += 1;
      domain::end_round(target.clocks, moment);
      FD_TRY(book.tell(target, "reopened", "", std::to_string(now.round)));
    } else if (is_in_work && now.state == domain::TicketState::kWaitingCustomer) {
      now.state = domain::TicketState::kOpen;
    }
    if (act.before().priority < now.priority) {
      FD_TRY(book.tell(target, "priority", domain::to_text(now.priority), domain::to_text(act.before().priority)));
      now.priority = act.before().priority;
      auto round = current_round(act.context, act.tx, target);
      if (!round) return std::move(round).error();
      target.clocks =
          domain::reclassify_clocks(profile, std::move(target.clocks), now.type, now.priority, *round, moment);
    }
    domain::take_over_clocks(profile, target.clocks, now.type, now.priority, now.round, act.clocks(), moment);
    target.clocks_changed = true;
  }
  for (domain::ServiceClock& clock : act.clocks()) {
    if (clock.is_owed()) clock.state = domain::ClockState::kVoid;
  }
  return {};
}

/// Who answered for the merged ticket goes on doing so where nobody answers for the other.
Result<void> MergeTicket::take_owner(TicketAct& act, TicketBook& book, OpenTicket& target) {
  const UserId owner = act.before().owner;
  if (target.now.owner.is_set() || !owner.is_set() || !domain::is_open(target.now.state)) return {};
  auto colleague = storage::load_user(act.tx, owner);
  if (!colleague) return std::move(colleague).error();
  return book.give(target, owner, colleague->display_name, "assigned");
}

void MergeTicket::carry(storage::TicketRecord& source, storage::TicketRecord& target) {
  if (source.last_message_at > target.last_message_at) {
    target.last_message_at = source.last_message_at;
    target.preview_masked = source.preview_masked;
    target.last_by = source.last_by;
    target.last_user = source.last_user;
  }
  target.message_count += source.message_count;
  target.attachment_count += source.attachment_count;
  target.news += source.news;
  target.unreadable |= source.unreadable;
  source.message_count = source.attachment_count = 0;
  source.news = 0;
  source.unreadable = false;
  source.preview_masked.clear();
  source.state = domain::TicketState::kMerged;
  source.merged_into = target.id;
}

FD_USE_CASE(MergeTicket)

}  // namespace frontdesk::desk
