// Gate: who is calling, and may they call this route. Sits before every handler; says no by default.
//
// Writes of browsers must prove that our own page sent them: Sec-Fetch-Site or Origin of the same origin, and with a
// session the X-CSRF-Token that belongs to it. Every request must ask for a name that is ours. Thread rule: any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/door/session_cookie.h"
#include "api/problem.h"
#include "api/router.h"
#include "base/secret.h"
#include "desk/account/service.h"

namespace frontdesk::api {

/// What the gate must know of the server.
struct GateOptions {
  SessionCookie cookie{};
  Secret metrics_token{};  ///< of Needs::operation(), as "Authorization: Bearer …"; empty: none is accepted
  std::vector<std::string>
      host_names;  ///< by which clients may call this server, beside addresses and the machine's name
};

class Gate {
 public:
  Gate(desk::AccountService& accounts, GateOptions options) : accounts_(accounts), options_(std::move(options)) {}

  /// A page of another site that had its own name point here (DNS rebinding), or a wrong name.
  [[nodiscard]] bool is_asked_by_a_known_name(const RequestHead& head) const;

  /// The problem that keeps the request out, or nullopt; `session` is then set when somebody is signed in.
  std::optional<Problem> check(const RequestHead& head, const Route& route,
                               std::shared_ptr<const desk::Session>& session) const;

 private:
  [[nodiscard]] bool has_token(const RequestHead& head) const;

  desk::AccountService& accounts_;
  const GateOptions options_;
};

/// The request came from this machine, and not through a proxy on it.
bool is_local(const RequestHead& head);

}  // namespace frontdesk::api
