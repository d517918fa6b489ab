// Ballast: room on the disk that is held in reserve and given up when the disk is full, so that people can still sign
// in, look (each look is a record) and answer, while mails and files wait (docs/adr/0020).
//
// A file in the data directory that holds nothing: allocated, never written. No larger than an eighth of what is free
// when it is made, so that it is never itself what fills a small disk. That it cannot be made is
// told and harmless. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <string>

namespace frontdesk::storage {

class Ballast {
 public:
  /// `most`: bytes; 0: none is held.
  Ballast(const std::string& directory, std::uint64_t most);

  /// Makes it, or lets it grow with the disk; `free`: bytes that the disk has.
  void take(std::uint64_t free);
  /// Gives its room away. False when there was none.
  bool give_up();
  [[nodiscard]] bool is_held() const { return held_ > 0; }
  /// Bytes that it held, or holds.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  const std::string path_;
  const std::uint64_t most_;
  std::uint64_t held_ = 0;
  std::uint64_t size_ = 0;
  bool is_failure_told_ = false;
};

}  // namespace frontdesk::storage
