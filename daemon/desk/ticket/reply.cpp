// TicketService: replies, and sending them again.
#include <frontdesk/json.h>

#include <charconv>

#include "base/text.h"
#include "desk/event_feed.h"
#include "desk/inbound/thread_finder.h"
#include "desk/inbound/thread_token.h"
#include "desk/limits.h"
#include "desk/outbound/payload.h"
#include "desk/outbound/routing.h"
#include "desk/ticket/book.h"
#include "desk/ticket/request_key.h"
#include "desk/ticket/service.h"
#include "desk/ticket/staff_message.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"
#include "storage/tables/channel.h"
#include "storage/tables/customer.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kPreviewLength = 140;

std::string base36(std::int64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 36).ptr;
  return {digits, end};
}

std::string reply_subject(const std::string& subject) {
  for (const char* prefix : {"Re:", "RE:", "回复:", "回复：", "答复:", "答复："}) {
    if (text::starts_with_ignoring_case(subject, prefix)) return subject;
  }
  return "Re: " + subject;
}

void carry_message(OpenTicket& ticket, const storage::MessageRecord& message) {
  ticket.now.message_count += 1;
  ticket.now.last_message_at = message.created_at;
  ticket.now.preview_masked = privacy::MaskedText::from_store(message.text_masked).preview(kPreviewLength).text();
  ticket.now.unread = false;
}

Result<void> check_channel(storage::ReadTx& tx, ChannelId id) {
  auto channel = storage::load_channel(tx, id);
  if (channel) return {};
  if (channel.error().code != ErrorCode::kNotFound) return std::move(channel).error();
  return Error{ErrorCode::kConflict, "the channel of this conversation was removed; nothing can be sent through it",
               "error.channel_removed"};
}

/// One reply on its way into the store.
class ReplyUnit {
 public:
  ReplyUnit(Context& context, const Actor& actor, const ReplyRequest& request, std::string text)
      : context_(context),
        actor_(actor),
        request_(request),
        text_(std::move(text)),
        message_(compose_message(context, actor, request.ticket, domain::MessageKind::kOutbound, text_)) {
    message_.row.delivery = domain::Delivery::kQueued;
  }

  Result<MessageId> run(storage::Tx& tx);
  [[nodiscard]] ChannelId channel() const { return channel_; }

 private:
  [[nodiscard]] std::string content() const;
  Result<OutboundPayload> make_payload(storage::Tx& tx, const OpenTicket& ticket);
  Result<void> queue(storage::Tx& tx, const OutboundPayload& payload);

  Context& context_;
  const Actor& actor_;
  const ReplyRequest& request_;
  std::string text_;
  StaffMessage message_;
  ChannelId channel_;
};

Result<MessageId> ReplyUnit::run(storage::Tx& tx) {
  const RequestKey key(context_, actor_.user, request_.request_key, content());
  auto earlier = key.find(tx);
  if (!earlier) return std::move(earlier).error();
  if (*earlier) return **earlier;

  TicketBook book(context_, tx, actor_);
  auto ticket = book.open(request_.ticket, request_.seen_version);
  if (!ticket) return std::move(ticket).error();
  if (auto allowed = domain::check_action(ticket->now.state, domain::Action::kReply); !allowed)
    return std::move(allowed).error();
  auto payload = make_payload(tx, *ticket);
  if (!payload) return std::move(payload).error();

  if (auto done = store_message(context_, tx, message_); !done) return std::move(done).error();
  for (const AttachmentId id : request_.attachments) {
    if (auto done = storage::adopt_attachment(tx, id, actor_.user, message_.row.id); !done)
      return std::move(done).error();
  }
  if (auto done = queue(tx, *payload); !done) return std::move(done).error();
  if (auto done = key.remember(tx, message_.row.id, message_.row.created_at); !done) return std::move(done).error();
  carry_message(*ticket, message_.row);
  ticket->now.attachment_count += static_cast<std::int64_t>(request_.attachments.size());
  if (!ticket->now.owner.is_set()) {
    if (auto done = book.give(*ticket, actor_.user, actor_.display_name, "claimed"); !done)
      return std::move(done).error();
  }
  if (ticket->now.state == domain::TicketState::kNew) ticket->now.state = domain::TicketState::kOpen;
  if (auto done = book.save(*ticket, "message"); !done) return std::move(done).error();
  if (auto done = book.announce_message(request_.ticket, message_.row.id, domain::Delivery::kQueued); !done) {
    return std::move(done).error();
  }
  if (auto done = book.record({.action = "message.queue",
                               .object_id = request_.ticket.raw(),
                               .reason = {},
                               .before = {},
                               .after = audited_message(message_.row.id)});
      !done) {
    return std::move(done).error();
  }
  return message_.row.id;
}

/// Everything the reply asks for but the version that was seen: the same request sent again is the same reply.
std::string ReplyUnit::content() const {
  json::Writer content;
  content.begin_object()
      .member("ticket", to_text(request_.ticket))
      .member("text", text_)
      .key("attachments")
      .begin_array();
  for (const AttachmentId id : request_.attachments) content.value(to_text(id));
  content.end_array().member("resolve", request_.resolve).end_object();
  return content.take();
}

Result<OutboundPayload> ReplyUnit::make_payload(storage::Tx& tx, const OpenTicket& ticket) {
  auto conversation = storage::reply_conversation(tx, request_.ticket);
  if (!conversation) return std::move(conversation).error();
  if (!*conversation)
    return Error{ErrorCode::kConflict, "the ticket has no conversation to answer in", "error.no_conversation"};
  message_.row.conversation = (*conversation)->id;
  channel_ = (*conversation)->channel;
  if (auto open = check_channel(tx, channel_); !open) return std::move(open).error();
  auto clear = context_.keys.open_text(tx, {"conversation", "key_sealed", (*conversation)->id.raw()},
                                       (*conversation)->key_sealed);
  if (!clear) return std::move(clear).error();
  auto routing = decode_routing(clear->reveal());
  if (!routing) return std::move(routing).error();
  if (routing->recipient.empty()) {
    return Error{ErrorCode::kConflict, "the customer left no address to answer to", "error.no_recipient"};
  }
  OutboundPayload payload;
  OutboundMessage& content = payload.content;
  content.message_key = "T" + base36(request_.ticket.raw()) + "." + base36(message_.row.id.raw()) + "." +
                        to_hex(context_.random.bytes(6));
  content.conversation_key = routing->conversation_key;
  content.parent_keys = routing->references;
  content.recipient = routing->recipient;
  content.recipient_name = routing->recipient_name;
  content.subject = reply_subject(routing->subject) + " [#" + ticket.now.number + "]";
  if (routing->subject.find(ticket.now.number) != std::string::npos) content.subject = reply_subject(routing->subject);
  content.text = text_;
  content.thread_token = make_thread_token(context_.vault, request_.ticket);
  payload.attachments = request_.attachments;
  return payload;
}

Result<void> ReplyUnit::queue(storage::Tx& tx, const OutboundPayload& payload) {
  storage::OutboxRecord row;
  row.id = context_.ids.next<OutboxId>();
  row.message = message_.row.id;
  row.channel = channel_;
  row.conversation = message_.row.conversation;
  row.next_attempt_at = message_.row.created_at;
  row.created_at = message_.row.created_at;
  row.idempotency_key = payload.content.message_key;
  row.payload_sealed =
      context_.vault.seal(message_.key, {"outbox", "payload_sealed", row.id.raw()}, as_bytes(encode_outbound(payload)));
  if (auto done = storage::insert_outbox(tx, row); !done) return done;
  return storage::add_reference(tx, channel_, reference_index(context_.vault, payload.content.message_key),
                                message_.row.id, request_.ticket);
}

}  // namespace

Result<MessageId> TicketService::reply(const Actor& actor, const ReplyRequest& request) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  if (auto valid = check_request_key(request.request_key); !valid) return std::move(valid).error();
  if (request.attachments.size() > kMostAttachments) {
    return Error{ErrorCode::kLimit, "more than 20 attachments", "error.too_many_attachments"};
  }
  auto text = checked_text(request.text);
  if (!text) return std::move(text).error();
  ReplyUnit unit(context_, actor, request, std::move(*text));
  auto message = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<MessageId> {
    auto queued = unit.run(tx);
    if (!queued || !request.resolve || !unit.channel().is_set()) return queued;
    if (auto resolved = resolve_in(actor, tx, request.ticket, std::nullopt); !resolved)
      return std::move(resolved).error();
    return queued;
  });
  if (!message) return message;
  context_.events.announce();
  if (channels_ != nullptr && unit.channel().is_set()) channels_->wake_outbound(unit.channel());
  return message;
}

Result<void> TicketService::retry(const Actor& actor, MessageId message_id, bool confirmed) {
  if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return allowed;
  ChannelId channel;
  auto done = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto message = storage::load_message(tx, message_id);
    if (!message) return std::move(message).error();
    auto row = storage::find_outbox_by_message(tx, message_id);
    if (!row) return std::move(row).error();
    if (row->state != domain::Delivery::kFailed && row->state != domain::Delivery::kUnknown) {
      return Error{ErrorCode::kConflict, "the message is not waiting for a decision", "error.not_failed"};
    }
    if (row->state == domain::Delivery::kUnknown && !confirmed) {
      return Error{ErrorCode::kConflict, "the message may have been sent already; confirm to send it again",
                   "error.confirm_resend"};
    }
    if (auto open = check_channel(tx, row->channel); !open) return open;
    channel = row->channel;
    const Micros now = context_.clock.now();
    if (auto set = storage::retry_outbox(tx, row->id, now); !set) return set;
    if (auto set = storage::set_delivery(tx, message_id, domain::Delivery::kQueued, "", Micros{}); !set) return set;
    TicketBook book(context_, tx, actor);
    if (auto said = book.announce_message(message->ticket, message_id, domain::Delivery::kQueued); !said) return said;
    return book.record({.action = "message.retry",
                        .object_id = message->ticket.raw(),
                        .reason = {},
                        .before = {},
                        .after = audited_message(message_id)});
  });
  if (!done) return done;
  context_.events.announce();
  if (channels_ != nullptr) channels_->wake_outbound(channel);
  return done;
}

}  // namespace frontdesk::desk
