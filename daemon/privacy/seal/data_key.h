// DataKey: a handle to one unwrapped AES-256 key and its wrapped form.
//
// Messages and customers have keys of their own, so that deleting one row shreds what it sealed (ADR 2); a channel uses
// one long-lived key. The bytes lie in locked memory, are wiped with the last handle, and never leave the
// room. Thread rule: immutable, any thread; copies share the key.
#pragma once

#include <cstdint>
#include <memory>

#include "base/bytes.h"
#include "base/id.h"

namespace frontdesk::privacy {

using DataKeyId = Id<struct DataKeyTag>;

/// What a key belongs to; the numbers are stored.
enum class KeyScope : int { kCustomer = 2, kChannel = 4, kMessage = 6 };

class KeyMaterial;

class DataKey {
 public:
  explicit DataKey(std::shared_ptr<const KeyMaterial> material) : material_(std::move(material)) {}

  [[nodiscard]] DataKeyId id() const;
  [[nodiscard]] KeyScope scope() const;
  /// Raw id of the message, customer or channel.
  [[nodiscard]] std::int64_t owner() const;
  [[nodiscard]] const Bytes& wrapped() const;
  [[nodiscard]] std::int64_t kek_id() const;
  [[nodiscard]] const KeyMaterial& material() const { return *material_; }

 private:
  std::shared_ptr<const KeyMaterial> material_;
};

/// A row of table data_key, as the vault needs it.
struct WrappedKey {
  DataKeyId id;
  KeyScope scope = KeyScope::kMessage;
  std::int64_t owner = 0;
  Bytes wrapped;
  std::int64_t kek_id = 0;
};

}  // namespace frontdesk::privacy
