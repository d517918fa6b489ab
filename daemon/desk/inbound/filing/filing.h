// Filing: step T2 of the message's path. One worked-out item becomes a message of a new or a known ticket, with
// customer, conversation, clocks, search index, audit record and event, in the caller's transaction.
//
// Idempotent by journal id: filing an item whose fate is already known changes nothing.
#pragma once

#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/rendition.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

Result<void> file_message(Context& context, storage::Tx& tx, const Rendition& rendition);

/// A delivery receipt: the outbound message it speaks of, and its outbox row, become delivered or failed. A failure
/// marks the ticket unread; a delivery meets the answer clocks of a reply nobody knew to be sent. A delay is only kept
/// in the ledger. Idempotent too.
Result<void> file_receipt(Context& context, storage::Tx& tx, JournalId journal, ChannelId channel,
                          const InboundItem& receipt);

}  // namespace frontdesk::desk
