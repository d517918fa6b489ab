// RowSum: a keyed sum over the columns of a row that gives a right or sends a message, kept in its column `mac`, so
// that a row that was changed past the desk is known when it is read.
//
// The key is not in the database: whoever opens the store lends a keyed hash (StoreOptions::row_hash). A sum binds
// table, columns and their order; it says nothing about an older row, with its older sum, that was put back.
//
//   Bytes mac = tx.row_sum("session", session.id, session.token_hash, session.user);
//   switch (tx.compare_sum(row.blob_view(3), expected)) { … }
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "base/id.h"
#include "base/time.h"

namespace frontdesk::storage {

/// A keyed hash of any bytes; any thread.
using RowHash = std::function<Bytes(ByteView)>;

/// What a row's sum says of it.
enum class RowProof : std::uint8_t {
  kFits,     ///< as the desk wrote it; also when the store was opened without a key
  kMissing,  ///< written before rows had sums, or its sum was taken away
  kDiffers,  ///< changed past the desk
};

/// Table and columns in one unmistakable form: each text and each bytes with its length, each number in eight bytes.
class RowColumns {
 public:
  explicit RowColumns(std::string_view table) { add(table); }

  template <std::integral Number>
  RowColumns& add(Number value) {
    return add_number(static_cast<std::int64_t>(value));
  }
  template <class Enum>
  requires std::is_enum_v<Enum> RowColumns& add(Enum value) { return add_number(static_cast<std::int64_t>(value)); }
  template <class Tag>
  RowColumns& add(Id<Tag> id) {
    return add_number(id.raw());
  }
  RowColumns& add(Micros at) { return add_number(at.count()); }
  RowColumns& add(std::string_view text) { return add(as_bytes(text)); }
  RowColumns& add(const std::string& text) { return add(std::string_view(text)); }
  RowColumns& add(const Bytes& blob) { return add(ByteView(blob)); }
  RowColumns& add(ByteView blob) {
    add_number(static_cast<std::int64_t>(blob.size()));
    bytes_.insert(bytes_.end(), blob.begin(), blob.end());
    return *this;
  }

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }

 private:
  RowColumns& add_number(std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> shift));
    return *this;
  }

  Bytes bytes_;
};

}  // namespace frontdesk::storage
