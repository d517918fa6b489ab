// What became of a reply: the one place where the end of a send, or of a try, is written down — outbox row, message,
// response clock, audit record and event, in the caller's transaction.
#pragma once

#include "base/result.h"
#include "base/time.h"
#include "desk/context.h"
#include "desk/ports.h"
#include "desk/ticket/book.h"
#include "storage/sql/transaction.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

/// Why a reply that waited, or was to be tried again, has failed.
inline constexpr char kChannelRemoved[] = "The channel was removed before this was sent. [channel_removed]";

/// `row` as stored. A receipt can be faster than the report of the send: then what the receipt said stays. A try to be
/// repeated on a channel that was removed has failed. kConflict when the row is not on its way.
Result<void> record_outcome(Context& context, storage::Tx& tx, const storage::OutboxRecord& row,
                            const SendReport& report);

}  // namespace frontdesk::desk
