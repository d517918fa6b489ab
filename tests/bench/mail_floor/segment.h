// A file that raw mails are appended to.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "demand.h"

namespace frontdesk::mail_floor {

class Segment {
 public:
  explicit Segment(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}
  ~Segment() { ::close(file_); }
  Segment(const Segment&) = delete;
  Segment& operator=(const Segment&) = delete;

  /// Returns where the bytes begin.
  std::int64_t append(std::string_view bytes) {
    demand(::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
           "the segment takes no bytes");
    const std::int64_t begin = size_;
    size_ += static_cast<std::int64_t>(bytes.size());
    return begin;
  }
  void make_durable() const { demand(::fdatasync(file_) == 0, "the segment cannot be made durable"); }

 private:
  const int file_;
  std::int64_t size_ = 0;
};

}  // namespace frontdesk::mail_floor
