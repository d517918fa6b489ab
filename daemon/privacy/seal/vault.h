// Vault: seals personal data, opens it again, and makes keyed hashes to find it by.
//
// Everything here is pure computation, so intake workers seal outside the writer thread: make a key, seal with it, and
// store its row in the same unit as the sealed columns (KeyRing::store). AES-256-GCM with a random 96-bit nonce; the
// cell (table, column, row), key id and format version are authenticated, so a value moved to another cell is refused.
//
//   sealed cell: 1 version (0x01) | 8 key id | 12 nonce | cipher text | 16 tag
//   sealed blob: 1 version (0x02) | 1 packing | 8 key id | 12 nonce | 8 clear size | 64 KiB chunks, each with its tag
//
// Thread rule: any thread.
//
//   DataKey key = vault.new_key(KeyScope::kMessage, message.raw());
//   Bytes sealed = vault.seal(key, {"message", "text_sealed", message.raw()}, as_bytes(clear.reveal()));
//   Result<ClearText> text = vault.open_text(key, {"message", "text_sealed", message.raw()}, sealed);
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "privacy/seal/data_key.h"
#include "privacy/text_types.h"

namespace frontdesk::privacy {

/// Where a sealed value stands. `table` and `column` are literals of the schema; `row` is the row's id.
struct Cell {
  std::string_view table;
  std::string_view column;
  std::int64_t row = 0;
};

/// What a keyed hash is for; each has its own key, so hashes of one purpose say nothing about another. The numbers are
/// part of the derivation: append only.
enum class IndexPurpose : int {
  kPhone = 1,      ///< of normalise_phone
  kEmail = 2,      ///< of normalise_email
  kOrder = 3,      ///< of normalise_order; tracking numbers too
  kPhoneTail = 4,  ///< last four digits: only 10^4 values, treat as personal data
  kAccount = 5,    ///< open ids and account names, as the platform writes them
  kConversation = 6,
  kDedup = 7,
  kContent = 8,
  kReference = 9,  ///< Message-ID and the like
  kSession = 10,
  kName = 11,  ///< of normalise_name; few values, treat as personal data
  kRow = 12,   ///< sums of rows (storage/sql/row_sum.h)
};

class Vault {
 public:
  /// `root_key`: see key_source.h. Errors: kInvalid for a wrong length, kInternal when the crypto library lacks
  /// AES-256-GCM. `ids` and `random` must outlive the vault.
  static Result<std::unique_ptr<Vault>> make(const Secret& root_key, IdSource& ids, RandomSource& random);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  /// A fresh random key, already wrapped; nothing is stored yet.
  [[nodiscard]] DataKey new_key(KeyScope scope, std::int64_t owner) const;
  /// Errors: kCorrupt (row changed), kInvalid (wrapped by another root key).
  [[nodiscard]] Result<DataKey> unwrap(const WrappedKey& row) const;
  /// Names the root key without telling it; table data_key holds it as kek_id.
  [[nodiscard]] std::int64_t kek_id() const;

  [[nodiscard]] Bytes seal(const DataKey& key, const Cell& cell, ByteView clear) const;
  [[nodiscard]] Bytes seal(const DataKey& key, const Cell& cell, const ClearText& clear) const;
  /// Errors: kCorrupt (any bit changed, other cell), kInvalid (sealed with another key).
  [[nodiscard]] Result<ClearText> open_text(const DataKey& key, const Cell& cell, ByteView sealed) const;
  [[nodiscard]] Result<Bytes> open(const DataKey& key, const Cell& cell, ByteView sealed) const;

  /// For raw originals and attachments: packed with zstd when that helps, then sealed in chunks. Use the blob's id as
  /// row of cell {"blob", "", id}.
  [[nodiscard]] Bytes seal_blob(const DataKey& key, const Cell& cell, ByteView clear) const;
  /// Additionally kLimit when the clear size is above `max_size` bytes.
  [[nodiscard]] Result<Bytes> open_blob(const DataKey& key, const Cell& cell, ByteView sealed,
                                        std::size_t max_size = 256U << 20) const;

  /// The key that sealed these bytes (cell or blob); not set when they are no sealed value.
  [[nodiscard]] static DataKeyId key_id_of(ByteView sealed);

  /// HMAC-SHA-256 under the purpose's key, cut to 16 bytes. Normalise the value first (normalise.h).
  [[nodiscard]] Bytes blind_index(IndexPurpose purpose, std::string_view normalised) const;
  /// The same in full: 32 bytes, for dedup keys and content hashes of any bytes.
  [[nodiscard]] Bytes keyed_hash(IndexPurpose purpose, ByteView bytes) const;

 private:
  class Impl;
  explicit Vault(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::privacy
