#include "desk/outbound_payload.h"

#include <frontdesk/json.h>

namespace frontdesk::desk {
namespace {
constexpr json::Limits kLimits{.max_bytes = 8U << 20, .max_depth = 4};
}

std::string encode_outbound(const OutboundPayload& payload) {
  json::Writer out;
  out.begin_object()
      .member("message_key", payload.message_key)
      .member("conversation_key", payload.conversation_key)
      .member("to", payload.recipient)
      .member("name", payload.recipient_name)
      .member("subject", payload.subject)
      .member("text", payload.text)
      .member("token", payload.thread_token)
      .member("automatic", payload.automatic);
  out.key("parents").begin_array();
  for (const std::string& parent : payload.parent_keys) out.value(parent);
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
  payload.message_key = from.get("message_key").as_string();
  payload.conversation_key = from.get("conversation_key").as_string();
  payload.recipient = from.get("to").as_string();
  payload.recipient_name = from.get("name").as_string();
  payload.subject = from.get("subject").as_string();
  payload.text = from.get("text").as_string();
  payload.thread_token = from.get("token").as_string();
  payload.automatic = from.get("automatic").as_bool();
  for (const json::Value& parent : from.get("parents").items()) payload.parent_keys.emplace_back(parent.as_string());
  for (const json::Value& id : from.get("attachments").items()) payload.attachments.emplace_back(id.as_int());
  return payload;
}

}  // namespace frontdesk::desk
