// AES-256-GCM over one buffer: the cipher is fetched once, each thread reuses one context, because set-up costs more
// than sealing a short text. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace frontdesk::privacy::aead {

inline constexpr std::size_t kNonceSize = 12;
inline constexpr std::size_t kTagSize = 16;

using Key = std::span<const std::uint8_t, 32>;
using Nonce = std::span<const std::uint8_t, kNonceSize>;

/// False when the crypto library has no AES-256-GCM; nothing else here may be called then.
bool is_available();

/// Writes cipher text and tag. Precondition: out.size() == clear.size() + kTagSize.
void encrypt(Key key, Nonce nonce, ByteView associated, ByteView clear, std::span<std::uint8_t> out);

/// False when the tag does not fit; `out` is then wiped. Precondition: out.size() + kTagSize == sealed.size().
bool decrypt(Key key, Nonce nonce, ByteView associated, ByteView sealed, std::span<std::uint8_t> out);

}  // namespace frontdesk::privacy::aead
