// The description of the HTTP interface (OpenAPI 3.1), made from the route table: paths, parameters, bodies, answers
// and limits from the use cases, words from the catalogue config/texts/en.json.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/router.h"

namespace frontdesk::api {

/// As JSON. Made once at the start.
std::shared_ptr<const std::string> describe_interface(const std::vector<Route>& routes);

}  // namespace frontdesk::api
