#include "domain/access/rules.h"

#include <algorithm>

namespace frontdesk::domain {

Grants AccessRules::grants(Roles held) const {
  Grants all;
  for (const auto& [role, given] : roles) {
    if (held.has(role)) all.add(given);
  }
  return all;
}

bool AccessRules::are_together(std::string_view one_name, std::string_view other_name) const {
  return std::ranges::any_of(teams, [&](const auto& team) {
    const auto& names = team.second;
    return std::ranges::find(names, one_name) != names.end() && std::ranges::find(names, other_name) != names.end();
  });
}

const std::shared_ptr<const AccessRules>& default_access() {
  static const std::shared_ptr<const AccessRules> kRules = [] {
    AccessRules rules;
    Grants& admin = rules.roles[Role::kAdmin];
    for (const Right right :
         {Right::kSeeColleagues, Right::kSeeChannels, Right::kRunChannels, Right::kRunUsers, Right::kReadAudit})
      admin.give(right, Scope::kAll);
    Grants& agent = rules.roles[Role::kAgent];
    for (const Right right : {Right::kSeeTickets, Right::kAnswer, Right::kNote, Right::kTake, Right::kReopen,
                              Right::kClassify, Right::kSeeColleagues})
      agent.give(right, Scope::kAll);
    for (const Right right : {Right::kAssign, Right::kResolve, Right::kSortOut}) agent.give(right, Scope::kOwn);
    Grants& supervisor = rules.roles[Role::kSupervisor];
    for (const Right right : {Right::kSeeTickets, Right::kAnswer, Right::kNote, Right::kTake, Right::kAssign,
                              Right::kResolve, Right::kReopen, Right::kClassify, Right::kSortOut, Right::kSeeColleagues,
                              Right::kSeeChannels, Right::kReadAudit})
      supervisor.give(right, Scope::kAll);
    return std::make_shared<const AccessRules>(std::move(rules));
  }();
  return kRules;
}

}  // namespace frontdesk::domain
