// Filing: how an item of each kind gets its fate (steps 3 and T2 of the message's path). A strategy does on the
// intake's lane what needs no writer, and returns the unit that files the item in one transaction. Units are idempotent
// by journal id: filing an item whose fate is already known changes nothing.
//
// A kind that the desk begins to act upon gets a file of its own here and its line in the table (strategies.cpp).
#pragma once

#include <memory>

#include "desk/context.h"
#include "desk/inbound/backlog.h"
#include "storage/store.h"

namespace frontdesk::desk {

struct FilingTask {
  std::shared_ptr<const IntakeBacklog::Item> entry;
  const char* giving_up = nullptr;  ///< why its content is not to be looked at; null: it is
  /// False: the journal does not hold the content, so that a message without it is an error.
  bool is_in_journal = true;
};
using FilingStrategy = storage::Store::Unit (*)(Context&, FilingTask);

FilingStrategy strategy_for(ItemKind kind);

/// Becomes a message of a new or a known ticket, with customer, conversation, clocks, search index, audit record and
/// event.
storage::Store::Unit file_message(Context& context, FilingTask task);

/// What our side wrote in another program (a colleague's mail program, the shop's app): joins the ticket of its
/// conversation as our message, starts no clock and meets those that wait for an answer. Of a conversation that nobody
/// knows it makes no ticket: the ledger says that there is nothing to do. A copy of a reply of ours settles the reply's
/// fate.
storage::Store::Unit file_own_message(Context& context, FilingTask task);

/// A delivery receipt: the outbound message it speaks of, and its outbox row, become delivered or failed. A failure
/// marks the ticket unread; a delivery meets the answer clocks of a reply nobody knew to be sent. A delay is only kept
/// in the ledger. A receipt that says nothing is filed as a message.
storage::Store::Unit file_receipt(Context& context, FilingTask task);

}  // namespace frontdesk::desk
