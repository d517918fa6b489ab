// Recorded acts: the one way from an Actor to the audit trail, for tickets, channels and accounts alike.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "desk/actor.h"

namespace frontdesk::audit {
class Trail;
}
namespace frontdesk::storage {
class Tx;
}

namespace frontdesk::desk {

/// What goes on record. `before` and `after` are masked JSON objects or empty.
struct Recorded {
  std::string action;  ///< taxonomy name, e.g. "ticket.assign"
  std::string object_type = "ticket";
  std::int64_t object_id = 0;
  std::string reason;
  std::string before;
  std::string after;
  std::string result = "ok";
};

/// Appends the act to the trail, in the transaction of the change it is about. Errors are the trail's.
Result<void> record_act(audit::Trail& trail, storage::Tx& tx, const Actor& actor, const Recorded& recorded);

}  // namespace frontdesk::desk
