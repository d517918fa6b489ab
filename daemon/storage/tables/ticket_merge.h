// Merged tickets: what moves when a ticket becomes part of another, and where a merged one went.
//
// What was said moves: messages with their files and references, and conversations, so that all later asks by the
// ticket find it in one place. What happened to the ticket stays with it: lines of the timeline, clocks, the ledger,
// identifiers; whoever comes from there follows the pointer.
#pragma once

#include <cstdint>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// The ticket that `id` is part of today: the end of the way; itself when it was not merged, or when its way was cut by
/// a hand in the database. kNotFound when there is no such ticket.
Result<TicketId> current_ticket(ReadTx& tx, TicketId id);

/// Messages of people, the lines that tell of earlier merges, conversations, and who has seen what.
Result<void> move_talk(Tx& tx, TicketId from, TicketId to);

}  // namespace frontdesk::storage
