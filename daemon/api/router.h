// Router: the table of all routes, and finding the one for a request.
//
// A route has no default for its permission: one without a declared permission does not compile. The table is what the
// drift test compares with openapi.yaml and what the "every route, every role" test walks. Thread rule: immutable once
// made; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <frontdesk/json.h>

#include "api/door/permission.h"
#include "api/http/message.h"
#include "desk/account/session.h"
#include "desk/actor.h"

namespace frontdesk::api {

/// A request that passed the gate, as handlers see it.
struct Call {
  const Request& request;
  desk::Actor actor;                             ///< with address and request id; nobody for Permission::kAnyone
  std::shared_ptr<const desk::Session> session;  ///< null when nobody is signed in
  std::vector<std::string> arguments;            ///< values of {…} in the pattern, in order
  json::Value body;                              ///< for json payloads: an object
};

/// What a request may carry.
struct Payload {
  enum class Kind { kNone, kJson, kBytes };
  Kind kind;
  std::size_t limit;
  static constexpr Payload none() { return {Kind::kNone, 0}; }
  static constexpr Payload json(std::size_t limit) { return {Kind::kJson, limit}; }
  static constexpr Payload bytes(std::size_t limit) { return {Kind::kBytes, limit}; }
};

struct Backend;

/// Parses, calls a service, writes JSON; no business rule.
using Handler = Response (*)(Backend&, const Call&);

struct Route {
  Route(Method route_method, std::string_view route_pattern, Permission needed, Payload carries, Handler answers)
      : method(route_method), pattern(route_pattern), permission(needed), payload(carries), handler(answers) {}

  Method method;
  std::string_view pattern;  ///< e.g. "/api/v1/tickets/{id}/replies"; a literal
  Permission permission;
  Payload payload;
  Handler handler;
};

class Router {
 public:
  explicit Router(std::vector<Route> routes);

  struct Match {
    const Route* route = nullptr;  ///< null: `allowed` says why
    std::size_t index = 0;         ///< of the route in routes()
    std::vector<std::string> arguments;
    std::vector<Method> allowed;  ///< other methods that the path has; empty: no such path
  };
  /// HEAD finds the GET route.
  [[nodiscard]] Match find(Method method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::vector<std::vector<std::string_view>> segments_;  // of each pattern
};

}  // namespace frontdesk::api
