// What stands for an item that could not be read when it came first, and what changes when it can be read at last: the
// ticket keeps its number and its clocks' beginning, and becomes the ticket of what was written.
#pragma once

#include <optional>

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/rendition.h"
#include "desk/ticket/book.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

struct UnreadBefore {
  JournalId row;
  bool is_this_row = false;    ///< the kept item is worked on again; else a later form of it came in
  TicketId ticket;             ///< not set: it was put aside without one
  MessageId message;           ///< that says it could not be read
  bool opened_ticket = false;  ///< the ticket is about this item, and not only told of it
};

/// nullopt: the item is new, or what is known of it can be read.
Result<std::optional<UnreadBefore>> find_unread_before(storage::ReadTx& tx, JournalId journal, std::int64_t revision);

/// Customer, subject, type and priority that the ticket could not have before. What people classified meanwhile stays;
/// due times follow from receipt (M-25).
Result<void> take_over(Context& context, storage::Tx& tx, TicketBook& book, const Rendition& rendition,
                       CustomerId customer, OpenTicket& ticket);

}  // namespace frontdesk::desk
