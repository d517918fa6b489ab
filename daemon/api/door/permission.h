// Permission: who may call a route. The coarse gate in front; the services behind decide again for the object at hand.
#pragma once

#include <string_view>

#include "desk/actor.h"

namespace frontdesk::api {

enum class Permission {
  kAnyone,         ///< no session needed: sign-in, set-up, health
  kSignedIn,       ///< whoever is signed in
  kWorkTickets,    ///< agent, supervisor
  kSeeColleagues,  ///< agent, supervisor, admin
  kSeeChannels,    ///< admin, supervisor
  kRunChannels,    ///< admin
  kRunUsers,       ///< admin
  kReadAudit,      ///< admin, supervisor
  kOperate,        ///< the machine itself (loopback, not through a proxy) or an admin
};

/// The word in the OpenAPI description (x-frontdesk-permission).
std::string_view to_text(Permission permission);

/// Whether a signed-in person with these rights may pass.
bool allows(Permission permission, const desk::Actor& actor);

}  // namespace frontdesk::api
