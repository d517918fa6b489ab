// DirectoryLock: makes sure that one process owns a data directory; released by the kernel when the process ends.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace frontdesk::storage {

class DirectoryLock {
 public:
  /// Errors: kConflict when another process holds it, kIo.
  static Result<DirectoryLock> take(const std::string& directory);
  DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace frontdesk::storage
