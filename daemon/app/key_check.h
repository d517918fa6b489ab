// KeyCheck: whether the vault's key is the one of this desk. A wrong one would open nothing, and everything new would
// be sealed by it; so the desk keeps a keyed hash of its key, from its first start with this check on. Thread rule: any
// thread but the store's writer.
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "privacy/seal/vault.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::app {

/// kInvalid when another key made the desk; nothing is written then. A desk that has no hash yet gets one, unless its
/// disk is full. `source`: where the key lies, for the words.
Result<void> check_vault_key(storage::Store& store, const privacy::Vault& vault, const std::string& source, Micros now);

}  // namespace frontdesk::app
