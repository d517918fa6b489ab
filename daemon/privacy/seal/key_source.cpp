#include "privacy/seal/key_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>

namespace frontdesk::privacy {
namespace {

constexpr const char* kCredentialName = "/frontdesk-key";
constexpr std::size_t kKeyLength = 32;
constexpr std::size_t kKeyWithIndexRoot = 64;

class FileHandle {
 public:
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

Error io_error(const std::string& doing, const std::string& path) {
  return {ErrorCode::kIo, doing + " " + path + ": " + std::generic_category().message(errno)};
}

Result<Secret> read_key(int descriptor, const std::string& path, bool is_private_file) {
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return io_error("cannot read key file", path);
  if (!S_ISREG(about.st_mode)) return Error(ErrorCode::kInvalid, "key file " + path + " is not a regular file");
  if (is_private_file && (about.st_mode & 0077) != 0) {
    return Error(ErrorCode::kInvalid, "key file " + path + " can be read by others; set its mode to 0600");
  }
  std::string bytes(kKeyWithIndexRoot + 1, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) {
      wipe(bytes);
      return io_error("cannot read key file", path);
    }
    if (got > 0) done += static_cast<std::size_t>(got);
  }
  Secret key(bytes.substr(0, done));
  wipe(bytes);
  if (done != kKeyLength && done != kKeyWithIndexRoot) {
    return Error(ErrorCode::kInvalid, "key file " + path + " must hold 32 or 64 raw bytes");
  }
  return key;
}

/// Written under another name and linked, so that a crash never leaves half a key behind.
Result<void> create_key(const std::string& path, RandomSource& random) {
  const std::string draft = path + ".new";
  ::unlink(draft.c_str());
  const FileHandle file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return io_error("cannot make key file", path);
  Bytes key = random.bytes(kKeyLength);
  const ssize_t written = ::write(file.get(), key.data(), key.size());
  ::explicit_bzero(key.data(), key.size());
  const bool stored = written == static_cast<ssize_t>(kKeyLength) && ::fsync(file.get()) == 0 &&
                      ::link(draft.c_str(), path.c_str()) == 0;
  const int reason = errno;
  ::unlink(draft.c_str());
  errno = reason;
  if (!stored) return io_error("cannot make key file", path);
  const auto slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const FileHandle folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::fsync(folder.get()) != 0) return io_error("cannot make durable key file", path);
  return {};
}

/// nullopt: there is no such file.
Result<std::optional<Secret>> read_if_there(const std::string& path, bool is_private_file) {
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::optional<Secret>();
    return io_error("cannot open key file", path);
  }
  auto key = read_key(file.get(), path, is_private_file);
  if (!key) return std::move(key).error();
  return std::optional<Secret>(std::move(*key));
}

}  // namespace

Result<Secret> load_root_key(const KeySource& source, RandomSource& random, bool may_create) {
  if (!source.credentials_directory.empty()) {
    auto credential = read_if_there(source.credentials_directory + kCredentialName, false);
    if (!credential) return std::move(credential).error();
    if (*credential) return std::move(**credential);
  }
  for (bool created = false;; created = true) {
    auto key = read_if_there(source.file, true);
    if (!key) return std::move(key).error();
    if (*key) return std::move(**key);
    if (!may_create || created) {
      return Error(ErrorCode::kIo, "key file " + source.file + " is missing; restore it from your backup of keys");
    }
    auto made = create_key(source.file, random);
    if (!made) return std::move(made).error();
  }
}

}  // namespace frontdesk::privacy
