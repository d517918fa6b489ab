// MachineProbe: what the checks want to know of files, disk and the daemon's own duties. The app room, which knows
// where things lie, fills it.
#pragma once

#include "desk/machine/facts.h"

namespace frontdesk::desk {

class MachineProbe {
 public:
  virtual ~MachineProbe() = default;
  /// Fills in what it can look at; cheap enough for every request. Thread rule: any thread.
  virtual void look(Facts& facts) const = 0;
};

}  // namespace frontdesk::desk
