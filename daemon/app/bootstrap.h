// Bootstrap: the set-up without a browser, by the file of bootstrap_file.h.
#pragma once

#include <string>

#include "base/result.h"
#include "desk/use_case/desk.h"

namespace frontdesk::app {

/// Does what the file says while nobody can sign in: the channels first, the administrator last, so that a start that
/// was cut off in between goes on. Later starts only remind of the file. Needs the channels' supervisor to run. Errors:
/// kInvalid with file, line and key; what adding a channel refuses.
Result<void> set_up_from_file(const std::string& file, desk::Desk& desk);

}  // namespace frontdesk::app
