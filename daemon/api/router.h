// Router: the table of all routes, and finding the one for a request.
//
// A route has no default for what it needs: one without does not compile. Most routes come from the table of use cases
// (desk/use_case/table.h); by hand remain those that are none: set-up, sign-in, uploads, streams, metrics. Thread rule:
// immutable once made; any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <frontdesk/json.h>

#include "api/door/needs.h"
#include "api/http/message.h"
#include "desk/account/session.h"
#include "desk/actor.h"
#include "desk/use_case/table.h"

namespace frontdesk::api {

/// A request that passed the gate, as handlers see it.
struct Call {
  const Request& request;
  desk::Actor actor;                             ///< with address and request id; nobody without a session
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
struct Route;

/// Parses, calls the desk, writes the answer; no business rule.
using Handler = Response (*)(Backend&, const Route&, const Call&);

/// What the description says of a route that is no use case.
struct HandMade {
  std::string_view name;                        ///< "session.open": operation id, key in the catalogue
  int status = 200;                             ///< of a good answer
  std::string_view media = "application/json";  ///< of the answer; empty: no content
  std::string_view accepts = {};                ///< media type of a body that is no JSON
  std::vector<desk::Field> (*fields)(desk::ViewSchema::Named&) = nullptr;
  json::Value (*answer)(desk::ViewSchema::Named&) = nullptr;
};

struct Route {
  Method method;
  std::string_view pattern;  ///< e.g. "/api/v1/tickets/{ticket}/replies"; lives as long as the program
  Needs needs;
  Payload payload;
  Handler handler;
  const desk::Entry* entry = nullptr;  ///< the use case, or null
  HandMade by_hand{};                  ///< what it is else
  std::vector<std::string> query{};    ///< names of the parameters of a use case that reads
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
