// ConfigurationCheck: everything that can be said about a configuration before the daemon starts — the site file, the
// service procedure it names, the certificate files, the file of an unattended set-up, and which of the named folders
// are missing.
#pragma once

#include <string>
#include <vector>

#include "app/configuration/site.h"

namespace frontdesk::app {

struct ConfigurationCheck {
  SiteConfig config;                  ///< meaningful only without mistakes
  std::vector<std::string> mistakes;  ///< all of them, each "file:line: key: text"
  std::vector<std::string> warnings;  ///< what the daemon starts without: pages, plugins
};

/// Never throws; opens nothing but the files named.
ConfigurationCheck check_configuration(const std::string& file);

}  // namespace frontdesk::app
