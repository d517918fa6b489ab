// Examining a desk from outside, where no daemon runs: the checks whose facts are in files. Creates and changes
// nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <frontdesk/json.h>

namespace frontdesk::app {

/// Every check of the table, as use case check.list shows it, for the configuration in `file`.
void examine_from_outside(const std::string& file, std::string_view language,
                          const std::function<void(const json::Value&)>& row);

}  // namespace frontdesk::app
