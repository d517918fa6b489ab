// The way back from an upgrade: a copy of the database as the older Frontdesk left it, made before the first step of
// the schema is taken. Segments only grow, so they need none.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "privacy/seal/vault.h"

namespace frontdesk::app {

/// Nothing to do for a store that is new or of this schema. The copy is below `before-upgrade/` in the data directory,
/// the newest two are kept; the log names it. `version`: of this program. kUnavailable without room: then nothing was
/// changed. Before the store is opened; a file that cannot be read is left to whoever opens it.
Result<void> copy_before_upgrade(const std::string& data_directory, const std::string& version,
                                 const privacy::Vault& vault, const Clock& clock, RandomSource& random);

}  // namespace frontdesk::app
