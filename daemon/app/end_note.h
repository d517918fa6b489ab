// EndNote: how the daemon's last life ended, in a file of the data directory.
//
// A life begins by noting "running" and ends by noting "stopped"; the handlers of the signals that a program's own
// fault raises (SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS) note "crashed" and pass the signal on. So a daemon
// that was killed, or whose machine went down, is told from one that died of what it was working on. Thread rule: make
// it before the first worker; one for each process.
#pragma once

#include <string>

#include "base/result.h"
#include "desk/inbound/intake.h"

namespace frontdesk::app {

class EndNote {
 public:
  /// Reads what the last life left, then begins this one. Errors: kIo with the path.
  static Result<EndNote> begin(const std::string& path);

  [[nodiscard]] desk::LastEnd last_end() const { return last_end_; }
  /// This life ends in good order.
  void stopped() const;

 private:
  EndNote() = default;
  desk::LastEnd last_end_ = desk::LastEnd::kOrderly;
};

}  // namespace frontdesk::app
