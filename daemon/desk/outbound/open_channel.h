// Whether anything can be sent through a channel at all.
#pragma once

#include "base/id.h"
#include "base/result.h"

namespace frontdesk::storage {
class ReadTx;
}

namespace frontdesk::desk {

/// kConflict (key "error.channel_removed") when the channel is no longer there.
Result<void> check_channel_open(storage::ReadTx& tx, ChannelId id);

}  // namespace frontdesk::desk
