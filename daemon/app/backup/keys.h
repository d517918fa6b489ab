// The two keys of a desk, which are in no copy: one opens what is sealed, one signs the trail. Kept in a file of their
// own, sealed by a passphrase, apart from the copies.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace frontdesk::privacy {
class Vault;
}

namespace frontdesk::app {

struct DeskKeys {
  Secret vault;  ///< content of vault.key
  Secret audit;  ///< content of audit.key
};

/// Of the data directory; the vault's may be a credential instead. kIo, kInvalid with the path.
Result<DeskKeys> read_keys(const std::string& data_directory);
/// Writes the new file `path`, mode 0600. kInvalid for a passphrase of fewer than 12 characters.
Result<void> seal_keys(const DeskKeys& keys, const std::string& path, const Secret& passphrase, RandomSource& random);
/// kForbidden for another passphrase, kInvalid for a file that is none of these.
Result<DeskKeys> open_keys(const std::string& path, const Secret& passphrase);

/// The same text for the same vault key, and nothing that tells the key: what a copy says about whose it is.
std::string key_check_of(const privacy::Vault& vault);
Result<std::string> key_check_of(const Secret& vault_key);

}  // namespace frontdesk::app
