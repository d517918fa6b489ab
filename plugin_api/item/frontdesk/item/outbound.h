// Outbound: one message of ours on its way out, as a plain C++ value, and the one description of it. Members mean what
// plugin.h says of their namesakes. Thread rule: plain values.
#pragma once

#include <frontdesk/item/item.h>

#include <chrono>

namespace frontdesk::sdk {

/// A point on the host's monotonic clock; 0 = none.
using Monotonic = std::chrono::nanoseconds;

enum class RecipientRole : fdk_recipient_role {
  kTo = FDK_RECIPIENT_TO,
  kCc = FDK_RECIPIENT_CC,
  kBcc = FDK_RECIPIENT_BCC,
};

struct Recipient {
  RecipientRole role = RecipientRole::kTo;
  std::string address;
  std::string display;

  using View = fdk_recipient;
  friend bool operator==(const Recipient&, const Recipient&) = default;
};
void describe(auto& v, item::Like<Recipient> auto& recipient, auto& view) {
  v.choice("role", recipient.role, RecipientRole::kTo, RecipientRole::kBcc, view.role);
  v.text("address", recipient.address, view.address);
  v.text("display", recipient.display, view.display);
}

struct Outbound {
  std::string idempotency_key;
  std::string message_key;
  std::string conversation_key;
  std::string reply_to_key;
  std::vector<std::string> parent_keys;  ///< oldest first
  std::vector<Recipient> recipients;
  std::string subject;
  std::string text;  ///< the FDK_PART_BODY
  std::string html;  ///< empty when there is none
  std::vector<Attachment> attachments;
  std::string thread_token;
  std::string attributes;
  std::uint32_t attempt = 1;
  bool automatic = false;
  Monotonic deadline{0};

  using View = fdk_outbound;
  friend bool operator==(const Outbound&, const Outbound&) = default;
};
void describe(auto& v, item::Like<Outbound> auto& message, auto& view) {
  v.text({"idempotency_key", "key"}, message.idempotency_key, view.idempotency_key);
  v.text({"message_key", "message"}, message.message_key, view.message_key);
  v.text({"conversation_key", "conversation"}, message.conversation_key, view.conversation_key);
  v.text({"reply_to_key", "reply_to"}, message.reply_to_key, view.reply_to_key);
  v.texts({"parent_keys", "parents"}, message.parent_keys, view.parent_keys, view.parent_key_count);
  v.list("recipients", message.recipients, view.recipients, view.recipient_count);
  v.text("subject", message.subject, view.subject);
  v.part("text", message.text, PartRole::kBody, "text/plain", view.parts, view.part_count);
  v.part("html", message.html, PartRole::kHtml, "text/html", view.parts, view.part_count);
  v.list("attachments", message.attachments, view.attachments, view.attachment_count);
  v.text({"thread_token", "token"}, message.thread_token, view.thread_token);
  v.body("attributes", message.attributes, view.attributes);
  v.number("attempt", message.attempt, view.attempt);
  v.flag("automatic", message.automatic, view.flags, FDK_OUTBOUND_AUTOMATIC);
  v.duration("deadline", message.deadline, view.deadline);
}

}  // namespace frontdesk::sdk
