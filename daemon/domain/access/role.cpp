#include "domain/access/role.h"

namespace frontdesk::domain {

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

}  // namespace frontdesk::domain
