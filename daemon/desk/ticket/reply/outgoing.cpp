#include "desk/ticket/reply/outgoing.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "desk/inbound/thread_finder.h"
#include "desk/inbound/thread_token.h"
#include "desk/limits.h"
#include "desk/outbound/open_channel.h"
#include "desk/people/people.h"
#include "desk/ports.h"
#include "desk/ticket/last_message.h"
#include "desk/use_case/desk.h"
#include "privacy/seal/vault.h"
#include "storage/traffic/outbox.h"
#include "storage/traffic/ticket_seen.h"

namespace frontdesk::desk {

// Each recipient has a bit of what is kept of the people of a message.
static_assert(kMostRecipients <= storage::kMostPeople && storage::kMostPeople <= 64);

namespace {

std::string base36(std::int64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 36).ptr;
  return {digits, end};
}

Result<std::optional<storage::ConversationRecord>> find_conversation(TicketAct& act,
                                                                     const std::optional<MessageId>& answers) {
  if (!answers) return storage::reply_conversation(act.tx, act.id());
  auto answered = storage::load_message(act.tx, *answers);
  const bool fits = answered && answered->ticket == act.id() && answered->kind == domain::MessageKind::kInbound;
  if (!fits) {
    return Error{ErrorCode::kInvalid, "answers: no message of a customer in this ticket", "error.answers_nobody"};
  }
  auto conversation = storage::load_conversation(act.tx, answered->conversation);
  if (!conversation) return std::move(conversation).error();
  return std::optional(std::move(*conversation));
}

}  // namespace

Result<Way> find_way(TicketAct& act, const std::optional<MessageId>& answers) {
  auto conversation = find_conversation(act, answers);
  if (!conversation) return std::move(conversation).error();
  if (!*conversation)
    return Error{ErrorCode::kConflict, "the ticket has no conversation to answer in", "error.no_conversation"};
  auto channel = require_open_channel(act.tx, (*conversation)->channel);
  if (!channel) return std::move(channel).error();
  auto routing = open_routing(act.context, act.tx, **conversation);
  if (!routing) return std::move(routing).error();
  return Way{*channel, (*conversation)->id, std::move(*routing)};
}

std::string marked_subject(std::span<const std::string_view> known, const std::string& subject,
                           const std::string& number) {
  const bool is_marked = std::any_of(known.begin(), known.end(), [&](std::string_view mark) {
    return text::starts_with_ignoring_case(subject, mark);
  });
  std::string marked = is_marked ? subject : std::string(known.front()) + " " + subject;
  if (subject.find(number) == std::string::npos) marked += " [#" + number + "]";
  return marked;
}

OutgoingMessage::OutgoingMessage(TicketAct& act, StaffMessage& message, const Way& way)
    : act_(act), message_(message), channel_(way.channel), customer_(way.routing.recipient) {
  message_.row.conversation = way.conversation;
  message_.row.delivery = domain::Delivery::kQueued;
  OutboundMessage& content = payload_.content;
  content.message_key =
      "T" + base36(act.id().raw()) + "." + base36(message_.row.id.raw()) + "." + to_hex(act.context.random.bytes(6));
  content.thread_token = make_thread_token(act.context.vault, act.id());
}

void OutgoingMessage::add_uploads(const std::vector<AttachmentId>& uploads) {
  uploads_ = uploads;
  payload_.attachments.insert(payload_.attachments.end(), uploads.begin(), uploads.end());
}

Result<void> OutgoingMessage::add_files_of_ticket(const std::vector<AttachmentId>& files) {
  payload_.hides_picture_facts |= !files.empty();
  for (const AttachmentId id : files) {
    auto file = storage::load_attachment(act_.tx, id);
    if (!file && file.error().code != ErrorCode::kNotFound) return std::move(file).error();
    auto ticket = file && file->message.is_set() ? storage::ticket_of_message(act_.tx, file->message)
                                                 : Result<TicketId>(TicketId{});
    if (!ticket) return std::move(ticket).error();
    if (*ticket != act_.id())
      return Error{ErrorCode::kInvalid, "files: one is not of this ticket", "error.file_unknown"};
    file->id = act_.context.ids.next<AttachmentId>();
    file->message = message_.row.id;
    file->owner = act_.actor.user;
    file->is_inline = false;
    file->content_id.clear();
    file->name_sealed = act_.context.vault.seal(message_.key, {"attachment", "name_sealed", file->id.raw()},
                                                as_bytes(std::string_view(file->name_masked)));
    file->key = message_.key.id();
    file->created_at = message_.row.created_at;
    payload_.attachments.push_back(file->id);
    copies_.push_back(std::move(*file));
  }
  return {};
}

/// Files that are allowed one by one may be too much together: told now, not when the message is on its way.
Result<void> OutgoingMessage::check_files() const {
  if (payload_.attachments.size() > kMostAttachments)
    return Error{ErrorCode::kInvalid, "a message has " + std::to_string(kMostAttachments) + " files at most",
                 "error.too_many_files"};
  std::int64_t bytes = 0;
  for (const storage::AttachmentRecord& file : copies_) bytes += file.size;
  for (const AttachmentId id : uploads_) {
    auto file = storage::load_attachment(act_.tx, id);
    if (!file) return std::move(file).error();
    bytes += file->size;
  }
  if (bytes <= static_cast<std::int64_t>(kMostReplyFileBytes)) return {};
  return Error{ErrorCode::kInvalid,
               "the files of a reply may have " + std::to_string(kMostReplyFileBytes >> 20) + " MiB together",
               "error.reply_too_large"};
}

/// An answer to the one who asked names nobody else.
Result<void> OutgoingMessage::keep_recipients(const Recipients& recipients) {
  const bool is_plain = recipients.people.size() == 1 && recipients.people.front().address == customer_;
  if (is_plain) return {};
  const auto kept = keep_people(act_.context, message_.row.id, message_.key, recipients.people);
  masked_people_ = kept->masked;
  return storage::insert_people(act_.tx, *kept);
}

void OutgoingMessage::carry() {
  const auto masked = privacy::MaskedText::from_store(message_.row.text_masked);
  carry_message(act_.now(), {.excerpt = masked.preview(kExcerptLength),
                             .by = storage::LastBy::kColleague,
                             .user = message_.row.author,
                             .at = message_.row.created_at,
                             .files = payload_.attachments.size()});
}

Result<void> OutgoingMessage::queue() {
  storage::OutboxRecord row;
  row.id = act_.context.ids.next<OutboxId>();
  row.message = message_.row.id;
  row.channel = channel_;
  row.conversation = message_.row.conversation;
  row.next_attempt_at = message_.row.created_at;
  row.created_at = message_.row.created_at;
  row.idempotency_key = payload_.content.message_key;
  row.payload_sealed = act_.context.vault.seal(message_.key, {"outbox", "payload_sealed", row.id.raw()},
                                               as_bytes(encode_outbound(payload_)));
  FD_TRY(storage::insert_outbox(act_.tx, row));
  return storage::add_reference(act_.tx, channel_, reference_index(act_.context.vault, row.idempotency_key),
                                message_.row.id, act_.id());
}

Result<void> OutgoingMessage::put_on_its_way(Recipients recipients) {
  Context& context = act_.context;
  const MessageId id = message_.row.id;
  message_.row.aside = !recipients.answers;
  FD_TRY(check_files());
  FD_TRY(store_message(context, act_.tx, message_));
  for (const AttachmentId upload : uploads_) FD_TRY(storage::adopt_attachment(act_.tx, upload, act_.actor.user, id));
  for (const storage::AttachmentRecord& copy : copies_) FD_TRY(storage::insert_attachment(act_.tx, copy));
  FD_TRY(keep_recipients(recipients));
  payload_.content.recipients = std::move(recipients.people);
  FD_TRY(queue());
  carry();
  if (act_.actor.user.is_set())
    FD_TRY(storage::set_ticket_seen(act_.tx, act_.id(), act_.actor.user, act_.before().news));
  if (act_.now().state == domain::TicketState::kNew) act_.now().state = domain::TicketState::kOpen;
  FD_TRY(act_.announce_message(id, domain::Delivery::kQueued));
  act_.after_commit([&runtime = act_.desk.runtime, channel = channel_] { runtime.wake_outbound(channel); });
  return {};
}

std::string OutgoingMessage::audited() const {
  if (masked_people_.empty()) return audited_message(message_.row.id);
  json::Writer out;
  out.begin_object().member("message", to_text(message_.row.id)).key("to").raw(masked_people_).end_object();
  return out.take();
}

}  // namespace frontdesk::desk
