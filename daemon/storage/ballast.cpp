#include "storage/ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/log.h"

namespace frontdesk::storage {

Ballast::Ballast(const std::string& directory, std::uint64_t most) : path_(directory + "/ballast"), most_(most) {
  struct stat left {};
  if (::stat(path_.c_str(), &left) != 0) return;  // what an earlier life of the daemon holds
  held_ = size_ = static_cast<std::uint64_t>(left.st_blocks) * 512;
}

void Ballast::take(std::uint64_t free) {
  const std::uint64_t wanted = std::max(size_, std::min(most_, (free + held_) / 8));
  if (wanted <= held_ || wanted - held_ > free / 2) return;
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const int failed = file < 0 ? errno : ::posix_fallocate(file, 0, static_cast<off_t>(wanted));
  if (file >= 0) ::close(file);
  if (failed == 0) {
    held_ = size_ = wanted;
    is_failure_told_ = false;
    return;
  }
  if (!std::exchange(is_failure_told_, true)) {
    log_warning("no room could be held in reserve on the disk",
                {{"file", path_}, {"reason", std::generic_category().message(failed)}});
  }
  if (file >= 0) ::unlink(path_.c_str());
  held_ = 0;
}

bool Ballast::give_up() {
  if (held_ == 0) return false;
  held_ = 0;
  return ::unlink(path_.c_str()) == 0;
}

}  // namespace frontdesk::storage
