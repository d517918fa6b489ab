// Gate: who is calling, and may they call this route. Sits before every handler; says no by default.
//
// Writes of browsers must prove that our own page sent them: Sec-Fetch-Site or Origin of the same origin, and with a
// session the X-CSRF-Token that belongs to it. Thread rule: any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/problem.h"
#include "api/router.h"
#include "desk/account/service.h"

namespace frontdesk::api {

/// "__Host-frontdesk" over TLS, "frontdesk" on loopback without.
std::string_view session_cookie_name(bool secure);
/// Value of Set-Cookie; an empty token ends the session in the browser.
std::string session_cookie(std::string_view token, bool secure);

class Gate {
 public:
  explicit Gate(desk::AccountService& accounts) : accounts_(accounts) {}

  /// The problem that keeps the request out, or nullopt; `session` is then set when somebody is signed in.
  std::optional<Problem> check(const RequestHead& head, const Route& route,
                               std::shared_ptr<const desk::Session>& session) const;

 private:
  desk::AccountService& accounts_;
};

/// The request came from this machine, and not through a proxy on it.
bool is_local(const RequestHead& head);

}  // namespace frontdesk::api
