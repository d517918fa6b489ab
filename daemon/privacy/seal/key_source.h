// KeySource: where the vault's root key comes from.
//
// The file holds 32 or 64 raw bytes: the key encryption key, then optionally the root of the blind indexes (without it
// that root is derived from the first 32). A rotated file therefore is: new key, old index root.
// Order: the systemd credential "frontdesk-key" when $CREDENTIALS_DIRECTORY has one, else the configured file; the file
// is made on the first start, mode 0600, with fresh random bytes, and never replaced.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace frontdesk::privacy {

struct KeySource {
  std::string file;                   ///< e.g. /var/lib/frontdesk/vault.key
  std::string credentials_directory;  ///< value of $CREDENTIALS_DIRECTORY; empty: none
};

/// Errors: kInvalid (wrong length, readable by group or others, not a regular file), kIo. Each names the path.
/// `may_create`: pass false once a store exists, so that a lost key is an error and not a new key.
Result<Secret> load_root_key(const KeySource& source, RandomSource& random, bool may_create);

}  // namespace frontdesk::privacy
