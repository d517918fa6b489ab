// From what people ask of a list to what the store selects, and the same for one ticket.
#pragma once

#include <optional>

#include "desk/ticket/query/query.h"
#include "storage/tables/ticket_list.h"

namespace frontdesk::desk {

/// nullopt: nothing can fit, as the view is of other people's tickets than the filter asks for, or of nobody's.
std::optional<storage::TicketSelection> select(const Actor& actor, const TicketFilter& filter, Micros now);

/// The ticket would stand in the list.
bool fits(const storage::TicketSelection& selection, const storage::TicketRecord& ticket);

}  // namespace frontdesk::desk
