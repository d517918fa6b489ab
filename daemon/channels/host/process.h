// HostProcess: one frontdesk-plugin-host as an operating system process.
//
// Spawned with posix_spawn in a session of its own, with only descriptors 0 to 3 (null, output, output, socket),
// perhaps a file, and a bare environment, as the same user: the host changes that itself (host_users.h). The kernel
// kills it when the *thread* that spawned it ends, so spawn on the supervisor thread only. Destroying an unfinished
// process kills and reaps it. Thread rule: the supervisor thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"
#include "wire/descriptor.h"

namespace frontdesk::channels {

/// How a process ended.
struct ProcessExit {
  int code = 0;                   ///< exit code, when it ended by itself
  int signal = 0;                 ///< what killed it, or 0
  std::uint64_t peak_memory = 0;  ///< bytes of memory in use at the most, as the kernel counted
  /// "exit code 3", "signal 11 (SIGSEGV)".
  [[nodiscard]] std::string text() const;
  /// Ended by a signal that no fault of a program's own raises.
  [[nodiscard]] bool is_from_outside() const;
};

/// Where a host finds the file that is given to it.
inline constexpr int kHostFile = 4;

class HostProcess {
 public:
  /// Errors: kUnavailable when the machine lacks processes, memory or descriptors now; else kIo with the reason.
  /// `file`: a descriptor that the host gets as kHostFile; -1: none.
  static Result<HostProcess> spawn(const std::string& program, const std::vector<std::string>& arguments,
                                   int file = -1);
  HostProcess(HostProcess&& other) noexcept;
  HostProcess& operator=(HostProcess&&) = delete;
  ~HostProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Non-blocking; ours to close.
  wire::Descriptor& socket() { return socket_; }
  /// Standard output and standard error of the plugin, non-blocking.
  [[nodiscard]] int output() const { return output_.get(); }
  /// Becomes readable when the process has ended.
  [[nodiscard]] int pidfd() const { return pidfd_.get(); }

  /// To the whole process group.
  void signal(int number) const;
  /// How it ended; nullopt while it runs. Kills what is left of its group, then reaps it.
  std::optional<ProcessExit> reap();

 private:
  HostProcess() = default;

  pid_t pid_ = -1;  ///< -1: reaped or moved from
  wire::Descriptor socket_;
  wire::Descriptor output_;
  wire::Descriptor pidfd_;
};

}  // namespace frontdesk::channels
