// What the outbox holds of a reply, sealed with the message's key: all that sending needs, so that a change of the
// ticket cannot change a message on its way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "desk/ports.h"

namespace frontdesk::desk {

struct OutboundPayload {
  OutboundMessage content;
  std::vector<AttachmentId> attachments;
  bool hides_picture_facts = false;  ///< pictures go without what tells where they were taken
};

std::string encode_outbound(const OutboundPayload& payload);
Result<OutboundPayload> decode_outbound(std::string_view json);

}  // namespace frontdesk::desk
