// Binding: a secret that the desk keeps belongs to the settings that it was given for. When one of them changes, it is
// asked for anew, because a setting may decide to whom it is told: server, port, protection, protocol, account,
// authority.
//
// Every setting binds, whatever the plugin, but those that its form frees (x-fd-free: a folder, a pace, a name to
// show).
#pragma once

#include <frontdesk/json.h>

#include <map>
#include <string>
#include <vector>

#include "desk/channel/secrets.h"

namespace frontdesk::desk {

/// Settings by path, lists whole, secrets and their marks left out.
using Settings = std::map<std::string, json::Value>;
Settings settings_of(const json::Value& config);

/// Paths that differ between the two and are not free.
std::vector<std::string> binding_changes(const Settings& before, const Settings& now,
                                         const std::vector<std::string>& free_paths);

/// Paths of the secrets that `config` leaves as {"set": true} and that `kept` has.
std::vector<std::string> lent_secrets(const json::Value& config, const SecretMap& kept);

}  // namespace frontdesk::desk
