// The problem is solved: what replies may do in the same act.
#pragma once

#include "base/result.h"
#include "desk/use_case/use_case.h"

namespace frontdesk::desk {

class TicketAct;

/// Of the use case "ticket.resolve".
const UseCase& resolving();
Result<void> resolve(TicketAct& act);

}  // namespace frontdesk::desk
