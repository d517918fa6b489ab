// Files that leave the machine: sealed by a passphrase, for copies of the desk's data.
//
// The key is Argon2id of the passphrase and a salt; the bytes are libsodium's secretstream (XChaCha20-Poly1305) in
// pieces of 64 KiB, whose last one says so: a file that was cut, lengthened or put in another's place is refused.
// Without a key the same functions copy plainly, so that callers have one way. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace frontdesk::privacy {

inline constexpr std::size_t kSealSaltBytes = 16;

class FileKey {
 public:
  /// Takes 64 MiB of memory and about a tenth of a second. kInvalid for a salt of another length, kUnavailable.
  static Result<FileKey> derive(const Secret& passphrase, ByteView salt);
  [[nodiscard]] std::string_view bytes() const { return key_.reveal(); }

 private:
  explicit FileKey(Secret key) : key_(std::move(key)) {}
  Secret key_;
};

/// Of the clear bytes.
struct FileSum {
  std::int64_t size = 0;
  Bytes sha256;
};

/// Writes the new file `to` (mode 0600, durable) with at most `most` bytes of `from` (-1: all). `label` is what the
/// file is, e.g. the copy and the name in it; opening asks for the same. `key` null: not sealed.
Result<FileSum> seal_file(const std::string& from, const std::string& to, const FileKey* key, std::string_view label,
                          std::int64_t most = -1);
/// The inverse. kForbidden when the first piece does not open (another passphrase, another label), kCorrupt when a
/// later one does not, or when the file was cut.
Result<FileSum> open_file(const std::string& from, const std::string& to, const FileKey* key, std::string_view label);

}  // namespace frontdesk::privacy
