// ChannelBook: what every change of a channel leaves behind, in the caller's transaction: its audit record and its
// event.
#pragma once

#include <string>

#include <frontdesk/json.h>

#include "base/id.h"
#include "base/result.h"
#include "desk/actor.h"
#include "desk/context.h"
#include "desk/ports.h"

namespace frontdesk::storage {
class Tx;
struct ChannelRecord;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

class ChannelBook {
 public:
  ChannelBook(Context& context, storage::Tx& tx, const Actor& actor) : context_(context), tx_(tx), actor_(actor) {}

  /// `before` and `after`: what describe() or compare() (difference.h) said, or empty.
  Result<void> record(const std::string& action, ChannelId id, const std::string& before, const std::string& after);
  /// Goes out with the next EventFeed::announce().
  Result<void> announce(ChannelId id, ChannelState state);

 private:
  Context& context_;
  storage::Tx& tx_;
  const Actor& actor_;
};

/// What the audit trail says about a channel, as JSON; nothing of its configuration.
std::string describe(const storage::ChannelRecord& row);

/// The stored configuration, with marks instead of secrets. Errors: kCorrupt.
Result<json::Value> config_of(const storage::ChannelRecord& row);

}  // namespace frontdesk::desk
