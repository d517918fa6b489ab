#include "desk/account/session.h"

#include <sodium.h>

#include "base/bytes.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

Actor actor_of(const storage::UserRecord& user) {
  Actor actor;
  actor.kind = Actor::Kind::kUser;
  actor.user = user.id;
  actor.name = user.name;
  actor.display_name = user.display_name;
  actor.roles = Roles(user.roles);
  return actor;
}

}  // namespace

std::string csrf_token(std::string_view session_token) {
  static constexpr std::string_view kPurpose = "frontdesk csrf";
  Bytes digest(32);
  crypto_generichash(digest.data(), digest.size(), as_bytes(kPurpose).data(), kPurpose.size(),
                     as_bytes(session_token).data(), session_token.size());
  return to_base64url(digest);
}

Session make_session(SessionId id, const storage::UserRecord& user,
                     const std::shared_ptr<const domain::AccessRules>& access, std::string_view token,
                     Micros expires_at) {
  Session session{id, view_of(user), actor_of(user), csrf_token(token), expires_at};
  session.actor.session = id.raw();
  session.actor.access = access;
  return session;
}

Actor actor_of(const storage::UserRecord& user, const Origin& origin) {
  Actor actor = actor_of(user);
  actor.address = origin.address;
  actor.request_id = origin.request_id;
  actor.user_agent = origin.user_agent;
  return actor;
}

}  // namespace frontdesk::desk
