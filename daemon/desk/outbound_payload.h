// What the outbox holds of a reply, sealed with the message's key: all that sending needs, so that a change of the
// ticket cannot change a message on its way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace frontdesk::desk {

struct OutboundPayload {
  std::string message_key;
  std::string conversation_key;
  std::vector<std::string> parent_keys;  ///< oldest first
  std::string recipient;
  std::string recipient_name;
  std::string subject;
  std::string text;
  std::string thread_token;
  bool automatic = false;
  std::vector<AttachmentId> attachments;
};

std::string encode_outbound(const OutboundPayload& payload);
Result<OutboundPayload> decode_outbound(std::string_view json);

}  // namespace frontdesk::desk
