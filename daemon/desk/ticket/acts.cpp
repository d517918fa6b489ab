// TicketService: acts that change the ticket itself — claim, assign, resolve, reopen, classify, mark as read.
#include <frontdesk/json.h>

#include "base/text.h"
#include "desk/account/user.h"
#include "desk/event_feed.h"
#include "desk/limits.h"
#include "desk/ticket/book.h"
#include "desk/ticket/service.h"
#include "domain/profile/words.h"
#include "privacy/masker.h"
#include "storage/store.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

std::string change_json(std::string_view name, std::string_view value) {
  json::Writer out;
  out.begin_object().member(name, value).end_object();
  return out.take();
}

/// Somebody who can own tickets; kInvalid otherwise.
Result<storage::UserRecord> load_assignee(storage::ReadTx& tx, UserId id) {
  auto user = storage::load_user(tx, id);
  if (!user && user.error().code != ErrorCode::kNotFound) return user;
  if (!user || !can_own_tickets(*user))
    return Error{ErrorCode::kInvalid, "this user cannot own tickets", "error.not_assignable"};
  return user;
}

Result<void> give_to(Context& context, storage::Tx& tx, const Actor& actor, OpenTicket& ticket, UserId owner,
                     const std::string& owner_name, const char* kind) {
  TicketBook book(context, tx, actor);
  if (auto done = book.give(ticket, owner, owner_name, kind); !done) return done;
  return book.save(ticket, kind);
}

/// What is solved was answered too, by telephone at the latest, unless the answer is a reply that still has to be sent:
/// then the clocks wait for it.
Result<void> meet_by_resolving(Context& context, storage::ReadTx& tx, OpenTicket& ticket) {
  const Micros now = context.clock.now();
  for (domain::ServiceClock& clock : ticket.clocks) {
    if (clock.kind == domain::ClockKind::kResolve) domain::meet(clock, now);
  }
  ticket.clocks_changed = true;
  auto on_its_way = storage::has_reply_on_its_way(tx, ticket.now.id);
  if (!on_its_way) return std::move(on_its_way).error();
  if (!*on_its_way) domain::meet_answers(ticket.clocks, now);
  return {};
}

/// The round as classifying needs it. A round without any clock begins to owe something only now: machine mail that a
/// human takes up is not late on the spot.
Result<domain::Round> current_round(Context& context, storage::ReadTx& tx, const OpenTicket& ticket) {
  domain::Round round{.number = ticket.now.round, .started_at = {}, .answered_at = {}};
  round.started_at = domain::round_start(ticket.clocks, round.number).value_or(context.clock.now());
  auto answered = storage::first_reply_sent_at(tx, ticket.now.id, round.started_at);
  if (!answered) return std::move(answered).error();
  round.answered_at = *answered;
  return round;
}

/// One unit of work on one ticket: rights, version and state are checked, the event is announced after the commit.
template <class Work>
Result<void> change_ticket(Context& context, const Actor& actor, TicketId id, std::optional<std::int64_t> seen_version,
                           std::optional<domain::Action> action, Work work) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return allowed;
  auto done = context.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto ticket = TicketBook(context, tx, actor).open(id, seen_version);
    if (!ticket) return std::move(ticket).error();
    if (action) {
      if (auto may = domain::check_action(ticket->now.state, *action); !may) return may;
    }
    return work(tx, *ticket);
  });
  if (done) context.events.announce();
  return done;
}

}  // namespace

Result<void> TicketService::claim(const Actor& actor, TicketId id, std::int64_t seen_version) {
  // Who comes second in the race is told that somebody has the ticket, before any word of versions.
  return change_ticket(
      context_, actor, id, std::nullopt, domain::Action::kClaim,
      [&](storage::Tx& tx, OpenTicket& ticket) -> Result<void> {
        if (ticket.now.owner == actor.user) return {};
        if (ticket.now.owner.is_set()) {
          return Error{ErrorCode::kConflict, "somebody else has taken the ticket", "error.claim_taken"};
        }
        if (auto seen = check_version(ticket.now, seen_version); !seen) return seen;
        return give_to(context_, tx, actor, ticket, actor.user, actor.display_name, "claimed");
      });
}

Result<void> TicketService::assign(const Actor& actor, TicketId id, std::int64_t seen_version,
                                   std::optional<UserId> owner) {
  return change_ticket(context_, actor, id, seen_version, domain::Action::kAssign,
                       [&](storage::Tx& tx, OpenTicket& ticket) -> Result<void> {
                         // Taking a colleague's ticket is not a claim: it needs the same right as giving it to a third.
                         const bool own = ticket.now.owner == actor.user;
                         const bool takes = owner && *owner == actor.user && (own || !ticket.now.owner.is_set());
                         const bool gives_back = !owner && own;
                         if (!takes && !gives_back) {
                           if (auto allowed = require(actor, Right::kAssignOthers); !allowed) return allowed;
                         }
                         if (!owner) return give_to(context_, tx, actor, ticket, UserId{}, "", "unassigned");
                         auto user = load_assignee(tx, *owner);
                         if (!user) return std::move(user).error();
                         return give_to(context_, tx, actor, ticket, *owner, user->display_name, "assigned");
                       });
}

Result<void> TicketService::resolve_in(const Actor& actor, storage::Tx& tx, TicketId id,
                                       std::optional<std::int64_t> seen_version) {
  TicketBook book(context_, tx, actor);
  auto ticket = book.open(id, seen_version);
  if (!ticket) return std::move(ticket).error();
  if (auto may = domain::check_action(ticket->now.state, domain::Action::kResolve); !may) return may;
  const auto before = ticket->now.state;
  if (!ticket->now.owner.is_set()) {
    if (auto done = book.give(*ticket, actor.user, actor.display_name, "claimed"); !done) return done;
  }
  ticket->now.state = domain::TicketState::kResolved;
  if (auto done = meet_by_resolving(context_, tx, *ticket); !done) return done;
  if (auto done = book.tell(*ticket, "resolved", domain::to_text(before), ""); !done) return done;
  if (auto done = book.save(*ticket, "resolved"); !done) return done;
  return book.record({.action = "ticket.resolve",
                      .object_id = id.raw(),
                      .reason = {},
                      .before = change_json("state", domain::to_text(before)),
                      .after = change_json("state", domain::to_text(ticket->now.state))});
}

Result<void> TicketService::resolve(const Actor& actor, TicketId id, std::int64_t seen_version) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return allowed;
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) { return resolve_in(actor, tx, id, seen_version); });
  if (done) context_.events.announce();
  return done;
}

Result<void> TicketService::reopen(const Actor& actor, TicketId id, std::int64_t seen_version) {
  return change_ticket(context_, actor, id, seen_version, domain::Action::kReopen,
                       [&](storage::Tx& tx, OpenTicket& ticket) -> Result<void> {
                         TicketBook book(context_, tx, actor);
                         const auto before = ticket.now.state;
                         ticket.now.state = domain::TicketState::kOpen;
                         ticket.now.round += 1;
                         domain::start_next_round(*context_.profile, ticket.clocks, ticket.now.type,
                                                  ticket.now.priority, ticket.now.round, context_.clock.now());
                         ticket.clocks_changed = true;
                         if (auto done = book.tell(ticket, "reopened", "", std::to_string(ticket.now.round)); !done)
                           return done;
                         if (auto done = book.save(ticket, "reopened"); !done) return done;
                         return book.record({.action = "ticket.reopen",
                                             .object_id = id.raw(),
                                             .reason = {},
                                             .before = change_json("state", domain::to_text(before)),
                                             .after = change_json("state", domain::to_text(ticket.now.state))});
                       });
}

Result<void> TicketService::classify(const Actor& actor, const ClassifyRequest& request) {
  if (auto allowed = require(actor, Right::kClassify); !allowed) return allowed;
  const std::string reason = text::shorten(text::one_line(text::repair_utf8(request.reason)), kMostReasonCharacters);
  if (reason.empty()) return Error{ErrorCode::kInvalid, "give a reason for the change", "error.reason_required"};
  const auto change = [&](storage::Tx& tx, OpenTicket& ticket) -> Result<void> {
    TicketBook book(context_, tx, actor);
    const storage::TicketRecord& was = ticket.before;
    storage::TicketRecord& now = ticket.now;
    now.type = request.type.value_or(now.type);
    // The type sets the default priority; a priority given by hand wins (D-02).
    if (request.type && *request.type != was.type) now.priority = context_.profile->priority_for(now.type);
    now.priority = request.priority.value_or(now.priority);
    now.phase = request.phase.value_or(now.phase);
    if (request.topic) {
      const std::string topic = text::shorten(text::one_line(text::repair_utf8(*request.topic)), kMostTopicCharacters);
      now.topic = context_.masker.mask(topic).text.text();
    }
    auto round = current_round(context_, tx, ticket);
    if (!round) return std::move(round).error();
    ticket.clocks = domain::reclassify_clocks(*context_.profile, std::move(ticket.clocks), now.type, now.priority,
                                              *round, context_.clock.now());
    ticket.clocks_changed = true;
    if (now.priority != was.priority) {
      if (auto done = book.tell(ticket, "priority", domain::to_text(was.priority), domain::to_text(now.priority));
          !done)
        return done;
    }
    if (now.type != was.type) {
      if (auto done = book.tell(ticket, "type", domain::to_text(was.type), domain::to_text(now.type)); !done)
        return done;
    }
    if (auto done = book.save(ticket, "classified"); !done) return done;
    const auto facets = [](const storage::TicketRecord& of) {
      json::Writer out;
      out.begin_object()
          .member("type", domain::to_text(of.type))
          .member("priority", domain::to_text(of.priority))
          .member("phase", domain::to_text(of.phase))
          .member("topic", of.topic)
          .end_object();
      return out.take();
    };
    return book.record({.action = "ticket.classify",
                        .object_id = request.ticket.raw(),
                        .reason = context_.masker.mask(reason).text.text(),
                        .before = facets(was),
                        .after = facets(now)});
  };
  return change_ticket(context_, actor, request.ticket, request.seen_version, domain::Action::kClassify, change);
}

Result<void> TicketService::mark_read(const Actor& actor, TicketId id) {
  return change_ticket(context_, actor, id, std::nullopt, std::nullopt,
                       [&](storage::Tx& tx, OpenTicket& ticket) -> Result<void> {
                         if (!ticket.now.unread) return {};
                         return storage::set_ticket_read(tx, ticket.now.id);
                       });
}

}  // namespace frontdesk::desk
