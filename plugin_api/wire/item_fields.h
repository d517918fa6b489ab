// The fields of items and outbound messages. Internal to wire.
#pragma once

#include "wire/archive.h"

#include <frontdesk/sdk/types.h>

namespace frontdesk::wire {

inline constexpr auto kPartFields = [](auto& a, auto& part) {
  a.choice("r", part.role, sdk::PartRole::kBody, sdk::PartRole::kHtml);
  a.text("mime", part.mime);
  a.blob("n", part.text);
};

inline constexpr auto kAttachmentFields = [](auto& a, auto& attachment) {
  a.text("name", attachment.name);
  a.text("mime", attachment.mime);
  a.text("cid", attachment.content_id);
  a.flag("inline", attachment.is_inline);
  a.text("ref", attachment.ref);
  a.number("size", attachment.size);
  a.blob("n", attachment.data);
};

inline constexpr auto kRefFields = [](auto& a, auto& ref) {
  a.text("k", ref.kind);
  a.text("v", ref.value);
};

inline constexpr auto kReceiptFields = [](auto& a, auto& receipt) {
  a.choice("status", receipt.status, sdk::ReceiptStatus::kFailed, sdk::ReceiptStatus::kRead);
  a.text("message", receipt.message_key);
  a.text("diagnostic", receipt.diagnostic);
  a.text("code", receipt.code);
  a.text("recipient", receipt.failed_recipient);
};

inline constexpr auto kItemFields = [](auto& a, auto& item) {
  a.choice("kind", item.kind, sdk::ItemKind::kMessage, sdk::ItemKind::kOrderEvent);
  a.choice("dir", item.direction, sdk::Direction::kInbound, sdk::Direction::kOutbound);
  a.text("key", item.dedup_key);
  a.text("conversation", item.conversation_key);
  a.text("message", item.message_key);
  a.text("token", item.thread_token);
  a.texts("parents", item.parent_keys);
  a.text("author", item.author.key);
  a.text("address", item.author.address);
  a.text("display", item.author.display);
  a.choice("role", item.author.role, sdk::AuthorRole::kCustomer, sdk::AuthorRole::kRobot);
  a.number("sent", item.sent_at);
  a.number("received", item.received_at);
  a.text("subject", item.subject);
  a.text("language", item.language);
  a.list("parts", item.parts, kPartFields);
  a.list("attachments", item.attachments, kAttachmentFields);
  a.list("refs", item.refs, kRefFields);
  a.object("receipt", item.receipt, kReceiptFields);
  a.blob("raw", item.raw);
  a.blob("attributes", item.attributes);
  a.number("revision", item.revision);
  a.flag("automatic", item.automatic);
  a.flag("truncated", item.truncated);
  a.flag("historical", item.historical);
  a.flag("no_reply", item.no_reply);
  a.flag("unreadable", item.unreadable);
  a.text("reason", item.unreadable_reason);
};

inline constexpr auto kRecipientFields = [](auto& a, auto& recipient) {
  a.choice("role", recipient.role, sdk::RecipientRole::kTo, sdk::RecipientRole::kBcc);
  a.text("address", recipient.address);
  a.text("display", recipient.display);
};

inline constexpr auto kOutboundFields = [](auto& a, auto& message) {
  a.text("key", message.idempotency_key);
  a.text("message", message.message_key);
  a.text("conversation", message.conversation_key);
  a.text("reply_to", message.reply_to_key);
  a.texts("parents", message.parent_keys);
  a.list("recipients", message.recipients, kRecipientFields);
  a.text("subject", message.subject);
  a.blob("text", message.text);
  a.blob("html", message.html);
  a.list("attachments", message.attachments, kAttachmentFields);
  a.text("token", message.thread_token);
  a.blob("attributes", message.attributes);
  a.number("attempt", message.attempt);
  a.flag("automatic", message.automatic);
  a.duration("deadline", message.deadline);
};

}  // namespace frontdesk::wire
