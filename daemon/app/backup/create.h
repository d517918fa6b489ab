// Making a copy while the desk works.
//
//   auto made = create_copy({.data_directory = …, .folder = "/var/backups/frontdesk", …}, keep_going);
//
// First the database, as one snapshot, then the segments as far as that snapshot reaches: they only grow, and bytes are
// durable before a row names them, so both belong together. Thread rule: any thread but the store's writer; one at a
// time.
#pragma once

#include <functional>
#include <string>

#include "app/backup/manifest.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

namespace frontdesk::app {

struct CopyOrder {
  std::string data_directory;
  std::string folder;  ///< of all copies; made when missing
  std::string version;
  std::string audit_key;
  std::string key_check;
  const Secret& passphrase;  ///< empty: not sealed
  int schema = 0;
  bool database_only = false;  ///< the segments are not copied
};

/// Errors: kUnavailable when stopped or without room, those of the disk. Nothing stays of a copy that failed.
Result<Manifest> create_copy(const CopyOrder& order, const Clock& clock, RandomSource& random,
                             const std::function<bool()>& goes_on);

/// Deletes copies beyond the newest `keep`, and those older than 35 days (ADR 5: a deleted key is gone then), never the
/// newest. What was deleted, by name.
std::vector<std::string> prune_copies(const std::string& folder, std::size_t keep, Micros now);

}  // namespace frontdesk::app
