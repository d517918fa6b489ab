// ClockKeeper: marks clocks whose due time has passed. The lists compute "overdue" from now themselves; the keeper puts
// the breach on record, once, with its line in the timeline (M-36).
#pragma once

#include "base/result.h"
#include "desk/context.h"

namespace frontdesk::desk {

class ClockKeeper {
 public:
  explicit ClockKeeper(Context& context) : context_(context) {}

  /// Returns how many tickets changed; at most 200 a call. To be called every second.
  Result<std::size_t> mark_breaches();

 private:
  Context& context_;
};

}  // namespace frontdesk::desk
