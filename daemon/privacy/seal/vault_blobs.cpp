#include <zstd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "privacy/seal/vault.h"
#include "privacy/seal/vault_impl.h"

namespace frontdesk::privacy {
namespace {

enum class Packing : std::uint8_t { kNone = 0, kZstd = 1 };

constexpr std::size_t kChunk = 64U << 10;
constexpr std::size_t kKeyAt = 2;
constexpr std::size_t kNonceAt = kKeyAt + 8;
constexpr std::size_t kSizeAt = kNonceAt + aead::kNonceSize;
constexpr std::size_t kHeader = kSizeAt + 8;
constexpr int kFastest = 1;

struct BlobFrame {
  Packing packing = Packing::kNone;
  std::uint64_t clear_size = 0;
};

/// The base nonce with the chunk's number mixed into its last four bytes: unique within the blob.
std::array<std::uint8_t, aead::kNonceSize> chunk_nonce(aead::Nonce base, std::uint32_t chunk) {
  std::array<std::uint8_t, aead::kNonceSize> nonce{};
  std::copy(base.begin(), base.end(), nonce.begin());
  for (std::size_t i = 0; i < 4; ++i) nonce[aead::kNonceSize - 1 - i] ^= static_cast<std::uint8_t>(chunk >> (8 * i));
  return nonce;
}

/// Number and "is the last" are authenticated: chunks can be neither swapped nor cut off.
Associated chunk_associated(const DataKey& key, const Cell& cell, const BlobFrame& frame, std::uint32_t chunk,
                            bool is_last) {
  Associated about = associated_of(kBlobVersion, key.id(), cell);
  about.number(static_cast<std::uint8_t>(frame.packing), 1).number(frame.clear_size);
  return about.number(chunk, 4).number(is_last ? 1 : 0, 1);
}

std::size_t chunks_of(std::size_t packed_size) { return std::max<std::size_t>(1, (packed_size + kChunk - 1) / kChunk); }

/// What packing needs, kept by each thread: making it anew costs as much as packing a mail. Room for large blobs is
/// given back.
class Packer {
 public:
  /// The packed bytes, valid until the next call; nullopt when packing saves less than an eighth: pictures and archives
  /// are left as they are.
  std::optional<ByteView> pack(ByteView clear) {
    if (clear.size() < kLeast || !context_) return std::nullopt;
    const std::size_t most = ZSTD_compressBound(clear.size());
    if (most > room_size_ || room_size_ > std::max(most, kKeptRoom)) {
      room_size_ = std::max(most, kKeptRoom);
      room_ = std::make_unique_for_overwrite<std::uint8_t[]>(room_size_);
    }
    const std::size_t size =
        ZSTD_compressCCtx(context_.get(), room_.get(), room_size_, clear.data(), clear.size(), kFastest);
    if (ZSTD_isError(size) != 0 || size > clear.size() - clear.size() / 8) return std::nullopt;
    return ByteView(room_.get(), size);
  }

 private:
  static constexpr std::size_t kLeast = 256;
  static constexpr std::size_t kKeptRoom = 512U << 10;
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_{ZSTD_createCCtx()};
  std::unique_ptr<std::uint8_t[]> room_;
  std::size_t room_size_ = 0;
};

Result<Bytes> unpack(ByteView packed, std::uint64_t clear_size) {
  Bytes clear(clear_size);
  const std::size_t size = ZSTD_decompress(clear.data(), clear.size(), packed.data(), packed.size());
  if (ZSTD_isError(size) != 0 || size != clear.size()) return tampered();
  return clear;
}

}  // namespace

Bytes Vault::seal_blob(const DataKey& key, const Cell& cell, ByteView clear) const {
  thread_local Packer packer;
  const std::optional<ByteView> packed = packer.pack(clear);
  const ByteView content = packed.value_or(clear);
  const BlobFrame frame{packed ? Packing::kZstd : Packing::kNone, clear.size()};
  const std::size_t chunks = chunks_of(content.size());

  Bytes sealed(kHeader + content.size() + chunks * aead::kTagSize);
  sealed[0] = kBlobVersion;
  sealed[1] = static_cast<std::uint8_t>(frame.packing);
  put_number(sealed.data() + kKeyAt, static_cast<std::uint64_t>(key.id().raw()));
  put_number(sealed.data() + kSizeAt, frame.clear_size);
  const std::span<std::uint8_t> all(sealed);
  const auto base = all.subspan<kNonceAt, aead::kNonceSize>();
  impl_->random.fill(base);

  std::size_t out_at = kHeader;
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    const ByteView part = content.subspan(chunk * kChunk, std::min(kChunk, content.size() - chunk * kChunk));
    const auto number = static_cast<std::uint32_t>(chunk);
    aead::encrypt(key.material().key.view(), chunk_nonce(base, number),
                  chunk_associated(key, cell, frame, number, chunk + 1 == chunks).view(), part,
                  all.subspan(out_at, part.size() + aead::kTagSize));
    out_at += part.size() + aead::kTagSize;
  }
  return sealed;
}

Result<Bytes> Vault::open_blob(const DataKey& key, const Cell& cell, ByteView sealed, std::size_t max_size) const {
  if (sealed.size() < kHeader + aead::kTagSize || sealed[0] != kBlobVersion || sealed[1] > 1) return tampered();
  if (key_id_of(sealed) != key.id()) {
    return Error(ErrorCode::kInvalid, "sealed with another data key than " + to_text(key.id()));
  }
  const BlobFrame frame{static_cast<Packing>(sealed[1]), get_number(sealed.data() + kSizeAt)};
  const aead::Nonce base = sealed.subspan<kNonceAt, aead::kNonceSize>();
  ByteView rest = sealed.subspan(kHeader);
  Bytes content(rest.size());
  std::size_t size = 0;
  for (std::uint32_t chunk = 0; !rest.empty(); ++chunk) {
    const ByteView part = rest.first(std::min(kChunk + aead::kTagSize, rest.size()));
    rest = rest.subspan(part.size());
    if (part.size() < aead::kTagSize) return tampered();
    const std::size_t clear_size = part.size() - aead::kTagSize;
    if (!aead::decrypt(key.material().key.view(), chunk_nonce(base, chunk),
                       chunk_associated(key, cell, frame, chunk, rest.empty()).view(), part,
                       std::span(content).subspan(size, clear_size))) {
      return tampered();
    }
    size += clear_size;
  }
  content.resize(size);
  // The size is authentic from here on: it is part of what every chunk's tag covers.
  if (frame.clear_size > max_size) return Error(ErrorCode::kLimit, "sealed value is larger than allowed");
  if (frame.packing == Packing::kZstd) return unpack(content, frame.clear_size);
  if (content.size() != frame.clear_size) return tampered();
  return content;
}

}  // namespace frontdesk::privacy
