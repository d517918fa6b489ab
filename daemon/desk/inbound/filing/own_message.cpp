// Filing of what our side wrote in another program than the desk.
#include <frontdesk/json.h>

#include <algorithm>
#include <memory>

#include "desk/inbound/filing/filing.h"
#include "desk/inbound/filing/stored.h"
#include "desk/inbound/rendition.h"
#include "desk/inbound/thread_finder.h"
#include "desk/outbound/later_news.h"
#include "desk/ticket/book.h"
#include "storage/tables/customer.h"
#include "storage/traffic/journal.h"

namespace frontdesk::desk {
namespace {

using storage::Fate;

constexpr char kNoConversation[] =
    "our side wrote it elsewhere, in no conversation that the desk knows [no_conversation]";
constexpr char kCopy[] = "a copy of a reply that the desk sent [copy_of_reply]";

Result<void> settle_item(Context& context, storage::Tx& tx, const Rendition& rendition, Fate fate, TicketId ticket,
                         MessageId message, std::string_view reason) {
  const auto payload = rendition.is_incomplete ? storage::Payload::kKeep : storage::Payload::kErase;
  return storage::settle(tx, rendition.journal, fate, ticket, message, reason, context.clock.now(), payload);
}

/// It is the copy of a reply that the desk sent: what it says is known, that it was sent may be news.
Result<bool> is_copy_of_reply(Context& context, storage::Tx& tx, const Rendition& rendition) {
  const std::string& key = rendition.source.item.message_key;
  auto known = key.empty() ? Result<std::optional<storage::Reference>>(std::nullopt)
                           : find_message(context, tx, rendition.channel, key);
  if (!known) return std::move(known).error();
  if (!*known) {
    if (!rendition.source.item.is_copy_of_ours()) return false;
    FD_TRY(settle_item(context, tx, rendition, Fate::kDuplicate, {}, {}, kCopy));  // a server gave it another id
    return true;
  }
  if ((*known)->is_ours) {
    FD_TRY(settle_unknown(context, tx, Actor::plugin(rendition.channel), (*known)->message, NewsSource::kCopy));
  }
  FD_TRY(settle_item(context, tx, rendition, Fate::kDuplicate, (*known)->ticket, (*known)->message, "known already"));
  return true;
}

/// Written by a person, and after what waits for an answer began to wait.
bool answers(const OpenTicket& ticket, const InboundItem& item, Micros written) {
  return !item.owes_nothing() && std::all_of(ticket.clocks.begin(), ticket.clocks.end(),
                                             [&](const auto& clock) { return clock.started_at <= written; });
}

Result<void> join_conversation(Context& context, storage::Tx& tx, const Rendition& rendition,
                               const storage::ConversationRecord& conversation) {
  const InboundItem& item = rendition.source.item;
  const Actor actor = Actor::plugin(rendition.channel);
  const Micros now = context.clock.now();
  TicketBook book(context, tx, actor);
  auto ticket = book.open(conversation.ticket);
  if (!ticket) return std::move(ticket).error();
  ticket->now.message_count += 1;
  ticket->now.attachment_count += static_cast<std::int64_t>(rendition.attachments.size());
  ticket->now.last_message_at = now;
  ticket->now.preview_masked = rendition.preview.text();
  if (const Micros written = item.sent_at != 0 ? std::min(Micros{item.sent_at}, now) : now;
      answers(*ticket, item, written))
    ticket->clocks_changed |= domain::meet_answers(ticket->clocks, written);
  storage::MessageRecord place;
  place.ticket = conversation.ticket;
  place.conversation = conversation.id;
  place.kind = domain::MessageKind::kOutbound;
  place.author_kind = storage::AuthorKind::kElsewhere;
  FD_TRY(store_rendition(context, tx, rendition, std::move(place)));
  FD_TRY(index_rendition(tx, rendition, conversation.ticket, false));
  FD_TRY(book.save(*ticket, "message"));
  json::Writer after;
  after.begin_object()
      .member("number", ticket->now.number)
      .member("message", to_text(rendition.message))
      .member("channel", to_text(rendition.channel))
      .end_object();
  return book.record({.action = "message.elsewhere",
                      .object_id = conversation.ticket.raw(),
                      .reason = {},
                      .before = {},
                      .after = after.take()});
}

Result<void> file(Context& context, storage::Tx& tx, const Rendition& rendition) {
  auto revision = storage::pending_revision(tx, rendition.journal);
  if (!revision) return std::move(revision).error();
  if (!*revision) return {};
  if (**revision > 0) {  // the first content of a key stands
    return storage::settle(tx, rendition.journal, Fate::kDuplicate, {}, {}, "known already, with other content",
                           context.clock.now(), storage::Payload::kKeep);
  }
  auto is_copy = is_copy_of_reply(context, tx, rendition);
  if (!is_copy) return std::move(is_copy).error();
  if (*is_copy) return {};
  auto conversation = find_own_conversation(context, tx, rendition.channel, rendition.source.item);
  if (!conversation) return std::move(conversation).error();
  if (!*conversation) return settle_item(context, tx, rendition, Fate::kNothingToDo, {}, {}, kNoConversation);
  FD_TRY(join_conversation(context, tx, rendition, **conversation));
  return settle_item(context, tx, rendition, Fate::kFollowUp, (*conversation)->ticket, rendition.message, "");
}

}  // namespace

storage::Store::Unit file_own_message(Context& context, FilingTask task) {
  const IntakeBacklog::Item& entry = *task.entry;
  if (task.giving_up != nullptr) {  // whatever ended the daemon is not looked at again, and nobody waits for it
    return [&context, journal = entry.journal, reason = task.giving_up](storage::Tx& tx) {
      return storage::settle(tx, journal, Fate::kQuarantined, {}, {}, reason, context.clock.now(),
                             storage::Payload::kKeep);
    };
  }
  auto rendition = std::make_shared<Rendition>(work_out(context, entry.journal, entry.channel, entry.key, entry.item));
  if (rendition->is_incomplete && !task.is_in_journal) {
    return [](storage::Tx&) { return Result<void>(Error{ErrorCode::kInternal, "an item could not be worked out"}); };
  }
  return [&context, rendition](storage::Tx& tx) { return file(context, tx, *rendition); };
}

}  // namespace frontdesk::desk
