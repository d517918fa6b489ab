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

bool Actor::may(Right right) const {
  if (kind == Kind::kSystem) return true;
  const bool desk_work = roles.has(Role::kAgent) || roles.has(Role::kSupervisor);
  switch (right) {
    case Right::kWorkTickets:
    case Right::kClassify: return desk_work;
    case Right::kAssignOthers: return roles.has(Role::kSupervisor);
    case Right::kSeeChannels:
    case Right::kReadAudit: return roles.has(Role::kAdmin) || roles.has(Role::kSupervisor);
    case Right::kRunChannels:
    case Right::kRunUsers: return roles.has(Role::kAdmin);
  }
  return false;
}

std::string_view to_text(Role role) {
  switch (role) {
    case Role::kAdmin: return "admin";
    case Role::kAgent: return "agent";
    case Role::kSupervisor: return "supervisor";
  }
  return "";
}

std::optional<Role> parse_role(std::string_view word) {
  for (const Role role : kEveryRole) {
    if (word == to_text(role)) return role;
  }
  return std::nullopt;
}

std::string to_text(Roles roles) {
  std::string words;
  for (const Role role : kEveryRole) {
    if (roles.has(role)) words.append(words.empty() ? "" : ",").append(to_text(role));
  }
  return words;
}

Result<void> require(const Actor& actor, Right right) {
  if (actor.may(right)) return {};
  return Error{ErrorCode::kForbidden, "your role does not allow this", "error.forbidden"};
}

}  // namespace frontdesk::desk
