// Sessions: who is signed in, as a request carries it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/secret.h"
#include "base/time.h"
#include "desk/account/user.h"
#include "desk/actor.h"

namespace frontdesk::desk {

/// Where a request without a session comes from.
struct Origin {
  std::string address;
  std::string request_id;
  std::string user_agent{};
  std::string device{};  ///< proofs that the browser has of earlier sign-ins (known_device.h), unchecked
};

/// A session that is valid now. `actor` lacks address and request id: those are the request's.
struct Session {
  SessionId id;
  UserView user;
  Actor actor;
  std::string csrf;  ///< what writes must carry
  Micros expires_at;
  std::string device{};  ///< for the browser that just signed in, to show next time (known_device.h); else empty
};

struct SignedIn {
  Secret token;  ///< for the cookie; nowhere else
  Session session;
};

/// The token that writes of this session must carry: derived, so that it need not be kept anywhere.
std::string csrf_token(std::string_view session_token);

Session make_session(SessionId id, const storage::UserRecord& user,
                     const std::shared_ptr<const domain::AccessRules>& access, std::string_view token,
                     Micros expires_at);

/// A user who acts without a session, or before there is one.
Actor actor_of(const storage::UserRecord& user, const Origin& origin);

}  // namespace frontdesk::desk
