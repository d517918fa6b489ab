// Clock rows: what a ticket owes, and until when.
#pragma once

#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "domain/clock/service_clock.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

Result<std::vector<domain::ServiceClock>> list_clocks(ReadTx& tx, TicketId ticket);
/// Inserts clocks that have no id yet (giving them one) and updates the others.
Result<void> save_clocks(Tx& tx, TicketId ticket, std::vector<domain::ServiceClock>& clocks, IdSource& ids);

}  // namespace frontdesk::storage
