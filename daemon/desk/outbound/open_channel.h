// Through which channel a conversation goes on: its own, or where that was removed another of the same account.
#pragma once

#include "base/id.h"
#include "base/result.h"

namespace frontdesk::storage {
class ReadTx;
}

namespace frontdesk::desk {

/// kConflict (key "error.channel_removed") when the channel is no longer there and none carries on for it.
Result<ChannelId> require_open_channel(storage::ReadTx& tx, ChannelId id);

}  // namespace frontdesk::desk
