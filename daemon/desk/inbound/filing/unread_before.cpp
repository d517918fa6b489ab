#include "desk/inbound/filing/unread_before.h"

#include "domain/profile/words.h"
#include "storage/tables/message.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
namespace {

Result<domain::Round> round_of(const Context& context, storage::ReadTx& tx, const OpenTicket& ticket) {
  domain::Round round{.number = ticket.now.round, .started_at = {}, .answered_at = {}};
  round.started_at = domain::round_start(ticket.clocks, round.number).value_or(context.clock.now());
  auto answered = storage::first_reply_sent_at(tx, ticket.now.id, round.started_at);
  if (!answered) return std::move(answered).error();
  round.answered_at = *answered;
  return round;
}

}  // namespace

Result<std::optional<UnreadBefore>> find_unread_before(storage::ReadTx& tx, JournalId journal, std::int64_t revision) {
  auto known = revision > 0 ? storage::first_revision(tx, journal) : storage::filed_before(tx, journal);
  if (!known) return std::move(known).error();
  if (!*known) return std::optional<UnreadBefore>();
  UnreadBefore before{.row = (*known)->id, .is_this_row = revision == 0, .ticket = {}, .message = {}};
  if ((*known)->fate == storage::Fate::kQuarantined) return std::optional(before);
  if (!(*known)->message.is_set()) return std::optional<UnreadBefore>();
  auto message = storage::load_message(tx, (*known)->message);
  if (!message) return std::move(message).error();
  if (!message->unreadable) return std::optional<UnreadBefore>();
  before.ticket = (*known)->ticket;
  before.message = (*known)->message;
  auto first = storage::is_first_inbound(tx, before.ticket, before.message);
  if (!first) return std::move(first).error();
  before.opened_ticket = *first;
  return std::optional(before);
}

Result<void> take_over(Context& context, storage::Tx& tx, TicketBook& book, const Rendition& rendition,
                       CustomerId customer, OpenTicket& ticket) {
  const domain::Profile& profile = *context.profile;
  storage::TicketRecord& now = ticket.now;
  now.customer = customer;
  now.subject_masked = rendition.subject.text();
  const bool is_unclassified =
      now.type == profile.default_type && now.priority == profile.priority_for(profile.default_type);
  if (!is_unclassified) return {};
  const bool automatic = rendition.source.item.automatic;
  const auto priority = automatic ? domain::Priority::kP3 : profile.priority_for(rendition.type);
  if (rendition.type == now.type && priority == now.priority) return {};
  auto round = round_of(context, tx, ticket);
  if (!round) return std::move(round).error();
  ticket.clocks = domain::reclassify_clocks(profile, std::move(ticket.clocks), rendition.type, priority, *round,
                                            context.clock.now());
  ticket.clocks_changed = true;
  if (priority != now.priority)
    FD_TRY(book.tell(ticket, "priority", domain::to_text(now.priority), domain::to_text(priority)));
  if (rendition.type != now.type)
    FD_TRY(book.tell(ticket, "type", domain::to_text(now.type), domain::to_text(rendition.type)));
  now.type = rendition.type;
  now.priority = priority;
  return {};
}

}  // namespace frontdesk::desk
