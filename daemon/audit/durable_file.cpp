#include "audit/durable_file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/descriptor.h"

namespace frontdesk::audit {
namespace {

constexpr std::size_t kMaxFile = 64U << 10;

/// What was there is overwritten where it lies.
Result<void> write_fresh(const std::string& fresh, std::string_view content, mode_t mode) {
  const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!file.ok() || ::fchmod(file.get(), mode) != 0) return io_error(fresh);
  if (::write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
    return io_error(fresh);
  if (::ftruncate(file.get(), static_cast<off_t>(content.size())) != 0 || ::fsync(file.get()) != 0)
    return io_error(fresh);
  return {};
}

Result<void> sync_folder_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  const Descriptor folder(::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || ::fsync(folder.get()) != 0) return io_error(path);
  return {};
}

}  // namespace

Result<void> write_durably(const std::string& path, std::string_view content, mode_t mode) {
  const std::string fresh = path + ".new";
  FD_TRY(write_fresh(fresh, content, mode));
  if (::rename(fresh.c_str(), path.c_str()) != 0) return io_error(path);
  return sync_folder_of(path);
}

Result<void> write_durably_with_spare(const std::string& path, std::string_view content, mode_t mode) {
  const std::string fresh = path + ".new";
  FD_TRY(write_fresh(fresh, content, mode));
  const bool exchanged = ::renameat2(AT_FDCWD, fresh.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0;
  // The first time, or on a file system that cannot exchange.
  if (!exchanged && ::rename(fresh.c_str(), path.c_str()) != 0) return io_error(path);
  return sync_folder_of(path);
}

Result<std::string> read_small_file(const std::string& path, bool private_only) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.ok() && errno == ENOENT) return Error{ErrorCode::kNotFound, path + " does not exist"};
  struct stat info {};
  if (!file.ok() || ::fstat(file.get(), &info) != 0) return io_error(path);
  if (private_only && (info.st_mode & 077) != 0) {
    return Error{ErrorCode::kForbidden, path + " may be read by others; set its mode to 0600"};
  }
  std::string content(kMaxFile + 1, '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t got = ::read(file.get(), content.data() + size, content.size() - size);
    if (got < 0) return io_error(path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > kMaxFile) return Error{ErrorCode::kLimit, path + " is larger than 64 KiB"};
  content.resize(size);
  return content;
}

}  // namespace frontdesk::audit
