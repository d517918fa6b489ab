// A channel's configuration against its plugin's config_schema: the authoritative check.
//
// The schema is the form profile of JSON Schema 2020-12: an object of strings, integers, numbers, booleans, enums and
// arrays of scalars, one level of sections (objects), and `oneOf` whose branches are told apart by a `const` property;
// `default`, bounds, `pattern`, `format` (uri, hostname, email). A property with "x-fd-secret" takes a string (a new
// value) or {"set": true} (keep the stored one). Pure functions. Paths are keys joined by dots: "imap.password".
#pragma once

#include <string>
#include <vector>

#include <frontdesk/json.h>

namespace frontdesk::channels {

struct CheckedValue {
  json::Value config;                     ///< with defaults, in the schema's order; secrets as they were given
  std::vector<std::string> secret_paths;  ///< of the chosen branches, whether set or not
  std::vector<std::string> errors;        ///< "imap.port: must be at most 65535"; never the value itself
};

CheckedValue check_against_schema(const json::Value& schema, const json::Value& config);

/// The configuration as the plugin gets it: "secret:<path>" at every path of `set_paths`, nothing at other secrets.
json::Value with_secret_references(const json::Value& config, const std::vector<std::string>& secret_paths,
                                   const std::vector<std::string>& set_paths);

}  // namespace frontdesk::channels
