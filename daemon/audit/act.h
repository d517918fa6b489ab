// Act: who did what to which object, as the callers tell it; one act becomes one audit record.
//
// Everything here is already masked: no clear personal data of customers, no secrets. `actor_name`, `address`,
// `reason`, `before` and `after` are the details that can be blanked later without breaking the proof.
#pragma once

#include <cstdint>
#include <string>

namespace frontdesk::audit {

/// Position of a record: 1, 2, 3 … without gaps.
using Seq = std::int64_t;

enum class ActorKind : std::uint8_t {
  kSystem = 0,  ///< the daemon itself: clocks, retention, start and stop
  kUser = 1,    ///< a signed-in person
  kPlugin = 2,  ///< a channel's plugin; actor_id is the channel
  kCli = 3,     ///< the admin command line on the machine
};

/// Stable word, e.g. "user"; "unknown" for values of a later version.
const char* to_text(ActorKind kind);

struct Act {
  ActorKind actor_kind = ActorKind::kSystem;
  std::int64_t actor_id = 0;  ///< user or channel; 0 for system and cli
  std::string actor_name{};   ///< sign-in name of staff; empty for plugins, whose channel is the id
  std::string role{};         ///< roles the actor held, e.g. "agent,supervisor"; empty for system and plugins
  std::int64_t session_id = 0;
  std::string address{};  ///< IP address of the request, empty when there was none
  std::string request_id{};
  std::string user_agent{};   ///< SHA-256 of the browser's User-Agent, hex; empty when there was none
  std::string action{};       ///< taxonomy name such as "ticket.create"
  std::string object_type{};  ///< "ticket", "message", "channel", …
  std::int64_t object_id = 0;
  std::string reason{};
  std::string before{};  ///< masked JSON of what changed, or empty
  std::string after{};
  std::string result = "ok";  ///< "ok", "denied", "failed"
};

}  // namespace frontdesk::audit
