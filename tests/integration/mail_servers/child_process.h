// A server program started by a test, in a process group of its own, stopped by its process id. Thread rule: one thread
// at a time.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace frontdesk::test {

class ChildProcess {
 public:
  ChildProcess() = default;
  /// Starts `arguments[0]` (a path); its output goes to `log`. Throws when it cannot be started.
  ChildProcess(const std::vector<std::string>& arguments, const std::filesystem::path& log);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess() { stop(); }

  [[nodiscard]] bool is_running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// SIGTERM, after five seconds SIGKILL; waits for the end. What the program left behind is killed: a login process of
  /// Dovecot that outlives its master still holds the port, takes a connection and never answers it.
  void stop();

 private:
  pid_t pid_ = -1;
};

/// A TCP port on 127.0.0.1 that was free a moment ago.
std::uint16_t free_port();

/// The port that `file` holds, or a free one that is written there for the next time.
std::uint16_t kept_port(const std::filesystem::path& file);
/// Waits until somebody accepts connections on the port; false after `span`.
bool wait_for_port(std::uint16_t port, std::chrono::milliseconds span);

}  // namespace frontdesk::test
