#include "storage/blob/segment_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <span>
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

/// Says something about the moment, nothing about the disk.
bool is_passing(int number) { return number == EMFILE || number == ENFILE || number == ENOMEM; }

/// Makes the name durable, too.
bool make_directory(const std::string& directory) {
  if (::mkdir(directory.c_str(), 0700) != 0) return errno == EEXIST;
  const std::string above = directory.substr(0, directory.rfind('/'));
  const Descriptor folder(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder.get() >= 0 && ::fsync(folder.get()) == 0;
}

/// False when the file ends before or cannot be read; errno is 0 then resp. set.
bool read_fully(int descriptor, std::int64_t position, std::span<std::uint8_t> out) {
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

Result<std::unique_ptr<SegmentBlobStore>> SegmentBlobStore::open(const std::string& directory, SegmentExtent newest,
                                                                 std::int64_t segment_bytes) {
  std::unique_ptr<SegmentBlobStore> store(new SegmentBlobStore(directory, segment_bytes));
  if (!make_directory(directory)) return store->failure("make " + directory, errno);
  std::error_code failed;
  const std::int64_t found = newest_segment(directory, failed);
  if (failed) return Error{ErrorCode::kIo, "list " + directory + ": " + failed.message()};
  // Where the end is missing, new bytes would take places that rows name.
  auto look = store->look_at_segment(newest);
  if (!look) return std::move(look).error();
  const bool goes_on = found > newest.segment || !look->damage;
  FD_TRY(store->start_segment(std::max<std::int64_t>({found, newest.segment + (goes_on ? 0 : 1), 1})));
  return store;
}

SegmentBlobStore::~SegmentBlobStore() {
  if (file_.descriptor >= 0) ::close(file_.descriptor);
  for (const Growing& file : full_) ::close(file.descriptor);
}

std::string SegmentBlobStore::path_of(std::int64_t segment) const {
  char name[40];
  std::snprintf(name, sizeof name, "/segment-%06lld.blob", static_cast<long long>(segment));
  return directory_ + name;
}

Error SegmentBlobStore::failure(const std::string& doing, int number) {
  const bool is_full = number == ENOSPC || number == EDQUOT;
  const bool passes = is_passing(number);
  worst_ = std::max(worst_, is_full ? Severity::kDiskFull : passes ? Severity::kStatement : Severity::kBroken);
  return {is_full || passes ? ErrorCode::kUnavailable : ErrorCode::kIo,
          doing + ": " + std::generic_category().message(number)};
}

/// Makes the folder anew when somebody removed it.
Result<int> SegmentBlobStore::open_segment(const std::string& path) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
  int opened = ::open(path.c_str(), kFlags, 0600);
  if (opened < 0 && errno == ENOENT && make_directory(directory_)) opened = ::open(path.c_str(), kFlags, 0600);
  if (opened < 0) return failure("open " + path, errno);
  return opened;
}

Result<void> SegmentBlobStore::start_segment(std::int64_t number) {
  const std::string path = path_of(number);
  auto file = open_segment(path);
  if (!file) return std::move(file).error();
  const int opened = *file;
  struct stat state {};
  if (::fstat(opened, &state) != 0) {
    const int reason = errno;
    ::close(opened);
    return failure("inspect " + path, reason);
  }
  if (file_.descriptor >= 0 && dirty_) {
    full_.push_back(file_);
  } else if (file_.descriptor >= 0) {
    ::close(file_.descriptor);
  }
  file_ = {number, opened};
  tail_ = state.st_size;
  dirty_ = false;
  directory_dirty_ = true;
  return {};
}

Result<void> SegmentBlobStore::append(ByteView data) {
  for (std::size_t done = 0; done < data.size();) {
    const ssize_t written = ::pwrite(file_.descriptor, data.data() + done, data.size() - done,
                                     static_cast<off_t>(tail_) + static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure("write " + path_of(file_.segment), written < 0 ? errno : EIO);
    done += static_cast<std::size_t>(written);
  }
  tail_ += static_cast<std::int64_t>(data.size());
  dirty_ = true;
  return {};
}

Result<void> SegmentBlobStore::put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) {
  const auto stored = static_cast<std::int64_t>(sealed.size());
  if (!dirty_) static_cast<void>(check_in_place(file_));  // one that was taken away is left before bytes go into it
  if ((tail_ > 0 && tail_ + stored > segment_bytes_) || left_ >= file_.segment) {
    FD_TRY(start_segment(file_.segment + 1));
  }
  const std::int64_t position = tail_;
  FD_TRY(append(sealed));
  return tx.execute(
      "INSERT INTO blob (id, segment, position, stored_size, size, digest, created_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      id, file_.segment, position, stored, size, sha256(sealed), now);
}

Result<Bytes> SegmentBlobStore::get(ReadTx& tx, BlobId id) {
  auto row = tx.query("SELECT segment, position, stored_size, digest FROM blob WHERE id = ?1", id);
  auto found = row.step();
  if (!found) return std::move(found).error();
  if (!*found) return Error{ErrorCode::kNotFound, "there is no blob " + to_text(id)};
  const std::string path = path_of(row.integer(0));
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0)
    return Error{is_passing(errno) ? ErrorCode::kUnavailable : ErrorCode::kIo,
                 "open " + path + ": " + std::generic_category().message(errno)};
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

Result<std::optional<Damage>> SegmentBlobStore::look_at(const BlobPlace& place) {
  const std::string path = path_of(place.segment);
  const auto cannot = [&](int number) -> Result<std::optional<Damage>> {
    if (is_passing(number))
      return Error{ErrorCode::kUnavailable, path + ": " + std::generic_category().message(number)};
    return std::optional(number == 0 ? Damage::kCut : number == ENOENT ? Damage::kGone : Damage::kUnreadable);
  };
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return cannot(errno);
  Sha256 sum;
  Bytes piece(std::size_t{256} << 10);
  for (std::int64_t done = 0; done < place.size;) {
    const auto size = std::min<std::int64_t>(place.size - done, static_cast<std::int64_t>(piece.size()));
    const std::span<std::uint8_t> part(piece.data(), static_cast<std::size_t>(size));
    if (!read_fully(file.get(), place.position + done, part)) return cannot(errno);
    sum.add(part);
    done += size;
  }
  // A look is at the disk, not at what an earlier one left in memory, and pushes nothing out that people read.
  ::posix_fadvise(file.get(), place.position, place.size, POSIX_FADV_DONTNEED);
  if (sum.finish() == place.digest) return std::optional<Damage>();
  return std::optional(Damage::kChanged);
}

Result<BlobStore::SegmentLook> SegmentBlobStore::look_at_segment(const SegmentExtent& extent) {
  if (extent.segment == 0) return SegmentLook{};
  const std::string path = path_of(extent.segment);
  struct stat state {};
  if (::lstat(path.c_str(), &state) != 0) {
    if (is_passing(errno)) return Error{ErrorCode::kUnavailable, path + ": " + std::generic_category().message(errno)};
    return SegmentLook{errno == ENOENT || errno == ENOTDIR ? Damage::kGone : Damage::kUnreadable, 0};
  }
  if (!S_ISREG(state.st_mode)) return SegmentLook{Damage::kGone, 0};
  if (state.st_size < extent.end) return SegmentLook{Damage::kCut, state.st_size};
  return SegmentLook{std::nullopt, state.st_size};
}

/// What lies in a file that is not under its name any more would be lost with its descriptor.
Result<void> SegmentBlobStore::check_in_place(const Growing& file) {
  struct stat open {};
  struct stat named {};
  if (::fstat(file.descriptor, &open) != 0) return failure("inspect a segment in " + directory_, errno);
  const std::string path = path_of(file.segment);
  if (::lstat(path.c_str(), &named) == 0 && named.st_ino == open.st_ino && named.st_dev == open.st_dev) return {};
  leave_segment(file.segment);
  return Error{ErrorCode::kUnavailable, path + " was removed while it was written; try again"};
}

void SegmentBlobStore::leave_segment(std::int64_t segment) {
  std::int64_t before = left_;
  while (before < segment && !left_.compare_exchange_weak(before, segment)) {
  }
}

Result<void> SegmentBlobStore::sync() {
  while (!full_.empty()) {
    if (::fdatasync(full_.back().descriptor) != 0) return failure("sync " + path_of(full_.back().segment), errno);
    auto in_place = check_in_place(full_.back());
    // Forgotten with its close: after a failure further on nobody may close this number again.
    ::close(full_.back().descriptor);
    full_.pop_back();
    if (!in_place) return in_place;
  }
  if (!dirty_) return {};
  if (::fdatasync(file_.descriptor) != 0) return failure("sync " + path_of(file_.segment), errno);
  if (auto in_place = check_in_place(file_); !in_place) {
    dirty_ = false;  // what it holds is undone with the group
    return in_place;
  }
  if (directory_dirty_) {
    const Descriptor folder(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failure("sync " + directory_, errno);
    directory_dirty_ = false;
  }
  dirty_ = false;
  return {};
}

}  // namespace frontdesk::storage
