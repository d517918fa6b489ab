// Putting a copy in the place of a desk's data, on this machine or on a new one.
//
// Everything is unpacked and compared beside the data before anything of it moves. Then the old data moves into a
// folder `before-restore-…`, and the copy takes its place; between the two a file `restore.unfinished` keeps the daemon
// from starting, and the same command goes on where it was cut off. Run it while the daemon is stopped.
#pragma once

#include <string>

#include "app/backup/keys.h"
#include "app/backup/manifest.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

namespace frontdesk::app {

struct RestoreOrder {
  std::string copy;            ///< folder of the copy
  std::string data_directory;  ///< made when missing
  std::string keys;            ///< file of keys (keys.h); empty: those in the data directory
  const Secret& passphrase;    ///< of copy and keys
};

struct Restored {
  Manifest manifest;
  std::string aside;  ///< where the data that was there is now; empty: there was none
};

/// Errors before anything moved: kConflict while a daemon runs, kForbidden for keys or a passphrase of another desk,
/// kCorrupt for a damaged copy, kInvalid for a copy of a later Frontdesk.
Result<Restored> restore_copy(const RestoreOrder& order, const Clock& clock);

/// kUnavailable with what to do while a restore of this data directory is unfinished.
Result<void> check_no_unfinished_restore(const std::string& data_directory);
/// What the last restore left to be put on record, once; empty: nothing. The second forgets it.
std::string restored_copy(const std::string& data_directory);
void forget_restored_copy(const std::string& data_directory);

}  // namespace frontdesk::app
