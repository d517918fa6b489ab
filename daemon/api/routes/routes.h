// The route table: the use cases, and what is none. all_routes() is what the server serves and the description tells.
#pragma once

#include <vector>

#include "api/router.h"

namespace frontdesk::api {

std::vector<Route> all_routes();

void add_system_routes(std::vector<Route>& routes);
void add_session_routes(std::vector<Route>& routes);
void add_upload_routes(std::vector<Route>& routes);
void add_use_case_routes(std::vector<Route>& routes);

}  // namespace frontdesk::api
