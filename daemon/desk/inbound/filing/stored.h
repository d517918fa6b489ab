// What every filed message leaves in the store, whoever wrote it: its row, its attachments, the id that it carries
// outside, and what it is found by. In the caller's transaction.
#pragma once

#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/rendition.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {

/// `place`: its ticket, conversation, kind and what the rendition does not know; the rest is filled in here.
Result<void> store_rendition(Context& context, storage::Tx& tx, const Rendition& rendition,
                             storage::MessageRecord place);

/// `first`: the ticket's first message, whose subject is the ticket's.
Result<void> index_rendition(storage::Tx& tx, const Rendition& rendition, TicketId ticket, bool first);

}  // namespace frontdesk::desk
