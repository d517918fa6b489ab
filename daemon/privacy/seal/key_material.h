// Inside of DataKey; only the vault's files include this.
#pragma once

#include "privacy/seal/data_key.h"
#include "privacy/seal/key_memory.h"

namespace frontdesk::privacy {

class KeyMaterial {
 public:
  KeyMaterial(WrappedKey identity, KeyBytes bytes) : row(std::move(identity)), key(std::move(bytes)) {}

  WrappedKey row;
  KeyBytes key;
};

}  // namespace frontdesk::privacy
