// The round that a ticket is in, as its clocks and its replies tell.
#pragma once

#include "base/result.h"
#include "domain/profile/snapshot.h"

namespace frontdesk::storage {
class ReadTx;
}

namespace frontdesk::desk {

struct Context;
struct OpenTicket;
class TicketAct;

/// A round without any clock begins to owe something only now: machine mail that a human takes up is not late on the
/// spot.
Result<domain::Round> current_round(TicketAct& act);
/// The same of a ticket that is not the act's own.
Result<domain::Round> current_round(Context& context, storage::ReadTx& tx, const OpenTicket& ticket);

}  // namespace frontdesk::desk
