// The description of the HTTP interface: written by hand in openapi.yaml, built into the program, served as JSON.
#pragma once

#include <memory>
#include <string>

namespace frontdesk::api {

/// openapi.yaml as JSON; converted at the first call. Thread rule: any thread.
std::shared_ptr<const std::string> openapi_json();

}  // namespace frontdesk::api
