// Alert rules for Prometheus, one for each check of the machine (desk/machine/check.h); packaging/observation holds
// them as a file, and a test keeps it to this.
#pragma once

#include <string>

namespace frontdesk::app {

/// YAML.
std::string alert_rules();

}  // namespace frontdesk::app
