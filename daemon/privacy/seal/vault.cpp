#include "privacy/seal/vault.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "privacy/seal/vault_impl.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHashSize = 32;
constexpr std::size_t kHashBlock = 64;
constexpr std::size_t kIndexSize = 16;
constexpr std::size_t kWrappedSize = aead::kNonceSize + kKeySize + aead::kTagSize;

using Hash = std::array<std::uint8_t, kHashSize>;

/// One context a thread: making one costs more than hashing a short value. OpenSSL uses the processor's own SHA
/// instructions, which libsodium does not.
class Sha256 {
 public:
  Sha256() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (algorithm_ == nullptr || context_ == nullptr) throw std::bad_alloc();
  }
  ~Sha256() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Hash of(ByteView first, ByteView second) {
    Hash hash{};
    if (EVP_DigestInit_ex2(context_, algorithm_, nullptr) != 1 ||
        EVP_DigestUpdate(context_, first.data(), first.size()) != 1 ||
        EVP_DigestUpdate(context_, second.data(), second.size()) != 1 ||
        EVP_DigestFinal_ex(context_, hash.data(), nullptr) != 1) {
      throw std::runtime_error("SHA-256 is not available");
    }
    return hash;
  }

 private:
  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

/// RFC 2104, for keys of at most one block; ours have 32 bytes.
Hash hmac(ByteView key, ByteView bytes) {
  thread_local Sha256 sha256;
  std::array<std::uint8_t, kHashBlock> inner{}, outer{};
  std::copy(key.begin(), key.end(), inner.begin());
  for (std::size_t i = 0; i < kHashBlock; ++i) {
    outer[i] = inner[i] ^ 0x5CU;
    inner[i] ^= 0x36U;
  }
  const Hash hash = sha256.of(outer, sha256.of(inner, bytes));
  sodium_memzero(inner.data(), inner.size());
  sodium_memzero(outer.data(), outer.size());
  return hash;
}

/// HKDF-SHA-256 (RFC 5869) with a fixed salt and one block of output.
void derive(ByteView root, std::string_view info, std::span<std::uint8_t, kKeySize> out) {
  constexpr std::string_view kSalt = "frontdesk vault 1";
  auto extracted = hmac(as_bytes(kSalt), root);
  const std::string block = std::string(info) + '\x01';
  auto expanded = hmac(extracted, as_bytes(block));
  std::copy(expanded.begin(), expanded.end(), out.begin());
  sodium_memzero(extracted.data(), extracted.size());
  sodium_memzero(expanded.data(), expanded.size());
}

Associated wrapping_of(const WrappedKey& row) {
  Associated about;
  about.name("data_key").number(static_cast<std::uint64_t>(row.id.raw())).number(static_cast<std::uint64_t>(row.scope));
  return about.number(static_cast<std::uint64_t>(row.owner)).number(static_cast<std::uint64_t>(row.kek_id));
}

}  // namespace

Vault::Vault(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Vault::~Vault() = default;

Result<std::unique_ptr<Vault>> Vault::make(const Secret& root_key, IdSource& ids, RandomSource& random) {
  const ByteView root = as_bytes(root_key.reveal());
  if (root.size() != kKeySize && root.size() != 2 * kKeySize) {
    return Error(ErrorCode::kInvalid, "the root key must be 32 or 64 bytes long");
  }
  if (sodium_init() < 0) return Error(ErrorCode::kInternal, "libsodium cannot start");
  if (!aead::is_available()) return Error(ErrorCode::kInternal, "OpenSSL offers no AES-256-GCM");

  auto impl = std::make_unique<Impl>(ids, random);
  std::copy_n(root.begin(), kKeySize, impl->kek.writable().begin());
  KeyBytes identity;
  derive(root.first(kKeySize), "key id", identity.writable());
  impl->kek_id = static_cast<std::int64_t>(get_number(identity.view().data()) >> 1);

  KeyBytes index_root;
  if (root.size() == kKeySize) {
    derive(root, "index root", index_root.writable());
  } else {
    std::copy_n(root.begin() + kKeySize, kKeySize, index_root.writable().begin());
  }
  for (std::size_t purpose = 1; purpose < kPurposes; ++purpose) {
    derive(index_root.view(), "index " + std::to_string(purpose), impl->index_keys[purpose].writable());
  }
  return std::unique_ptr<Vault>(new Vault(std::move(impl)));
}

std::int64_t Vault::kek_id() const { return impl_->kek_id; }

DataKey Vault::new_key(KeyScope scope, std::int64_t owner) const {
  WrappedKey row{impl_->ids.next<DataKeyId>(), scope, owner, Bytes(kWrappedSize), impl_->kek_id};
  KeyBytes key;
  impl_->random.fill(key.writable());
  const std::span<std::uint8_t> wrapped(row.wrapped);
  const auto nonce = wrapped.first<aead::kNonceSize>();
  impl_->random.fill(nonce);
  aead::encrypt(impl_->kek.view(), nonce, wrapping_of(row).view(), key.view(), wrapped.subspan(aead::kNonceSize));
  return DataKey(std::make_shared<const KeyMaterial>(std::move(row), std::move(key)));
}

Result<DataKey> Vault::unwrap(const WrappedKey& row) const {
  if (row.kek_id != impl_->kek_id) {
    return Error(ErrorCode::kInvalid, "data key " + to_text(row.id) + " belongs to another root key");
  }
  if (row.wrapped.size() != kWrappedSize) return tampered().context("data key " + to_text(row.id));
  const ByteView wrapped(row.wrapped);
  KeyBytes key;
  if (!aead::decrypt(impl_->kek.view(), wrapped.first<aead::kNonceSize>(), wrapping_of(row).view(),
                     wrapped.subspan(aead::kNonceSize), key.writable())) {
    return tampered().context("data key " + to_text(row.id));
  }
  return DataKey(std::make_shared<const KeyMaterial>(row, std::move(key)));
}

Bytes Vault::keyed_hash(IndexPurpose purpose, ByteView bytes) const {
  const auto hash = hmac(impl_->index_keys.at(static_cast<std::size_t>(purpose)).view(), bytes);
  return {hash.begin(), hash.end()};
}

Bytes Vault::blind_index(IndexPurpose purpose, std::string_view normalised) const {
  Bytes hash = keyed_hash(purpose, as_bytes(normalised));
  hash.resize(kIndexSize);
  return hash;
}

}  // namespace frontdesk::privacy
