#include "desk/outbound/outcome.h"

#include <frontdesk/json.h>

#include "base/log.h"
#include "desk/inbound/thread_finder.h"
#include "desk/outbound/later_news.h"
#include "desk/outbound/routing.h"
#include "domain/profile/words.h"
#include "privacy/masker.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

using storage::OutboxRecord;

domain::Delivery delivery_of(SendStatus status) {
  switch (status) {
    case SendStatus::kSent: return domain::Delivery::kSent;
    case SendStatus::kDelivered: return domain::Delivery::kDelivered;
    case SendStatus::kRetry: return domain::Delivery::kQueued;
    case SendStatus::kFailed: return domain::Delivery::kFailed;
    case SendStatus::kUnknown: return domain::Delivery::kUnknown;
  }
  return domain::Delivery::kUnknown;
}

const char* action_of(SendStatus status) {
  switch (status) {
    case SendStatus::kSent:
    case SendStatus::kDelivered: return "message.out";
    case SendStatus::kRetry: return "message.retry";
    case SendStatus::kFailed: return "message.fail";
    case SendStatus::kUnknown: return "message.unknown";
  }
  return "message.unknown";
}

/// The conversation learns the id under which the reply is known outside, so that its answer finds back.
Result<void> learn_reference(Context& context, storage::Tx& tx, const OutboxRecord& row, TicketId ticket,
                             const std::string& remote_key) {
  if (remote_key.empty()) return {};
  if (auto done =
          storage::add_reference(tx, row.channel, reference_index(context.vault, remote_key), row.message, ticket);
      !done) {
    return done;
  }
  auto conversation = storage::load_conversation(tx, row.conversation);
  if (!conversation) return std::move(conversation).error();
  const privacy::Cell cell{"conversation", "key_sealed", row.conversation.raw()};
  auto clear = context.keys.open_text(tx, cell, conversation->key_sealed);
  if (!clear) return std::move(clear).error();
  auto routing = decode_routing(clear->reveal());
  if (!routing) return std::move(routing).error();
  add_reference(*routing, remote_key);
  auto key = context.keys.key(tx, privacy::Vault::key_id_of(conversation->key_sealed));
  if (!key) return std::move(key).error();
  return storage::set_conversation_key(tx, row.conversation,
                                       context.vault.seal(*key, cell, as_bytes(encode_routing(*routing))));
}

/// That it was sent is recorded even when its conversation's key cannot be opened: the answer to it then finds its
/// ticket by the other marks.
Result<void> learn_if_possible(Context& context, storage::Tx& tx, const OutboxRecord& row, TicketId ticket,
                               const std::string& remote_key) {
  auto learnt = learn_reference(context, tx, row, ticket, remote_key);
  if (learnt) return learnt;
  const ErrorCode code = learnt.error().code;
  if (code != ErrorCode::kCorrupt && code != ErrorCode::kInvalid && code != ErrorCode::kNotFound) return learnt;
  log_error("the id of a sent reply was not kept with its conversation",
            {{"outbox", row.id}, {"error", learnt.error()}});
  return {};
}

bool is_sent(SendStatus status) { return status == SendStatus::kSent || status == SendStatus::kDelivered; }

/// Nothing waits in a channel that is gone.
Result<SendReport> for_channel(storage::ReadTx& tx, ChannelId channel, SendReport report) {
  if (report.status != SendStatus::kRetry) return report;
  auto stored = storage::load_channel(tx, channel);
  if (stored) return report;
  if (stored.error().code != ErrorCode::kNotFound) return std::move(stored).error();
  report.status = SendStatus::kFailed;
  report.reason = kChannelRemoved;
  return report;
}

Result<void> move_row(storage::Tx& tx, const OutboxRecord& row, const SendReport& report, const std::string& reason,
                      Micros now) {
  const auto delivery = delivery_of(report.status);
  auto moved = report.status == SendStatus::kRetry ? storage::requeue_outbox(tx, row.id, reason, report.retry_at)
                                                   : storage::finish_outbox(tx, row.id, delivery, reason);
  if (!moved) return moved;
  return storage::set_delivery(tx, row.message, delivery, reason, is_sent(report.status) ? now : Micros{});
}

std::string outcome_json(const OutboxRecord& row, domain::Delivery delivery, const std::string& reason) {
  json::Writer out;
  out.begin_object()
      .member("message", to_text(row.message))
      .member("delivery", domain::to_text(delivery))
      .member("attempt", row.attempts)
      .member("reason", reason)
      .end_object();
  return out.take();
}

}  // namespace

Result<void> record_outcome(Context& context, storage::Tx& tx, const OutboxRecord& row, const SendReport& reported) {
  const Actor actor = Actor::system();
  const Micros now = context.clock.now();
  const bool receipt_was_faster = row.state == domain::Delivery::kDelivered || row.state == domain::Delivery::kFailed;
  if (receipt_was_faster && !is_sent(reported.status)) return {};
  auto report = for_channel(tx, row.channel, reported);
  if (!report) return std::move(report).error();
  auto message = storage::load_message(tx, row.message);
  if (!message) return std::move(message).error();
  if (row.state == domain::Delivery::kUnknown) {  // it was asked again what became of it
    if (report->status == SendStatus::kUnknown) return {};
    if (is_sent(report->status)) {
      FD_TRY(learn_if_possible(context, tx, row, message->ticket, report->remote_key));
      return take_later_news(context, tx, actor, *message, row,
                             {.delivery = delivery_of(report->status), .source = NewsSource::kCopy});
    }
  }
  TicketBook book(context, tx, actor);
  const std::string reason = context.masker.mask(report->reason).text.preview(300).text();
  const bool sent = is_sent(report->status);
  const auto delivery = receipt_was_faster ? row.state : delivery_of(report->status);
  if (!receipt_was_faster) {
    FD_TRY(move_row(tx, row, *report, reason, now));
  }
  auto ticket = book.open(message->ticket);
  if (!ticket) return std::move(ticket).error();
  if (sent) {
    FD_TRY(learn_if_possible(context, tx, row, message->ticket, report->remote_key));
    if (message->answers()) ticket->clocks_changed |= domain::meet_answers(ticket->clocks, now);
  } else if (report->status == SendStatus::kFailed) {
    auto back = come_back(context, book, *ticket, *message);
    if (!back) return std::move(back).error();
  } else if (report->status != SendStatus::kRetry) {
    ticket->now.news += 1;
  }
  FD_TRY(book.save(*ticket, "delivery"));
  FD_TRY(book.announce_message(message->ticket, row.message, delivery));
  return book.record({.action = action_of(report->status),
                      .object_id = message->ticket.raw(),
                      .reason = {},
                      .before = {},
                      .after = outcome_json(row, delivery, reason),
                      .result = sent ? "ok" : "failed"});
}

}  // namespace frontdesk::desk
