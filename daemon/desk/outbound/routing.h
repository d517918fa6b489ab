// Routing: what a reply into a conversation needs to know, sealed with the customer's key in conversation.key_sealed.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace frontdesk::desk {

struct Routing {
  std::string conversation_key;
  std::string recipient;  ///< address or open id
  std::string recipient_name;
  std::string subject;
  /// Ids of the conversation's messages as the platform knows them, oldest first, at most kMostReferences.
  std::vector<std::string> references;
};

inline constexpr std::size_t kMostReferences = 20;

/// Adds an id at the end; the oldest goes when there are too many. Empty and known ids are ignored.
void add_reference(Routing& routing, const std::string& id);

std::string encode_routing(const Routing& routing);
Result<Routing> decode_routing(std::string_view json);

}  // namespace frontdesk::desk
