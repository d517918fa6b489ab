#include "desk/outbound/payload.h"

#include <frontdesk/json.h>

#include "desk/people/people.h"

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
      .member("subject", content.subject)
      .member("text", content.text)
      .member("token", content.thread_token)
      .member("automatic", content.automatic);
  out.key("recipients");
  write_people(out, content.recipients);
  out.key("parents").begin_array();
  for (const std::string& parent : content.parent_keys) out.value(parent);
  out.end_array().key("attachments").begin_array();
  for (const AttachmentId id : payload.attachments) out.value(id.raw());
  out.end_array().member("hides_picture_facts", payload.hides_picture_facts).end_object();
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
  content.recipients = read_people(from.get("recipients"));
  // A reply that was queued before schema 20 has one.
  if (const std::string to(from.get("to").as_string()); !to.empty())
    content.recipients.push_back({PersonRole::kTo, to, std::string(from.get("name").as_string())});
  content.subject = from.get("subject").as_string();
  content.text = from.get("text").as_string();
  content.thread_token = from.get("token").as_string();
  content.automatic = from.get("automatic").as_bool();
  payload.hides_picture_facts = from.get("hides_picture_facts").as_bool();
  for (const json::Value& parent : from.get("parents").items()) content.parent_keys.emplace_back(parent.as_string());
  for (const json::Value& id : from.get("attachments").items()) payload.attachments.emplace_back(id.as_int());
  return payload;
}

}  // namespace frontdesk::desk
