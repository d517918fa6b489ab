// Inside of Vault; only the vault's files include this.
#pragma once

#include <array>

#include "privacy/seal/aead.h"
#include "privacy/seal/key_material.h"
#include "privacy/seal/vault.h"

namespace frontdesk::privacy {

inline constexpr std::uint8_t kCellVersion = 1;
inline constexpr std::uint8_t kBlobVersion = 2;
inline constexpr std::size_t kPurposes = static_cast<std::size_t>(IndexPurpose::kRow) + 1;  // index 0 is not used

class Vault::Impl {
 public:
  Impl(IdSource& id_source, RandomSource& random_source) : ids(id_source), random(random_source) {}

  IdSource& ids;
  RandomSource& random;
  KeyBytes kek;
  std::int64_t kek_id = 0;
  std::array<KeyBytes, kPurposes> index_keys;
};

/// What the tag of a sealed value covers beside the value: a fixed buffer, because it is made for every seal.
class Associated {
 public:
  /// Numbers are big-endian.
  Associated& number(std::uint64_t value, std::size_t bytes = 8) {
    while (bytes-- > 0) byte(static_cast<std::uint8_t>(value >> (8 * bytes)));
    return *this;
  }
  /// Ends with a NUL, so that neighbours cannot trade characters. Names are literals of ours, far below the bound.
  Associated& name(std::string_view text) {
    for (const char c : text.substr(0, kMaxName)) byte(static_cast<std::uint8_t>(c));
    return number(0, 1);
  }
  [[nodiscard]] ByteView view() const { return {bytes_.data(), size_}; }

 private:
  static constexpr std::size_t kMaxName = 48;
  void byte(std::uint8_t value) { bytes_.at(size_++) = value; }

  std::array<std::uint8_t, 160> bytes_{};
  std::size_t size_ = 0;
};

inline Associated associated_of(std::uint8_t version, DataKeyId key, const Cell& cell) {
  Associated about;
  about.number(version, 1).number(static_cast<std::uint64_t>(key.raw())).number(static_cast<std::uint64_t>(cell.row));
  return about.name(cell.table).name(cell.column);
}

inline void put_number(std::uint8_t* out, std::uint64_t value) {
  for (int i = 7; i >= 0; --i, value >>= 8) out[i] = static_cast<std::uint8_t>(value);
}
inline std::uint64_t get_number(const std::uint8_t* in) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | in[i];
  return value;
}

inline Error tampered() { return {ErrorCode::kCorrupt, "sealed value fails its check"}; }

}  // namespace frontdesk::privacy
