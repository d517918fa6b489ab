#include "desk/outbound/open_channel.h"

#include "storage/tables/channel.h"

namespace frontdesk::desk {

Result<void> check_channel_open(storage::ReadTx& tx, ChannelId id) {
  auto channel = storage::load_channel(tx, id);
  if (channel) return {};
  if (channel.error().code != ErrorCode::kNotFound) return std::move(channel).error();
  return Error{ErrorCode::kConflict, "the channel of this conversation was removed; nothing can be sent through it",
               "error.channel_removed"};
}

}  // namespace frontdesk::desk
