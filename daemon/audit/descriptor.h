// Descriptor: an open file of the system, closed at its end. And what it says when something with it failed.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

#include <unistd.h>

#include "base/result.h"

namespace frontdesk::audit {

class Descriptor {
 public:
  /// Takes what ::open returned, also -1.
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// errno in words, with the path: kUnavailable for a full disk, else kIo.
inline Error io_error(const std::string& path) {
  const int number = errno;
  const bool is_full = number == ENOSPC || number == EDQUOT;
  return {is_full ? ErrorCode::kUnavailable : ErrorCode::kIo, path + ": " + std::generic_category().message(number)};
}

}  // namespace frontdesk::audit
