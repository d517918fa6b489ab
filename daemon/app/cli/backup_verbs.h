// The verbs of `frontdesk backup` that need no daemon: they work on files, also on a machine that never had the desk.
#pragma once

#include <functional>
#include <optional>

#include "base/secret.h"

namespace CLI {
class App;
}

namespace frontdesk::app {

/// Adds verify, restore and keys to the group; the function runs the one that was chosen and gives the exit code,
/// nullopt when none was. `ask` gets a passphrase from the terminal or standard input. Both must outlive parsing.
std::function<std::optional<int>()> add_backup_verbs(CLI::App& group, std::function<Secret()> ask);

}  // namespace frontdesk::app
