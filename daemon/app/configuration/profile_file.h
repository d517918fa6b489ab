// ProfileFile: the packaged service procedure (config/profile/sop.yaml) as a domain::Profile.
#pragma once

#include <string>
#include <vector>

#include "app/configuration/site.h"
#include "domain/profile/snapshot.h"

namespace frontdesk::app {

struct ProfileReading {
  domain::Profile profile;  ///< meaningful only without mistakes
  std::vector<ConfigMistake> mistakes;
};

ProfileReading read_profile(const std::string& file);

}  // namespace frontdesk::app
