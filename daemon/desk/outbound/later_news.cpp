#include "desk/outbound/later_news.h"

#include <frontdesk/json.h>

#include <algorithm>

#include "domain/clock/service_clock.h"
#include "domain/profile/words.h"
#include "domain/ticket/state.h"

namespace frontdesk::desk {
namespace {

using domain::Delivery;

const char* action_of(Delivery delivery) {
  switch (delivery) {
    case Delivery::kFailed: return "message.fail";
    case Delivery::kSent: return "message.out";
    case Delivery::kDelivered:
    case Delivery::kNone:
    case Delivery::kQueued:
    case Delivery::kSending:
    case Delivery::kUnknown: break;
  }
  return "message.delivered";
}

std::string news_json(MessageId message, const LaterNews& news) {
  json::Writer out;
  out.begin_object()
      .member("message", to_text(message))
      .member("delivery", domain::to_text(news.delivery))
      .member("source", to_text(news.source))
      .member("reason", news.reason)
      .end_object();
  return out.take();
}

/// What the timeline and the clocks learn; saves the ticket when anything of it changed.
Result<void> tell_ticket(Context& context, TicketBook& book, const storage::MessageRecord& message,
                         const storage::OutboxRecord& row, const LaterNews& news) {
  auto ticket = book.open(message.ticket);
  if (!ticket) return std::move(ticket).error();
  const bool failed = news.delivery == Delivery::kFailed;
  const bool was_unknown = row.state == Delivery::kUnknown;
  if (was_unknown) {
    FD_TRY(book.tell(*ticket, "settled", to_text(news.source), domain::to_text(news.delivery)));
  }
  bool reopened = false;
  if (failed) {
    FD_TRY(book.tell(*ticket, "bounced", "", news.reason));
    auto back = come_back(context, book, *ticket, message);
    if (!back) return std::move(back).error();
    reopened = *back;
  } else if (message.answers()) {
    // It may be the first sign that the reply was sent at all.
    ticket->clocks_changed |= domain::meet_answers(ticket->clocks, context.clock.now());
  }
  if (!failed && !was_unknown && !ticket->clocks_changed) return {};
  return book.save(*ticket, reopened ? "reopened" : failed ? "message" : "delivery");
}

}  // namespace

std::string_view to_text(NewsSource source) {
  switch (source) {
    case NewsSource::kReceipt: return "receipt";
    case NewsSource::kAnswer: return "answer";
    case NewsSource::kCopy: break;
  }
  return "copy";
}

Result<bool> come_back(Context& context, TicketBook& book, OpenTicket& ticket, const storage::MessageRecord& message) {
  ticket.now.news += 1;
  if (!message.answers() || domain::on_inbound(ticket.now.state) != domain::OnInbound::kReopen) return false;
  ticket.now.state = domain::TicketState::kOpen;
  // What still waits for an answer goes on waiting in its round, and is late when it was late.
  const bool still_waits = std::any_of(ticket.clocks.begin(), ticket.clocks.end(), [](const auto& clock) {
    return clock.state == domain::ClockState::kRunning || clock.state == domain::ClockState::kPaused;
  });
  if (!still_waits) {
    ticket.now.round += 1;
    domain::start_next_round(*context.profile, ticket.clocks, ticket.now.type, ticket.now.priority, ticket.now.round,
                             context.clock.now());
    ticket.clocks_changed = true;
  }
  FD_TRY(book.tell(ticket, "reopened_undelivered", "", std::to_string(ticket.now.round)));
  return true;
}

Result<void> take_later_news(Context& context, storage::Tx& tx, const Actor& actor,
                             const storage::MessageRecord& message, const storage::OutboxRecord& row,
                             const LaterNews& news) {
  TicketBook book(context, tx, actor);
  FD_TRY(storage::finish_outbox(tx, row.id, news.delivery, news.reason));
  const bool keeps_time = message.sent_at.is_set() || news.delivery == Delivery::kFailed;
  const Micros sent_at = keeps_time ? message.sent_at : context.clock.now();
  FD_TRY(storage::set_delivery(tx, message.id, news.delivery, news.reason, sent_at));
  FD_TRY(tell_ticket(context, book, message, row, news));
  FD_TRY(book.announce_message(message.ticket, message.id, news.delivery));
  return book.record({.action = action_of(news.delivery),
                      .object_id = message.ticket.raw(),
                      .reason = {},
                      .before = {},
                      .after = news_json(message.id, news)});
}

Result<void> take_partial_failure(Context& context, storage::Tx& tx, const Actor& actor,
                                  const storage::MessageRecord& message, const std::optional<MaskedPerson>& person,
                                  const std::string& reason) {
  TicketBook book(context, tx, actor);
  auto ticket = book.open(message.ticket);
  if (!ticket) return std::move(ticket).error();
  const std::string address = person ? person->address.text() : std::string();
  FD_TRY(book.tell(*ticket, person ? "bounced_person" : "bounced_somebody", address, reason));
  bool reopened = false;
  if (person && person->role == PersonRole::kTo) {
    auto back = come_back(context, book, *ticket, message);
    if (!back) return std::move(back).error();
    reopened = *back;
  } else {
    ticket->now.news += 1;
  }
  FD_TRY(book.save(*ticket, reopened ? "reopened" : "message"));
  json::Writer after;
  after.begin_object()
      .member("message", to_text(message.id))
      .member("address", address)
      .member("reason", reason)
      .end_object();
  return book.record(
      {.action = "message.fail", .object_id = message.ticket.raw(), .reason = {}, .before = {}, .after = after.take()});
}

Result<void> settle_unknown(Context& context, storage::Tx& tx, const Actor& actor, MessageId id, NewsSource source) {
  auto message = storage::load_message(tx, id);
  if (!message) return std::move(message).error();
  if (message->kind != domain::MessageKind::kOutbound) return {};
  auto row = storage::find_outbox_by_message(tx, id);
  if (!row && row.error().code == ErrorCode::kNotFound) return {};  // written elsewhere, not sent by us
  if (!row) return std::move(row).error();
  // Sent on its way again by a person who did not know that it had arrived: it is called back.
  const bool waits_again = row->state == Delivery::kQueued && row->attempts > 0;
  if (row->state != Delivery::kUnknown && !waits_again) return {};
  const Delivery truth = waits_again ? Delivery::kDelivered : Delivery::kSent;
  return take_later_news(context, tx, actor, *message, *row, {.delivery = truth, .source = source});
}

}  // namespace frontdesk::desk
