// ConfigChange: what a reload has to say about two configurations.
#pragma once

#include <string>
#include <vector>

#include "app/configuration/site.h"

namespace frontdesk::app {

inline constexpr char kLogLevelKey[] = "log.level";

/// A key of the file whose value differs.
struct ConfigChange {
  std::string key;       ///< as in the file, e.g. "listen.certificate"
  bool at_once = false;  ///< can be applied while running; otherwise it waits for a restart
};

/// In the order of the file.
std::vector<ConfigChange> compare(const SiteConfig& before, const SiteConfig& after);

}  // namespace frontdesk::app
