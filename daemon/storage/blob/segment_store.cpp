#include "storage/blob/segment_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/sha256.h"

namespace frontdesk::storage {
namespace {

constexpr std::string_view kPrefix = "segment-";
constexpr std::string_view kSuffix = ".blob";

/// The number in "segment-000012.blob"; 0 for any other name.
std::int64_t segment_number(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return 0;
  const auto digits = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  std::int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size() ? number : 0;
}

std::int64_t newest_segment(const std::string& directory, std::error_code& failed) {
  std::int64_t newest = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory, failed)) {
    newest = std::max(newest, segment_number(entry.path().filename().string()));
  }
  return newest;
}

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// False when the file ends before or cannot be read; errno is 0 then resp. set.
bool read_fully(int descriptor, std::int64_t position, Bytes& out) {
  for (std::size_t done = 0; done < out.size();) {
    const ssize_t got = ::pread(descriptor, out.data() + done, out.size() - done,
                                static_cast<off_t>(position) + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      if (got == 0) errno = 0;
      return false;
    }
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<SegmentBlobStore>> SegmentBlobStore::open(const std::string& directory,
                                                                 std::int64_t segment_bytes) {
  std::unique_ptr<SegmentBlobStore> store(new SegmentBlobStore(directory, segment_bytes));
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) return store->failure("make " + directory, errno);
  std::error_code failed;
  const std::int64_t newest = newest_segment(directory, failed);
  if (failed) return Error{ErrorCode::kIo, "list " + directory + ": " + failed.message()};
  FD_TRY(store->start_segment(std::max<std::int64_t>(newest, 1)));
  return store;
}

SegmentBlobStore::~SegmentBlobStore() {
  if (descriptor_ >= 0) ::close(descriptor_);
  for (const int descriptor : full_) ::close(descriptor);
}

std::string SegmentBlobStore::path_of(std::int64_t segment) const {
  char name[40];
  std::snprintf(name, sizeof name, "/segment-%06lld.blob", static_cast<long long>(segment));
  return directory_ + name;
}

Error SegmentBlobStore::failure(const std::string& doing, int number) {
  const bool is_full = number == ENOSPC || number == EDQUOT;
  const bool is_passing = number == EMFILE || number == ENFILE || number == ENOMEM;
  worst_ = std::max(worst_, is_full ? Severity::kDiskFull : is_passing ? Severity::kStatement : Severity::kBroken);
  return {is_full || is_passing ? ErrorCode::kUnavailable : ErrorCode::kIo,
          doing + ": " + std::generic_category().message(number)};
}

Result<void> SegmentBlobStore::start_segment(std::int64_t number) {
  const std::string path = path_of(number);
  const int opened = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (opened < 0) return failure("open " + path, errno);
  struct stat state {};
  if (::fstat(opened, &state) != 0) {
    const int reason = errno;
    ::close(opened);
    return failure("inspect " + path, reason);
  }
  if (descriptor_ >= 0 && dirty_) {
    full_.push_back(descriptor_);
  } else if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
  descriptor_ = opened;
  segment_ = number;
  tail_ = state.st_size;
  dirty_ = false;
  directory_dirty_ = true;
  return {};
}

Result<void> SegmentBlobStore::append(ByteView data) {
  for (std::size_t done = 0; done < data.size();) {
    const ssize_t written = ::pwrite(descriptor_, data.data() + done, data.size() - done,
                                     static_cast<off_t>(tail_) + static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure("write " + path_of(segment_), written < 0 ? errno : EIO);
    done += static_cast<std::size_t>(written);
  }
  tail_ += static_cast<std::int64_t>(data.size());
  dirty_ = true;
  return {};
}

Result<void> SegmentBlobStore::put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) {
  const auto stored = static_cast<std::int64_t>(sealed.size());
  if (tail_ > 0 && tail_ + stored > segment_bytes_) {
    FD_TRY(start_segment(segment_ + 1));
  }
  const std::int64_t position = tail_;
  FD_TRY(append(sealed));
  return tx.execute(
      "INSERT INTO blob (id, segment, position, stored_size, size, digest, created_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      id, segment_, position, stored, size, sha256(sealed), now);
}

Result<Bytes> SegmentBlobStore::get(ReadTx& tx, BlobId id) {
  auto row = tx.query("SELECT segment, position, stored_size, digest FROM blob WHERE id = ?1", id);
  auto found = row.step();
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::kNotFound, "there is no blob " + to_text(id)};
  const std::string path = path_of(row.integer(0));
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return Error{ErrorCode::kIo, "open " + path + ": " + std::generic_category().message(errno)};
  struct stat state {};
  const std::int64_t end = row.integer(1) + row.integer(2);
  if (::fstat(file.get(), &state) != 0 || row.integer(1) < 0 || row.integer(2) < 0 || end > state.st_size) {
    return Error{ErrorCode::kCorrupt, "blob " + to_text(id) + " lies beyond the end of " + path};
  }
  Bytes data(static_cast<std::size_t>(row.integer(2)));
  if (!read_fully(file.get(), row.integer(1), data)) {
    return Error{ErrorCode::kIo, "read " + path + ": " + std::generic_category().message(errno)};
  }
  const Bytes digest = sha256(data);
  if (!std::ranges::equal(digest, row.blob_view(3))) {
    return Error{ErrorCode::kCorrupt, "the bytes of blob " + to_text(id) + " in " + path + " were changed"};
  }
  return data;
}

Result<void> SegmentBlobStore::sync() {
  while (!full_.empty()) {
    if (::fdatasync(full_.back()) != 0) return failure("sync a full segment in " + directory_, errno);
    // Forgotten with its close: after a failure further on nobody may close this number again.
    ::close(full_.back());
    full_.pop_back();
  }
  if (!dirty_) return {};
  if (::fdatasync(descriptor_) != 0) return failure("sync " + path_of(segment_), errno);
  if (directory_dirty_) {
    const Descriptor folder(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failure("sync " + directory_, errno);
    directory_dirty_ = false;
  }
  dirty_ = false;
  return {};
}

}  // namespace frontdesk::storage
