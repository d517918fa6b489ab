// AccessRules: which role may do what, and who works together — data of the profile, the one list of rights.
//
// Read from config/profile/*.yaml (`roles`, `teams`) by the app room; immutable once loaded, shared as a snapshot.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "domain/access/right.h"
#include "domain/access/role.h"

namespace frontdesk::domain {

struct AccessRules {
  std::map<Role, Grants> roles;
  std::map<std::string, std::vector<std::string>> teams;  ///< by the team's word; sign-in names, lower case

  /// What the roles give together.
  [[nodiscard]] Grants grants(Roles held) const;
  /// Both people are in one team.
  [[nodiscard]] bool are_together(std::string_view one_name, std::string_view other_name) const;
  friend bool operator==(const AccessRules&, const AccessRules&) = default;
};

/// The rules of the packaged profile. Tests build on these, and prove that the file says the same.
const std::shared_ptr<const AccessRules>& default_access();

}  // namespace frontdesk::domain
