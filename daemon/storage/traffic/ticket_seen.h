// What is new to whom: up to where each person has seen a ticket.
//
// A ticket counts its news: a message that came in, a reply that failed. Each person's mark holds the count they have
// seen; the ticket is unread by whoever has seen less. One person's look takes nothing from another: what waits for its
// owner goes on waiting when a supervisor reads it, and a ticket without owner is new to everybody who has not opened
// it. Tickets that ended are unread by nobody.
#pragma once

#include <cstdint>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// `user` has seen the ticket up to its `news`; a mark never goes back. No version is spent on it, as it changes
/// nothing that anybody decides by.
Result<void> set_ticket_seen(Tx& tx, TicketId ticket, UserId user, std::int64_t news);

/// Of the open tickets that the user owns, those that are unread by them; reads at most `most` of them.
Result<std::int64_t> count_owned_unread(ReadTx& tx, UserId user, std::int64_t most);

}  // namespace frontdesk::storage
