// Whose messages a channel carries: an address, a shop, a line, as its plugin's form marks it (x-fd-account).
//
// Two channels of one plugin and one account are one to the outside: a customer's answer to what one sent may come in
// by the other, and a ticket of one that was removed is answered through the other. A row sum (sql/row_sum.h) covers
// each row, because it decides through whom an answer goes; a row that does not fit counts as none.
#pragma once

#include <optional>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// `account` empty: none known.
Result<void> set_channel_account(Tx& tx, ChannelId channel, std::string_view plugin, std::string_view account);

/// Of the channels of this account that were removed, the newest; nullopt: none.
Result<std::optional<ChannelId>> find_removed_channel(ReadTx& tx, std::string_view plugin, std::string_view account);

/// The channel that carries on for `id`: itself, or where it was removed the newest of the same account; nullopt: none.
Result<std::optional<ChannelId>> find_open_channel(ReadTx& tx, ChannelId id);

}  // namespace frontdesk::storage
