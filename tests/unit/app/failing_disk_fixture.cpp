#include "unit/app/failing_disk_fixture.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

namespace frontdesk::app::test {

FailingDiskOfDaemon::FailingDiskOfDaemon(const DaemonFolder& folder)
    : data_(folder.file("data")), file_(folder.file("control")) {
  folder.write("control", std::string(sizeof(FailingDisk), '\0'));
  const int descriptor = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
  void* mapped = ::mmap(nullptr, sizeof(FailingDisk), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  ::close(descriptor);
  control_ = static_cast<FailingDisk*>(mapped);
}

FailingDiskOfDaemon::~FailingDiskOfDaemon() { ::munmap(control_, sizeof(FailingDisk)); }

std::unique_ptr<DaemonProcess> FailingDiskOfDaemon::start(const DaemonFolder& folder) const {
  const std::map<const char*, std::string> environment{
      {"LD_PRELOAD", FRONTDESK_FAILING_DISK}, {"FAILING_DISK_FOLDER", data_}, {"FAILING_DISK_CONTROL", file_}};
  for (const auto& [name, value] : environment) ::setenv(name, value.c_str(), 1);
  auto program = std::make_unique<DaemonProcess>(folder.site_file());
  for (const auto& [name, value] : environment) ::unsetenv(name);
  return program;
}

}  // namespace frontdesk::app::test
