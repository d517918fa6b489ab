// The admin command line's verbs, on the daemon's side: the use cases, and what is none (the trail as a whole, the
// set-up link). Rights are those of the roles admin and supervisor.
#pragma once

#include <functional>
#include <string>

#include "app/control/server.h"
#include "desk/use_case/desk.h"

namespace frontdesk::desk {
class Intake;
}

namespace frontdesk::app {

class BackupService;

struct CommandTargets {
  desk::Desk& desk;
  desk::Intake& intake;
  BackupService& backup;
  std::string base_url;
};

/// References must outlive the table.
CommandTable make_commands(const CommandTargets& targets);

}  // namespace frontdesk::app
