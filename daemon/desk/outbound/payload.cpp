#include "desk/outbound/payload.h"

#include <frontdesk/json.h>

namespace frontdesk::desk {
namespace {
constexpr json::Limits kLimits{.max_bytes = 8U << 20, .max_depth = 4};
}

std::string encode_outbound(const OutboundPayload& payload) {
  const OutboundMessage& content = payload.content;
  json::Writer out;
  out.begin_object()
      .member("message_key", content.message_key)
      .member("conversation_key", content.conversation_key)
      .member("to", content.recipient)
      .member("name", content.recipient_name)
      .member("subject", content.subject)
      .member("text", content.text)
      .member("token", content.thread_token)
      .member("automatic", content.automatic);
  out.key("parents").begin_array();
  for (const std::string& parent : content.parent_keys) out.value(parent);
  out.end_array().key("attachments").begin_array();
  for (const AttachmentId id : payload.attachments) out.value(id.raw());
  out.end_array().end_object();
  return out.take();
}

Result<OutboundPayload> decode_outbound(std::string_view text) {
  const auto parsed = json::parse(text, kLimits);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "an outbox payload has an unknown form"};
  const json::Value& from = *parsed.value;
  OutboundPayload payload;
  OutboundMessage& content = payload.content;
  content.message_key = from.get("message_key").as_string();
  content.conversation_key = from.get("conversation_key").as_string();
  content.recipient = from.get("to").as_string();
  content.recipient_name = from.get("name").as_string();
  content.subject = from.get("subject").as_string();
  content.text = from.get("text").as_string();
  content.thread_token = from.get("token").as_string();
  content.automatic = from.get("automatic").as_bool();
  for (const json::Value& parent : from.get("parents").items()) content.parent_keys.emplace_back(parent.as_string());
  for (const json::Value& id : from.get("attachments").items()) payload.attachments.emplace_back(id.as_int());
  return payload;
}

}  // namespace frontdesk::desk
