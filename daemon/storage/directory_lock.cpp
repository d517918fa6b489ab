#include "storage/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace frontdesk::storage {

Result<DirectoryLock> DirectoryLock::take(const std::string& directory) {
  const std::string path = directory + "/frontdesk.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return Error{ErrorCode::kIo, "open " + path + ": " + std::generic_category().message(errno)};
  DirectoryLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK)
    return Error{ErrorCode::kIo, "lock " + path + ": " + std::generic_category().message(errno)};
  return Error{ErrorCode::kConflict,
               "the data directory " + directory + " is in use by another Frontdesk; stop that one first"};
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace frontdesk::storage
