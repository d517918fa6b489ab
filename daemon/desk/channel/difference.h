// What a change did to a channel, as its audit record tells it: name, state and the settings that differ, with their
// old and new values masked; of secrets only which are new.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace frontdesk::privacy {
class Masker;
}
namespace frontdesk::storage {
struct ChannelRecord;
}

namespace frontdesk::desk {

/// JSON, e.g. {"plugin":…,"name":…,"enabled":true,"settings":{"imap.host":"mail.test"}}; `after` also names
/// "new_secrets":["imap.password"].
struct ChannelDifference {
  std::string before;
  std::string after;
};

/// `new_secrets`: paths of the secrets that were given or changed. A channel that is new is compared with an empty
/// record: all its settings are in `after`. Errors: kCorrupt.
Result<ChannelDifference> compare(const privacy::Masker& masker, const storage::ChannelRecord& before,
                                  const storage::ChannelRecord& now, const std::vector<std::string>& new_secrets);

}  // namespace frontdesk::desk
