// The disk of a daemon that fails, or ends the daemon, at the n-th call (tests/fault/disk), told through a file that
// both map.
#pragma once

#include <memory>
#include <string>

#include "fault/disk/failing_disk.h"
#include "unit/app/daemon_fixture.h"

namespace frontdesk::app::test {

class FailingDiskOfDaemon {
 public:
  explicit FailingDiskOfDaemon(const DaemonFolder& folder);
  ~FailingDiskOfDaemon();
  FailingDiskOfDaemon(const FailingDiskOfDaemon&) = delete;
  FailingDiskOfDaemon& operator=(const FailingDiskOfDaemon&) = delete;

  FailingDisk& control() { return *control_; }
  /// A daemon on this disk.
  [[nodiscard]] std::unique_ptr<DaemonProcess> start(const DaemonFolder& folder) const;

 private:
  const std::string data_;
  const std::string file_;
  FailingDisk* control_ = nullptr;
};

}  // namespace frontdesk::app::test
