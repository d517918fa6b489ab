// The system calls that a plugin may use, and with which arguments: a list of what channels need. What is not on it is
// refused, also what a later kernel brings.
//
// How the list is judged: a call may reach nothing but the plugin's own process, its own descriptors, files that it
// opens for reading, and the Internet. Calls that name another process or a user as a whole (limits, priority,
// scheduling, signals, shared memory, queues, keys, watches that are counted for a user), that make memory which no
// limit counts, or that change a file, are not on it. Reading what anybody may read is.
//
// Thread rule: pure, any thread.
#pragma once

#include <cerrno>
#include <cstdint>
#include <vector>

namespace frontdesk::host {

/// (argument & mask) == value. The kernel reads most arguments as 32 bits: their mask has no upper half, so that what
/// stands there neither hides nor forbids a match.
struct ArgumentTest {
  unsigned argument;  ///< from 0
  std::uint64_t mask;
  std::uint64_t value;
};

struct AllowedCall {
  using Way = std::vector<ArgumentTest>;  ///< all must hold

  const char* name;
  std::vector<Way> ways;  ///< one must hold; none: any arguments
  int otherwise = EPERM;  ///< the error for other arguments
};

/// For the process `self`, which must be the one that is confined. In the order in which they are compared: those with
/// tests first, since the kernel remembers what passes whatever its arguments are.
std::vector<AllowedCall> allowed_calls(int self);

/// Calls whose absence libraries know how to live with, but not their refusal: they are answered with ENOSYS. clone3
/// and openat2 hide their flags from filters; glibc then uses clone and openat.
inline constexpr const char* kAnsweredAsUnknown[] = {"clone3", "openat2"};

/// Calls with a higher number came after the C library of Debian 12 (Linux 5.17): whoever tries one expects kernels
/// that do not have it, so they are answered with ENOSYS, too.
inline constexpr std::uint32_t kNewestJudgedCall = 448;

}  // namespace frontdesk::host
