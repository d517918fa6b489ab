#include "desk/actor.h"

namespace frontdesk::desk {

Actor Actor::system() {
  Actor actor;
  actor.name = "system";
  return actor;
}

Actor Actor::plugin(ChannelId channel) {
  Actor actor;
  actor.kind = Kind::kPlugin;
  actor.channel = channel;
  return actor;
}

Actor Actor::command_line() {
  Actor actor;
  actor.kind = Kind::kCommandLine;
  actor.name = "command-line";
  actor.display_name = "command line";
  actor.roles = {Role::kAdmin, Role::kSupervisor};
  return actor;
}

Scope Actor::scope(Right right) const {
  if (kind == Kind::kSystem) return Scope::kAll;
  return access->grants(roles).of(right);
}

Result<void> require(const Actor& actor, Right right) {
  if (actor.may(right)) return {};
  return Error{ErrorCode::kForbidden, "your role does not allow this", "error.forbidden"};
}

}  // namespace frontdesk::desk
