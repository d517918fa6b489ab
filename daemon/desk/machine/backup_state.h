// What became of the last copy of the data and of the last drill (N-16): one setting that the checks of the
// machine judge. Thread rule: that of the transaction.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::desk {

struct BackupState {
  Micros copied_at;           ///< of the newest copy; not set: none was ever made
  std::string copy;           ///< its name
  std::string copy_trouble;   ///< why the last attempt made none; empty: it did
  Micros drilled_at;          ///< when a copy was last taken apart and found whole
  std::string drilled;        ///< that copy's name
  std::string drill_trouble;  ///< why the last drill failed; empty: it did not
};

/// Of a copy, from which time on it is too old: two missed nights.
inline constexpr std::chrono::hours kOldestCopy{49};

Result<BackupState> load_backup_state(storage::ReadTx& tx);
Result<void> save_backup_state(storage::Tx& tx, const BackupState& state, Micros now);

}  // namespace frontdesk::desk
