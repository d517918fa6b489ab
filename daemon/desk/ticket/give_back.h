// Tickets of somebody who cannot own them any more (disabled, or other roles) go back to the queue, so that nobody's
// customer waits for a colleague who is gone.
#pragma once

#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

/// Every open ticket of `owner`, each with its line in the timeline, its audit record and its event. In the transaction
/// of the act that made it necessary; `actor` is who did that.
Result<void> give_back_tickets(Context& context, storage::Tx& tx, const Actor& actor, UserId owner);

}  // namespace frontdesk::desk
