// Desk: what use cases work with — the services of the desk, made once by the app room and passed by reference.
#pragma once

#include <functional>
#include <string>

#include "base/time.h"
#include "desk/context.h"

namespace frontdesk::desk {

class AccountService;
class AuditService;
class ChannelQuery;
class ChannelRuntime;
class ChannelService;
class PluginService;
class TicketFiles;
class TicketQuery;

struct Desk {
  Context& context;
  AccountService& accounts;
  TicketQuery& tickets;
  TicketFiles& files;
  ChannelQuery& channel_query;
  ChannelService& channels;
  PluginService& plugins;
  AuditService& audit;
  ChannelRuntime& runtime;
  std::string version;  ///< of the product, e.g. "0.1.0"
  Micros started_at;
  std::function<bool()> audit_intact;  ///< outcome of the start-up check of the audit trail; empty: not checked
};

}  // namespace frontdesk::desk
