// The admin command line's verbs, on the daemon's side. Rights are those of Actor::command_line().
#pragma once

#include "app/control/server.h"

namespace frontdesk::desk {
class AccountService;
class ChannelQuery;
class ChannelService;
class Intake;
class PluginService;
class TicketQuery;
struct Context;
}  // namespace frontdesk::desk

namespace frontdesk::app {

struct CommandTargets {
  desk::Context& context;
  desk::AccountService& accounts;
  desk::ChannelQuery& channel_query;
  desk::ChannelService& channels;
  desk::PluginService& plugins;
  desk::TicketQuery& tickets;
  desk::Intake& intake;
  std::string base_url;
  std::function<bool()> audit_intact;
};

/// References must outlive the table.
CommandTable make_commands(const CommandTargets& targets);

}  // namespace frontdesk::app
