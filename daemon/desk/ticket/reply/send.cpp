// A reply to the customer: queued with its row, its place in the outbox and its record; sent by the channel.
#include <charconv>

#include "base/text.h"
#include "desk/inbound/thread_finder.h"
#include "desk/inbound/thread_token.h"
#include "desk/limits.h"
#include "desk/outbound/open_channel.h"
#include "desk/outbound/payload.h"
#include "desk/outbound/routing.h"
#include "desk/ports.h"
#include "desk/ticket/last_message.h"
#include "desk/ticket/resolve.h"
#include "desk/ticket/staff_message.h"
#include "desk/use_case/entry.h"
#include "privacy/seal/key_ring.h"
#include "privacy/seal/vault.h"
#include "storage/tables/account.h"
#include "storage/tables/customer.h"
#include "storage/tables/message.h"
#include "storage/traffic/outbox.h"
#include "storage/traffic/ticket_seen.h"

namespace frontdesk::desk {
namespace {

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

}  // namespace

struct ReplyToTicket {
  static constexpr UseCase kUseCase{.name = "ticket.reply",
                                    .route = {Method::kPost, "/tickets/{ticket}/replies"},
                                    .right = Right::kAnswer,
                                    .from = kOpenStates | kSolvedStates,
                                    .needs_version = true,
                                    .once = true,
                                    .status = 201,
                                    .most_bytes = kMostTextBytes,
                                    .body_schema = "NewReply"};
  TicketId ticket;
  std::string text;
  std::vector<AttachmentId> attachments;  ///< uploads of the same person, not used yet
  bool resolve = false;                   ///< send and resolve in one act
  std::optional<MessageId> answers;       ///< whose author is written to; not set: the ticket's customer
  std::optional<StaffMessage> message;

  template <class V>
  static void describe(V& v) {
    v.path("ticket", &ReplyToTicket::ticket);
    v.text("text", &ReplyToTicket::text, {.most = kMostTextCharacters});
    v.ids("attachments", &ReplyToTicket::attachments, {.most = kMostAttachments, .optional = true});
    v.flag("resolve", &ReplyToTicket::resolve);
    v.id("answers", &ReplyToTicket::answers, true);
  }

  static bool offered(const Offer& offer) { return offer.has_recipient; }

  Result<void> prepare(Desk& desk, const Actor& actor) {
    auto checked = checked_text(text);
    if (!checked) return std::move(checked).error();
    message = compose_message(desk.context, actor, ticket, domain::MessageKind::kOutbound, *checked);
    message->row.delivery = domain::Delivery::kQueued;
    text = std::move(*checked);
    return {};
  }

  Result<MessageId> run(TicketAct& act) {
    auto payload = make_payload(act);
    if (!payload) return std::move(payload).error();
    const MessageId id = message->row.id;
    FD_TRY(check_files(act.tx));
    FD_TRY(store_message(act.context, act.tx, *message));
    for (const AttachmentId attachment : attachments)
      FD_TRY(storage::adopt_attachment(act.tx, attachment, act.actor.user, id));
    FD_TRY(queue(act, *payload));
    carry(act.now());
    if (act.actor.user.is_set()) FD_TRY(storage::set_ticket_seen(act.tx, ticket, act.actor.user, act.before().news));
    FD_TRY(take_or_tell(act));
    if (act.now().state == domain::TicketState::kNew) act.now().state = domain::TicketState::kOpen;
    FD_TRY(act.announce_message(id, domain::Delivery::kQueued));
    act.changed({}, audited_message(id));
    if (resolve) act.then(resolving(), [](TicketAct& next) { return desk::resolve(next); });
    act.after_commit([&runtime = act.desk.runtime, channel = payload->channel] { runtime.wake_outbound(channel); });
    return id;
  }

 private:
  struct Outgoing {
    ChannelId channel;
    OutboundPayload payload;
  };

  /// Who answers for a colleague leaves a line that the owner sees.
  static Result<void> take_or_tell(TicketAct& act) {
    const UserId owner = act.now().owner;
    if (!owner.is_set() || owner == act.actor.user) return act.take_if_free();
    auto colleague = storage::load_user(act.tx, owner);
    return act.tell("answered_for", "", colleague ? colleague->display_name : std::string());
  }

  void carry(storage::TicketRecord& now) const {
    const auto masked = privacy::MaskedText::from_store(message->row.text_masked);
    carry_message(now, {.excerpt = masked.preview(kExcerptLength),
                        .by = storage::LastBy::kColleague,
                        .user = message->row.author,
                        .at = message->row.created_at,
                        .files = attachments.size()});
  }

  Result<std::optional<storage::ConversationRecord>> find_conversation(storage::ReadTx& tx) const;
  Result<void> check_files(storage::ReadTx& tx) const;
  Result<Outgoing> make_payload(TicketAct& act);
  Result<void> queue(TicketAct& act, const Outgoing& outgoing);
};

Result<std::optional<storage::ConversationRecord>> ReplyToTicket::find_conversation(storage::ReadTx& tx) const {
  if (!answers) return storage::reply_conversation(tx, ticket);
  auto answered = storage::load_message(tx, *answers);
  const bool fits = answered && answered->ticket == ticket && answered->kind == domain::MessageKind::kInbound;
  if (!fits) {
    return Error{ErrorCode::kInvalid, "answers: no message of a customer in this ticket", "error.answers_nobody"};
  }
  auto conversation = storage::load_conversation(tx, answered->conversation);
  if (!conversation) return std::move(conversation).error();
  return std::optional(std::move(*conversation));
}

/// Files that are allowed one by one may be too much together: told now, not when the reply is on its way.
Result<void> ReplyToTicket::check_files(storage::ReadTx& tx) const {
  std::int64_t bytes = 0;
  for (const AttachmentId id : attachments) {
    auto file = storage::load_attachment(tx, id);
    if (!file) return std::move(file).error();
    bytes += file->size;
  }
  if (bytes <= static_cast<std::int64_t>(kMostReplyFileBytes)) return {};
  return Error{ErrorCode::kInvalid,
               "the files of a reply may have " + std::to_string(kMostReplyFileBytes >> 20) + " MiB together",
               "error.reply_too_large"};
}

Result<ReplyToTicket::Outgoing> ReplyToTicket::make_payload(TicketAct& act) {
  Context& context = act.context;
  auto conversation = find_conversation(act.tx);
  if (!conversation) return std::move(conversation).error();
  if (!*conversation)
    return Error{ErrorCode::kConflict, "the ticket has no conversation to answer in", "error.no_conversation"};
  message->row.conversation = (*conversation)->id;
  auto channel = require_open_channel(act.tx, (*conversation)->channel);
  if (!channel) return std::move(channel).error();
  Outgoing outgoing{*channel, {}};
  auto clear = context.keys.open_text(act.tx, {"conversation", "key_sealed", (*conversation)->id.raw()},
                                      (*conversation)->key_sealed);
  if (!clear) return std::move(clear).error();
  auto routing = decode_routing(clear->reveal());
  if (!routing) return std::move(routing).error();
  if (routing->recipient.empty())
    return Error{ErrorCode::kConflict, "the customer left no address to answer to", "error.no_recipient"};
  const std::string& number = act.before().number;
  OutboundMessage& content = outgoing.payload.content;
  content.message_key =
      "T" + base36(ticket.raw()) + "." + base36(message->row.id.raw()) + "." + to_hex(context.random.bytes(6));
  content.conversation_key = routing->conversation_key;
  content.parent_keys = routing->references;
  content.recipient = routing->recipient;
  content.recipient_name = routing->recipient_name;
  content.subject = reply_subject(routing->subject);
  if (routing->subject.find(number) == std::string::npos) content.subject += " [#" + number + "]";
  content.text = text;
  content.thread_token = make_thread_token(context.vault, ticket);
  outgoing.payload.attachments = attachments;
  return outgoing;
}

Result<void> ReplyToTicket::queue(TicketAct& act, const Outgoing& outgoing) {
  storage::OutboxRecord row;
  row.id = act.context.ids.next<OutboxId>();
  row.message = message->row.id;
  row.channel = outgoing.channel;
  row.conversation = message->row.conversation;
  row.next_attempt_at = message->row.created_at;
  row.created_at = message->row.created_at;
  row.idempotency_key = outgoing.payload.content.message_key;
  row.payload_sealed = act.context.vault.seal(message->key, {"outbox", "payload_sealed", row.id.raw()},
                                              as_bytes(encode_outbound(outgoing.payload)));
  FD_TRY(storage::insert_outbox(act.tx, row));
  return storage::add_reference(act.tx, outgoing.channel, reference_index(act.context.vault, row.idempotency_key),
                                message->row.id, ticket);
}

FD_USE_CASE(ReplyToTicket)

}  // namespace frontdesk::desk
