// SiteProbe: what a running daemon can say of its configuration, files, disk and duties. What is dear to read (the
// configuration, the sizes of folders) is read by refresh(), a duty of every minute; look() tells that.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "app/configuration/site.h"
#include "desk/machine/probe.h"

namespace frontdesk::app {

class SiteProbe final : public desk::MachineProbe {
 public:
  using DutyFaults = std::function<std::vector<desk::DutyFault>()>;

  /// `config`: as the daemon was started with; which duties fail is asked of `duties`.
  SiteProbe(const SiteConfig& config, DutyFaults duties) : config_(config), duties_(std::move(duties)) {}

  void refresh();
  void look(desk::Facts& facts) const override;

 private:
  const SiteConfig config_;
  const DutyFaults duties_;
  mutable std::mutex mutex_;  // guards what follows
  bool is_refreshed_ = false;
  std::vector<std::string> mistakes_;
  desk::SizeFacts sizes_;
};

}  // namespace frontdesk::app
