// The route table, one part per subject; all_routes() is what the server serves and the drift test compares.
#pragma once

#include <vector>

#include "api/router.h"

namespace frontdesk::api {

std::vector<Route> all_routes();

void add_session_routes(std::vector<Route>& routes);
void add_user_routes(std::vector<Route>& routes);
void add_ticket_routes(std::vector<Route>& routes);
void add_message_routes(std::vector<Route>& routes);
void add_channel_routes(std::vector<Route>& routes);
void add_audit_routes(std::vector<Route>& routes);
void add_system_routes(std::vector<Route>& routes);

}  // namespace frontdesk::api
