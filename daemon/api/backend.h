// Backend: what handlers may reach — the desk's services, and the parts of the server that some routes speak for.
#pragma once

#include <memory>
#include <string>

#include "api/door/session_cookie.h"
#include "api/problem.h"
#include "api/router.h"
#include "api/services.h"

namespace frontdesk::api {

class EventHub;
class Metrics;

struct Backend {
  Services& services;
  EventHub& hub;
  Metrics& metrics;
  std::shared_ptr<const std::string> description;  ///< of the interface, as JSON
  SessionCookie cookie{};
};

/// The problem as an answer to this call.
inline Response fail(const Call& call, const Problem& problem) { return to_response(problem, call.actor.request_id); }

}  // namespace frontdesk::api
