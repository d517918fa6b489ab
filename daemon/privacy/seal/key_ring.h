// KeyRing: the vault's keys in the store, with a bounded cache of unwrapped ones.
//
// Thread rule: any thread; each call runs inside the transaction it is given.
//
//   // worker: pure                                        // unit on the writer thread
//   DataKey key = vault.new_key(KeyScope::kMessage, id);    ring.store(tx, key, now);
//   Bytes sealed = vault.seal(key, cell, text);            tx.execute("INSERT INTO message …", sealed, key.id());
//
//   Result<ClearText> text = ring.open_text(read_tx, cell, sealed);  // finds the key by the id inside
#pragma once

#include <cstddef>
#include <memory>

#include "base/time.h"
#include "privacy/seal/vault.h"

namespace frontdesk::storage {
class ReadTx;
class Tx;
}  // namespace frontdesk::storage

namespace frontdesk::privacy {

class KeyRing {
 public:
  /// Keeps at most `capacity` unwrapped keys; the least recently used go first. `vault` must outlive the ring.
  explicit KeyRing(const Vault& vault, std::size_t capacity = 4096);
  ~KeyRing();
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;

  /// Inserts the key's row; from then on the ring knows the key.
  Result<void> store(storage::Tx& tx, const DataKey& key, Micros now);
  /// The newest key of an owner. Errors: kNotFound when it has none (yet, or any more), and those of Vault::unwrap.
  Result<DataKey> key_for(storage::ReadTx& tx, KeyScope scope, std::int64_t owner);
  /// The same, made and stored when there is none.
  Result<DataKey> key_for_writing(storage::Tx& tx, KeyScope scope, std::int64_t owner, Micros now);
  Result<DataKey> key(storage::ReadTx& tx, DataKeyId id);

  /// Opens with the key named inside the sealed bytes. kNotFound: the key was shredded.
  Result<ClearText> open_text(storage::ReadTx& tx, const Cell& cell, ByteView sealed);
  Result<Bytes> open(storage::ReadTx& tx, const Cell& cell, ByteView sealed);
  Result<Bytes> open_blob(storage::ReadTx& tx, const Cell& cell, ByteView sealed);

  /// Deletes all keys of an owner: what they sealed can never be opened again. Returns how many there were.
  Result<int> shred(storage::Tx& tx, KeyScope scope, std::int64_t owner);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::privacy
