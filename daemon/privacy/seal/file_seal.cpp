#include "privacy/seal/file_seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <functional>
#include <system_error>

#include "base/sha256.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;
constexpr std::size_t kSealedPiece = kPiece + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned long long kOperations = 3;
constexpr std::size_t kMemory = std::size_t{64} << 20;

using Header = std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES>;
using Stream = crypto_secretstream_xchacha20poly1305_state;

Error failed(const char* doing, const std::string& path) {
  return {ErrorCode::kIo, std::string(doing) + " " + path + ": " + std::generic_category().message(errno)};
}

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

Result<File> open_to_read(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return failed("open", path);
  return File(::fdopen(descriptor, "rb"));
}

Result<File> make_new(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return failed("make", path);
  return File(::fdopen(descriptor, "wb"));
}

/// What was read; less than asked for only at the end of the file.
Result<std::size_t> read_some(std::FILE* file, const std::string& path, std::span<std::uint8_t> into) {
  const std::size_t got = std::fread(into.data(), 1, into.size(), file);
  if (got < into.size() && std::ferror(file) != 0) return failed("read", path);
  return got;
}

Result<void> write_all(std::FILE* file, const std::string& path, ByteView bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) return failed("write", path);
  return {};
}

Result<void> make_durable(std::FILE* file, const std::string& path) {
  if (std::fflush(file) != 0 || ::fsync(::fileno(file)) != 0) return failed("sync", path);
  return {};
}

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

bool is_at_end(std::FILE* file) {
  const int next = std::fgetc(file);
  if (next == EOF) return true;
  std::ungetc(next, file);
  return false;
}

struct Way {
  const std::string& from;
  const std::string& to;
  std::FILE* in;
  std::FILE* out;
  const FileKey* key;
  std::string_view label;
};

Result<FileSum> seal_stream(const Way& way, std::int64_t most) {
  Stream stream;
  if (way.key != nullptr) {
    Header header;
    crypto_secretstream_xchacha20poly1305_init_push(&stream, header.data(), raw(way.key->bytes()));
    FD_TRY(write_all(way.out, way.to, header));
  }
  FileSum sum;
  Sha256 digest;
  Bytes clear(kPiece);
  Bytes sealed(kSealedPiece);
  for (bool last = false; !last;) {
    const auto wanted = most < 0 ? kPiece : static_cast<std::size_t>(std::min<std::int64_t>(kPiece, most - sum.size));
    auto got = read_some(way.in, way.from, std::span(clear).first(wanted));
    if (!got) return std::move(got).error();
    const ByteView piece = std::span(clear).first(*got);
    digest.add(piece);
    sum.size += static_cast<std::int64_t>(*got);
    last = sum.size == most || *got < wanted || is_at_end(way.in);
    if (way.key == nullptr) {
      FD_TRY(write_all(way.out, way.to, piece));
      continue;
    }
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(
        &stream, sealed.data(), &size, piece.data(), piece.size(), raw(way.label), way.label.size(),
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    FD_TRY(write_all(way.out, way.to, std::span(sealed).first(size)));
  }
  sum.sha256 = digest.finish();
  return sum;
}

Result<FileSum> open_stream(const Way& way) {
  const Error cut{ErrorCode::kCorrupt, way.from + " was cut"};
  Stream stream;
  if (way.key != nullptr) {
    Header header;
    auto got = read_some(way.in, way.from, header);
    if (!got) return std::move(got).error();
    if (*got < header.size() ||
        crypto_secretstream_xchacha20poly1305_init_pull(&stream, header.data(), raw(way.key->bytes())) != 0)
      return cut;
  }
  FileSum sum;
  Sha256 digest;
  Bytes sealed(way.key == nullptr ? kPiece : kSealedPiece);
  Bytes clear(kPiece);
  for (bool last = false; !last;) {
    auto got = read_some(way.in, way.from, sealed);
    if (!got) return std::move(got).error();
    ByteView piece = std::span(sealed).first(*got);
    last = is_at_end(way.in);
    if (way.key != nullptr) {
      unsigned char tag = 0;
      unsigned long long size = 0;
      if (crypto_secretstream_xchacha20poly1305_pull(&stream, clear.data(), &size, &tag, piece.data(), piece.size(),
                                                     raw(way.label), way.label.size()) != 0) {
        if (sum.size > 0) return Error{ErrorCode::kCorrupt, way.from + " was changed"};
        return Error{ErrorCode::kForbidden, way.from + " does not open: another passphrase, or another file"};
      }
      if (last != (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)) return cut;
      piece = std::span(clear).first(size);
    }
    digest.add(piece);
    sum.size += static_cast<std::int64_t>(piece.size());
    FD_TRY(write_all(way.out, way.to, piece));
  }
  sum.sha256 = digest.finish();
  return sum;
}

Result<FileSum> along(const std::string& from, const std::string& to, const FileKey* key, std::string_view label,
                      const std::function<Result<FileSum>(const Way&)>& stream) {
  auto in = open_to_read(from);
  if (!in) return std::move(in).error();
  auto out = make_new(to);
  if (!out) return std::move(out).error();
  auto sum = stream({from, to, in->get(), out->get(), key, label});
  if (sum) {
    if (auto durable = make_durable(out->get(), to); !durable) sum = std::move(durable).error();
  }
  if (!sum) ::unlink(to.c_str());
  return sum;
}

}  // namespace

Result<FileKey> FileKey::derive(const Secret& passphrase, ByteView salt) {
  if (sodium_init() < 0) return Error{ErrorCode::kUnavailable, "the cryptographic library did not start"};
  if (salt.size() != kSealSaltBytes) return Error{ErrorCode::kInvalid, "the salt has another length"};
  std::string key(crypto_secretstream_xchacha20poly1305_KEYBYTES, '\0');
  const std::string_view words = passphrase.reveal();
  if (crypto_pwhash(reinterpret_cast<unsigned char*>(key.data()), key.size(), words.data(), words.size(), salt.data(),
                    kOperations, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::kUnavailable, "not enough memory to make a key of the passphrase"};
  return FileKey(Secret(std::move(key)));
}

Result<FileSum> seal_file(const std::string& from, const std::string& to, const FileKey* key, std::string_view label,
                          std::int64_t most) {
  return along(from, to, key, label, [most](const Way& way) { return seal_stream(way, most); });
}

Result<FileSum> open_file(const std::string& from, const std::string& to, const FileKey* key, std::string_view label) {
  return along(from, to, key, label, open_stream);
}

}  // namespace frontdesk::privacy
