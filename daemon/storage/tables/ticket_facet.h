// Facets: the tickets of one state, phase, priority, type and channel. A list that asks for some of these columns and
// an order is merged from the facets that fit; an index for each order holds every facet sorted (schema 17).
//
// Why: an index of the order alone is walked to its end when few rows fit (200,000 tickets: 0.2 s), one of the column
// alone leaves all its rows to sort. Here a page costs two seeks for each facet that exists, some hundreds in a busy
// shop, and hardly a row more than it shows.
#pragma once

#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"
#include "storage/tables/ticket_list.h"

namespace frontdesk::storage {

/// The page's tickets, in its order. kDue: open tickets only, whatever the scope.
Result<std::vector<TicketId>> merge_facets(ReadTx& tx, const TicketSelection& selection);

/// The same for all that an owner ever answered for, newest first, merged from the tickets of one owner and state. What
/// a filter leaves out costs an index entry each (50,000 tickets of one person: some milliseconds).
Result<std::vector<TicketId>> merge_owned(ReadTx& tx, const TicketSelection& selection);

}  // namespace frontdesk::storage
