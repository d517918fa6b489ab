// Which message of ours a receipt is about.
#pragma once

#include <optional>

#include "base/result.h"
#include "desk/context.h"
#include "desk/inbound/item.h"
#include "storage/store.h"
#include "storage/tables/message.h"

namespace frontdesk::desk {

/// By the message key the receipt names; else by the keys of what it answers; else, for bad news only, the youngest
/// message that is on its way in the ticket whose token came with it (bounces in plain words name no message), or,
/// where only the failed address is named, the youngest one that was written to it in the last days, if all of those
/// belong to one ticket. nullopt: no message of ours, or nobody knows which. Precondition: the item has a receipt.
Result<std::optional<storage::Reference>> find_receipted(Context& context, storage::ReadTx& tx, ChannelId channel,
                                                         const InboundItem& item);

}  // namespace frontdesk::desk
