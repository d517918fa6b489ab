// Reading again what could not be read: one item of a channel's ledger, or all of them.
//
// What the plugin could not read is asked for anew: the request stands in the journal until the plugin has answered it,
// whatever crashes, and the plugin finds the keys of what is wanted in its state when it starts
// (frontdesk/sdk/read_again.h). It submits them again under the same keys; what can be read then joins the ticket that
// stands for it. What the desk itself gave up is worked on again from its kept bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "desk/context.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

/// So many items are asked for at most at a time; the rest when those are through.
inline constexpr std::int64_t kMostReadAgain = 500;

struct ReadAgainRequest {
  std::int64_t asked = 0;   ///< of the plugin, those included that were asked for before
  std::int64_t worked = 0;  ///< by the desk itself
  std::int64_t left = 0;    ///< not asked for yet: ask again later
  std::vector<JournalId> taken_up{};
};

/// `only`: not all of the channel. `plugin_can`: it says that it reads again. Errors: kNotFound (key
/// "error.not_unreadable") when that item can be read or is none of the channel's; kConflict (key
/// "error.plugin_reads_once") when nothing can be done because the plugin cannot.
Result<ReadAgainRequest> request_again(Context& context, storage::Tx& tx, ChannelId channel,
                                       std::optional<JournalId> only, bool plugin_can);

/// What the plugin finds in its state; empty: nothing is asked for.
Result<std::string> wanted_again(Context& context, storage::ReadTx& tx, ChannelId channel);

}  // namespace frontdesk::desk
