// A stored ticket as a row of a list.
#pragma once

#include "base/time.h"
#include "desk/ticket/query/query.h"
#include "storage/tables/ticket_list.h"

namespace frontdesk::desk {

/// `now` decides whether the clock is shown as late.
TicketRow to_row(storage::TicketListing&& listing, Micros now);

}  // namespace frontdesk::desk
