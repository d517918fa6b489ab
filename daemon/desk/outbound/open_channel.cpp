#include "desk/outbound/open_channel.h"

#include "storage/tables/channel_account.h"

namespace frontdesk::desk {

Result<ChannelId> require_open_channel(storage::ReadTx& tx, ChannelId id) {
  auto open = storage::find_open_channel(tx, id);
  if (!open) return std::move(open).error();
  if (*open) return **open;
  return Error{ErrorCode::kConflict, "the channel of this conversation was removed; nothing can be sent through it",
               "error.channel_removed"};
}

}  // namespace frontdesk::desk
