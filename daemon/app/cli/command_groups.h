// The groups of verbs that make_commands() puts together, one for each word before the verb.
#pragma once

#include <string>

#include "app/cli/commands.h"

namespace frontdesk::app {

void add_user_commands(CommandTable& table, const CommandTargets& to);
void add_plugin_commands(CommandTable& table, const CommandTargets& to);
void add_channel_commands(CommandTable& table, const CommandTargets& to);
void add_ticket_commands(CommandTable& table, const CommandTargets& to);

/// Empty when the argument is missing or no text.
inline std::string text_arg(const json::Value& args, const char* name) {
  return std::string(args.get(name).as_string());
}

}  // namespace frontdesk::app
