// The configuration as a plugin gets it: references where secrets stand. A plugin asks for a secret by its path.
//
// Paths are keys joined by dots: "imap.password". The check against the form is plugin_api's (schema/form_schema.h).
// Pure functions.
#pragma once

#include <string>
#include <vector>

#include <frontdesk/json.h>

namespace frontdesk::channels {

/// "secret:<path>" at every path of `set_paths`, nothing at the other `secret_paths`.
json::Value with_secret_references(const json::Value& config, const std::vector<std::string>& secret_paths,
                                   const std::vector<std::string>& set_paths);

}  // namespace frontdesk::channels
