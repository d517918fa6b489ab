#include "api/routes/routes.h"

namespace frontdesk::api {

std::vector<Route> all_routes() {
  std::vector<Route> routes;
  add_system_routes(routes);
  add_session_routes(routes);
  add_user_routes(routes);
  add_ticket_routes(routes);
  add_message_routes(routes);
  add_channel_routes(routes);
  add_audit_routes(routes);
  return routes;
}

}  // namespace frontdesk::api
