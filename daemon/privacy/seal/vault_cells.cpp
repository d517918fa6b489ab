#include "privacy/seal/vault.h"
#include "privacy/seal/vault_impl.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kNonceAt = 1 + 8;
constexpr std::size_t kHeader = kNonceAt + aead::kNonceSize;

/// Checks the frame and opens into `out`, which is resized.
template <class Container>
Result<void> open_cell(const DataKey& key, const Cell& cell, ByteView sealed, Container& out) {
  if (sealed.size() < kHeader + aead::kTagSize || sealed[0] != kCellVersion) return tampered();
  if (Vault::key_id_of(sealed) != key.id()) {
    return Error(ErrorCode::kInvalid, "sealed with another data key than " + to_text(key.id()));
  }
  out.resize(sealed.size() - kHeader - aead::kTagSize);
  const std::span<std::uint8_t> clear(reinterpret_cast<std::uint8_t*>(out.data()), out.size());
  if (!aead::decrypt(key.material().key.view(), sealed.subspan<kNonceAt, aead::kNonceSize>(),
                     associated_of(kCellVersion, key.id(), cell).view(), sealed.subspan(kHeader), clear)) {
    return tampered();
  }
  return {};
}

}  // namespace

DataKeyId Vault::key_id_of(ByteView sealed) {
  if (sealed.empty()) return {};
  const std::size_t id_at = sealed[0] == kCellVersion ? 1 : 2;
  if ((sealed[0] != kCellVersion && sealed[0] != kBlobVersion) || sealed.size() < id_at + 8) return {};
  return DataKeyId{static_cast<std::int64_t>(get_number(sealed.data() + id_at))};
}

Bytes Vault::seal(const DataKey& key, const Cell& cell, ByteView clear) const {
  Bytes sealed(kHeader + clear.size() + aead::kTagSize);
  sealed[0] = kCellVersion;
  put_number(sealed.data() + 1, static_cast<std::uint64_t>(key.id().raw()));
  const std::span<std::uint8_t> frame(sealed);
  const auto nonce = frame.subspan<kNonceAt, aead::kNonceSize>();
  impl_->random.fill(nonce);
  aead::encrypt(key.material().key.view(), nonce, associated_of(kCellVersion, key.id(), cell).view(), clear,
                frame.subspan(kHeader));
  return sealed;
}

Bytes Vault::seal(const DataKey& key, const Cell& cell, const ClearText& clear) const {
  return seal(key, cell, as_bytes(clear.reveal()));
}

Result<ClearText> Vault::open_text(const DataKey& key, const Cell& cell, ByteView sealed) const {
  std::string text;
  auto opened = open_cell(key, cell, sealed, text);
  if (!opened) return std::move(opened).error();
  return ClearText(std::move(text));
}

Result<Bytes> Vault::open(const DataKey& key, const Cell& cell, ByteView sealed) const {
  Bytes bytes;
  auto opened = open_cell(key, cell, sealed, bytes);
  if (!opened) return std::move(opened).error();
  return bytes;
}

}  // namespace frontdesk::privacy
