#include "audit/verifier/hash.h"

#include <algorithm>
#include <new>

#include <openssl/evp.h>

namespace frontdesk::audit {
namespace {

constexpr std::uint8_t kLeafPrefix[] = {0x00};
constexpr std::uint8_t kNodePrefix[] = {0x01};
constexpr std::uint8_t kLinkPrefix[] = {0x02};
constexpr std::size_t kHmacBlock = 64;

/// Fetched once: looking the algorithm up again for every hash costs more than hashing a record.
const EVP_MD* algorithm() {
  static const EVP_MD* const kFetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kFetched;
}

}  // namespace

std::optional<Hash> to_hash(ByteView bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Hasher::Hasher() : context_(EVP_MD_CTX_new()) {
  if (!context_ || algorithm() == nullptr) throw std::bad_alloc();
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Hash Hasher::sha256(std::initializer_list<ByteView> parts) {
  Hash out;
  bool done = EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1;
  for (const ByteView part : parts) done = done && EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1;
  done = done && EVP_DigestFinal_ex(context_.get(), out.data(), nullptr) == 1;
  if (!done) throw std::bad_alloc();  // the only way a software digest fails
  return out;
}

Hash Hasher::hmac(ByteView key, ByteView message) {
  std::array<std::uint8_t, kHmacBlock> inner{};
  std::copy_n(key.begin(), std::min(key.size(), kHmacBlock), inner.begin());
  std::array<std::uint8_t, kHmacBlock> outer = inner;
  for (std::uint8_t& byte : inner) byte ^= 0x36;
  for (std::uint8_t& byte : outer) byte ^= 0x5C;
  const Hash first = sha256({inner, message});
  return sha256({outer, first});
}

Hash Hasher::leaf(ByteView canonical) { return sha256({kLeafPrefix, canonical}); }
Hash Hasher::node(const Hash& left, const Hash& right) { return sha256({kNodePrefix, left, right}); }
Hash Hasher::link(const Hash& previous, const Hash& leaf) { return sha256({kLinkPrefix, previous, leaf}); }

}  // namespace frontdesk::audit
