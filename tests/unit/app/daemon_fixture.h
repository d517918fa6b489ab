// A whole daemon's folder for tests — configuration, service procedure, data — and the daemon's program as a child.
#pragma once

#include <sys/types.h>

#include <string>

#include "app/configuration/site.h"

namespace frontdesk::app::test {

/// A folder of its own below /tmp with site.yaml and sop.yaml; removed at the end.
class DaemonFolder {
 public:
  DaemonFolder();
  ~DaemonFolder();
  DaemonFolder(const DaemonFolder&) = delete;
  DaemonFolder& operator=(const DaemonFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] std::string site_file() const { return file("site.yaml"); }
  [[nodiscard]] std::string socket() const { return file("socket"); }
  /// Writes site.yaml: everything inside the folder, any free port; `listen` and `rest` are added as they are.
  void write_site(const std::string& listen = "", const std::string& rest = "") const;
  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  /// site.yaml as the daemon reads it.
  [[nodiscard]] SiteConfig config() const;

 private:
  std::string path_;
};

/// frontdeskd as a child process; its standard output and error are read line by line.
class DaemonProcess {
 public:
  /// `listening`: handed over as a service manager does (sd_listen_fds(3)); -1: none.
  explicit DaemonProcess(const std::string& site_file, bool check_only = false, int listening = -1);
  /// Asks it to end, if it still runs.
  ~DaemonProcess();
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;

  void signal(int number) const;
  /// Reads on until a line holds `words`; what was read. A test fails when the program ends, or says nothing for two
  /// minutes.
  std::string read_until(const std::string& words);
  /// Reads on until it says that it is ready, or ends before.
  void read_to_ready_or_end();
  /// Reads the rest and waits; the exit code.
  int wait();
  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  bool read_more();

  pid_t pid_ = -1;
  int out_ = -1;
  std::string output_;
  std::size_t seen_ = 0;
};

}  // namespace frontdesk::app::test
