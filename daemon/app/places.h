// Places: whether the daemon may make its files where the configuration says, found out before the first one is made,
// so that a refused start leaves everything as it was.
#pragma once

#include "app/configuration/site.h"
#include "base/result.h"

namespace frontdesk::app {

/// Makes nothing. Errors name the path and what is wrong: kInvalid, kConflict when something else has the place, kIo.
Result<void> check_places(const SiteConfig& config);

}  // namespace frontdesk::app
