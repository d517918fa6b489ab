// KeyBytes: 32 bytes in memory that is locked, guarded and wiped (libsodium), so that keys reach neither swap nor a
// core file. Slots come from slabs, because a guarded allocation for each key would cost pages and system calls.
// Locking is best effort: where the limit on locked memory is reached the key still works. Thread rule: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace frontdesk::privacy {

inline constexpr std::size_t kKeySize = 32;

class KeyBytes {
 public:
  KeyBytes();
  KeyBytes(KeyBytes&& other) noexcept : slot_(other.slot_) { other.slot_ = nullptr; }
  KeyBytes& operator=(KeyBytes&&) = delete;
  KeyBytes(const KeyBytes&) = delete;
  KeyBytes& operator=(const KeyBytes&) = delete;
  ~KeyBytes();

  [[nodiscard]] std::span<std::uint8_t, kKeySize> writable() {
    return std::span<std::uint8_t, kKeySize>(slot_, kKeySize);
  }
  [[nodiscard]] std::span<const std::uint8_t, kKeySize> view() const {
    return std::span<const std::uint8_t, kKeySize>(slot_, kKeySize);
  }

 private:
  std::uint8_t* slot_ = nullptr;
};

}  // namespace frontdesk::privacy
