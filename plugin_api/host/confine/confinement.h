// What a plugin may do to the machine: as little as the kernel lets us take away without privileges.
//
// Called once, by the main thread, before any other thread exists and before the plugin's code is mapped. What an older
// kernel cannot enforce is left out and told, so that the host still starts. Nothing can be undone afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::host {

struct Limits {
  std::uint64_t data_bytes = 512U << 20;  ///< private memory; 0: unlimited
  std::uint32_t user = 0;                 ///< to become, also as group; 0: stays the parent's
};

/// Becomes the user of its own, ties the process to its parent (ends when the parent does, refuses to start without
/// it), makes it undumpable, gives up every capability and bounds its resources; when memory runs out the kernel takes
/// it first. `expected_parent` 0: not checked. Returns why it failed, empty on success.
std::string tie_and_limit(int expected_parent, const Limits& limits);

/// Landlock: read-only access to system libraries, certificates, zone info, name service files and `readable`; no other
/// file can be opened, none can be written. Returns the ABI enforced, 0 when the kernel has no Landlock.
int confine_files(const std::vector<std::string>& readable, int library_file);

/// seccomp: only the system calls of allowed_calls.h, for this process and its threads. Returns false when the filter
/// could not be loaded.
bool confine_system_calls();

}  // namespace frontdesk::host
