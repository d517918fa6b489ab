// A reply goes on its way once more, with its id, its place in the ticket and its record of tries kept.
#pragma once

#include "base/result.h"
#include "desk/use_case/act.h"
#include "storage/tables/message.h"
#include "storage/traffic/outbox.h"

namespace frontdesk::desk {

/// `row` failed or is in doubt. Errors: kConflict (keys "error.channel_removed", "error.row_changed").
Result<void> resend(Act& act, const storage::MessageRecord& message, const storage::OutboxRecord& row);

}  // namespace frontdesk::desk
