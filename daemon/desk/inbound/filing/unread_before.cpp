#include "desk/inbound/filing/unread_before.h"

#include "desk/ticket/round.h"
#include "domain/profile/words.h"
#include "storage/tables/message.h"
#include "storage/traffic/journal.h"
#include "storage/traffic/read_again.h"

namespace frontdesk::desk {
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
  before.ticket = message->ticket;  // which may be another since its ticket was merged
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
  auto round = current_round(context, tx, ticket);
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
