// HostFootprint: what a plugin host holds of the machine, as the kernel counts it.
//
// The limits that a process carries (RLIMIT_DATA, RLIMIT_AS) count private writable memory and addresses: what is made
// read-only afterwards, shared memory and mapped files escape them, and threads are counted for a user as a whole.
// Hence this look from outside. Opened right after the spawn, it can be read whatever user the host has later.
// Thread rule: the supervisor thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "wire/descriptor.h"

namespace frontdesk::channels {

struct Footprint {
  std::uint64_t memory_bytes = 0;  ///< private, swapped out, shared, of files and of huge pages, as far as in use
  std::uint64_t threads = 0;
};

/// Of the text of /proc/PID/status; members that are missing there are 0.
Footprint parse_process_status(std::string_view status);

class HostFootprint {
 public:
  explicit HostFootprint(pid_t process);
  /// nullopt when the process is gone, or /proc does not show it.
  [[nodiscard]] std::optional<Footprint> read() const;

 private:
  wire::Descriptor status_;
};

}  // namespace frontdesk::channels
