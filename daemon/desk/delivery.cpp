#include "desk/delivery.h"

#include <frontdesk/json.h>

#include "base/log.h"
#include "desk/event_feed.h"
#include "desk/outbound_payload.h"
#include "desk/routing.h"
#include "desk/thread_finder.h"
#include "desk/ticket_book.h"
#include "domain/words.h"
#include "privacy/key_ring.h"
#include "privacy/masker.h"
#include "privacy/vault.h"
#include "storage/blob_store.h"
#include "storage/outbox_repository.h"
#include "storage/store.h"

namespace frontdesk::desk {
namespace {

using storage::OutboxRecord;

Result<OutboundAttachment> load_attachment_bytes(Context& context, storage::ReadTx& tx, AttachmentId id) {
  auto row = storage::load_attachment(tx, id);
  if (!row) return std::move(row).error();
  auto name = context.keys.open_text(tx, {"attachment", "name_sealed", id.raw()}, row->name_sealed);
  if (!name) return std::move(name).error();
  auto sealed = context.store.blobs().get(tx, row->blob);
  if (!sealed) return std::move(sealed).error();
  auto bytes = context.keys.open_blob(tx, {"blob", "", row->blob.raw()}, *sealed);
  if (!bytes) return std::move(bytes).error();
  return OutboundAttachment{std::string(name->reveal()), row->mime, to_string(*bytes)};
}

Result<OutboundJob> make_job(Context& context, storage::ReadTx& tx, const OutboxRecord& row) {
  auto clear = context.keys.open_text(tx, {"outbox", "payload_sealed", row.id.raw()}, row.payload_sealed);
  if (!clear) return std::move(clear).error();
  auto payload = decode_outbound(clear->reveal());
  if (!payload) return std::move(payload).error();
  OutboundJob job;
  job.id = row.id;
  job.message = row.message;
  job.channel = row.channel;
  job.conversation = row.conversation;
  job.attempt = row.attempts;
  job.idempotency_key = row.idempotency_key;
  job.message_key = std::move(payload->message_key);
  job.conversation_key = std::move(payload->conversation_key);
  job.parent_keys = std::move(payload->parent_keys);
  job.recipient = std::move(payload->recipient);
  job.recipient_name = std::move(payload->recipient_name);
  job.subject = std::move(payload->subject);
  job.text = std::move(payload->text);
  job.thread_token = std::move(payload->thread_token);
  job.automatic = payload->automatic;
  for (const AttachmentId id : payload->attachments) {
    auto attachment = load_attachment_bytes(context, tx, id);
    if (!attachment) return std::move(attachment).error();
    job.attachments.push_back(std::move(*attachment));
  }
  return job;
}

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
  if (auto done = storage::add_reference(tx, row.channel, reference_index(context.vault, remote_key), row.message, ticket);
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
  return storage::change_conversation(tx, row.conversation, conversation->ticket,
                                      context.vault.seal(*key, cell, as_bytes(encode_routing(*routing))));
}

Result<void> record_outcome(Context& context, storage::Tx& tx, const OutboxRecord& row, const SendReport& report) {
  const Actor actor = Actor::system();
  const Micros now = context.clock.now();
  TicketBook book(context, tx, actor);
  auto message = storage::load_message(tx, row.message);
  if (!message) return std::move(message).error();
  const std::string reason = context.masker.mask(report.reason).text.preview(300).text();
  const bool sent = report.status == SendStatus::kSent || report.status == SendStatus::kDelivered;
  const auto delivery = delivery_of(report.status);
  auto moved = report.status == SendStatus::kRetry ? storage::requeue_outbox(tx, row.id, reason, report.retry_at)
                                                   : storage::finish_outbox(tx, row.id, delivery, reason);
  if (!moved) return moved;
  if (auto done = storage::set_delivery(tx, row.message, delivery, reason, sent ? now : Micros{}); !done) return done;
  auto ticket = book.open(message->ticket, std::nullopt);
  if (!ticket) return std::move(ticket).error();
  if (sent) {
    if (auto done = learn_reference(context, tx, row, message->ticket, report.remote_key); !done) return done;
    if (!message->automatic) ticket->clocks_changed |= domain::meet_answers(ticket->clocks, now);
  } else if (report.status != SendStatus::kRetry) {
    ticket->now.unread = true;
  }
  if (auto done = book.save(*ticket, "delivery"); !done) return done;
  if (auto done = book.announce_message(message->ticket, row.message, delivery); !done) return done;
  json::Writer after;
  after.begin_object()
      .member("message", to_text(row.message))
      .member("delivery", domain::to_text(delivery))
      .member("attempt", row.attempts)
      .member("reason", reason)
      .end_object();
  return book.record({.action = action_of(report.status), .object_id = message->ticket.raw(), .reason = {}, .before = {},
                      .after = after.take(), .result = sent ? "ok" : "failed"});
}

}  // namespace

Result<std::vector<OutboundJob>> Delivery::claim_due(ChannelId channel, std::size_t limit) {
  auto rows = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<std::vector<OutboxRecord>> {
    auto due = storage::due_outbox(tx, channel, context_.clock.now(), limit);
    if (!due) return due;
    for (OutboxRecord& row : *due) {
      row.attempts += 1;
      if (auto done = storage::claim_outbox(tx, row.id); !done) return std::move(done).error();
      if (auto done = storage::set_delivery(tx, row.message, domain::Delivery::kSending, "", Micros{}); !done) {
        return std::move(done).error();
      }
    }
    return due;
  });
  if (!rows) return std::move(rows).error();
  std::vector<OutboundJob> jobs;
  for (const OutboxRecord& row : *rows) {
    auto job = context_.store.read([&](storage::ReadTx& tx) { return make_job(context_, tx, row); });
    if (job) {
      jobs.push_back(std::move(*job));
      continue;
    }
    log_error("a reply cannot be read from the outbox", {{"outbox", row.id}, {"error", job.error()}});
    const auto reported = report(row.id, {.status = SendStatus::kFailed, .remote_key = {}, .reason = "the stored reply cannot be opened", .retry_at = {}});
    if (!reported) return reported.error();
  }
  return jobs;
}

Result<void> Delivery::report(OutboxId job, const SendReport& report) {
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto row = storage::load_outbox(tx, job);
    if (!row) return std::move(row).error();
    return record_outcome(context_, tx, *row, report);
  });
  if (done) context_.events.announce();
  return done;
}

Result<std::vector<OutboundJob>> Delivery::take_interrupted() {
  return context_.store.read([&](storage::ReadTx& tx) -> Result<std::vector<OutboundJob>> {
    auto rows = storage::sending_outbox(tx);
    if (!rows) return std::move(rows).error();
    std::vector<OutboundJob> jobs;
    for (const OutboxRecord& row : *rows) {
      auto job = make_job(context_, tx, row);
      if (job) jobs.push_back(std::move(*job));
    }
    return jobs;
  });
}

Result<std::optional<Micros>> Delivery::next_due_at() {
  return context_.store.read([](storage::ReadTx& tx) { return storage::next_outbox_due_at(tx); });
}

}  // namespace frontdesk::desk
