#include "desk/outbound/routing.h"

#include <frontdesk/json.h>

#include <algorithm>

namespace frontdesk::desk {

void add_reference(Routing& routing, const std::string& id) {
  auto& known = routing.references;
  if (id.empty() || std::find(known.begin(), known.end(), id) != known.end()) return;
  if (known.size() >= kMostReferences) known.erase(known.begin());
  known.push_back(id);
}

std::string encode_routing(const Routing& routing) {
  json::Writer out;
  out.begin_object()
      .member("key", routing.conversation_key)
      .member("to", routing.recipient)
      .member("name", routing.recipient_name)
      .member("subject", routing.subject)
      .key("references")
      .begin_array();
  for (const std::string& id : routing.references) out.value(id);
  out.end_array().end_object();
  return out.take();
}

Result<Routing> decode_routing(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "a conversation's routing has an unknown form"};
  const json::Value& from = *parsed.value;
  Routing routing{.conversation_key = std::string(from.get("key").as_string()),
                  .recipient = std::string(from.get("to").as_string()),
                  .recipient_name = std::string(from.get("name").as_string()),
                  .subject = std::string(from.get("subject").as_string())};
  for (const json::Value& id : from.get("references").items()) routing.references.emplace_back(id.as_string());
  return routing;
}

}  // namespace frontdesk::desk
