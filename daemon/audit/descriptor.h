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

/// errno in words, with the path.
inline Error io_error(const std::string& path) {
  return {ErrorCode::kIo, path + ": " + std::generic_category().message(errno)};
}

}  // namespace frontdesk::audit
