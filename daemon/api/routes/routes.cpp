#include "api/routes/routes.h"

namespace frontdesk::api {

std::vector<Route> all_routes() {
  std::vector<Route> routes;
  add_system_routes(routes);
  add_session_routes(routes);
  add_upload_routes(routes);
  add_use_case_routes(routes);
  return routes;
}

}  // namespace frontdesk::api
