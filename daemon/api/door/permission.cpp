#include "api/door/permission.h"

namespace frontdesk::api {

std::string_view to_text(Permission permission) {
  switch (permission) {
    case Permission::kAnyone: return "anyone";
    case Permission::kSignedIn: return "signed_in";
    case Permission::kWorkTickets: return "work_tickets";
    case Permission::kSeeColleagues: return "see_colleagues";
    case Permission::kSeeChannels: return "see_channels";
    case Permission::kRunChannels: return "run_channels";
    case Permission::kRunUsers: return "run_users";
    case Permission::kReadAudit: return "read_audit";
    case Permission::kOperate: return "operate";
  }
  return "";
}

bool allows(Permission permission, const desk::Actor& actor) {
  switch (permission) {
    case Permission::kAnyone:
    case Permission::kSignedIn: return true;
    case Permission::kWorkTickets: return actor.may(desk::Right::kWorkTickets);
    case Permission::kSeeColleagues: return actor.may(desk::Right::kWorkTickets) || actor.may(desk::Right::kRunUsers);
    case Permission::kSeeChannels: return actor.may(desk::Right::kSeeChannels);
    case Permission::kRunChannels: return actor.may(desk::Right::kRunChannels);
    case Permission::kRunUsers:
    case Permission::kOperate: return actor.may(desk::Right::kRunUsers);
    case Permission::kReadAudit: return actor.may(desk::Right::kReadAudit);
  }
  return false;
}

}  // namespace frontdesk::api
