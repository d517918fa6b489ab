// SHA-256 as the audit trail uses it: leaves, tree nodes, the chain and the commitment to blankable details.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>

#include "base/bytes.h"

struct evp_md_ctx_st;

namespace frontdesk::audit {

using Hash = std::array<std::uint8_t, 32>;

/// The 32 bytes as a Hash; nullopt for any other length.
std::optional<Hash> to_hash(ByteView bytes);

/// A reusable SHA-256 context. Thread rule: one thread at a time.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  /// Hash of the parts, one after the other.
  Hash sha256(std::initializer_list<ByteView> parts);
  /// RFC 2104. Precondition: key of at most 64 bytes.
  Hash hmac(ByteView key, ByteView message);
  /// RFC 6962: SHA-256(0x00 ‖ canonical bytes).
  Hash leaf(ByteView canonical);
  /// RFC 6962: SHA-256(0x01 ‖ left ‖ right).
  Hash node(const Hash& left, const Hash& right);
  /// SHA-256(0x02 ‖ previous link ‖ leaf); the link before the first record is all zero.
  Hash link(const Hash& previous, const Hash& leaf);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace frontdesk::audit
