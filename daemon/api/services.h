// Services: what the HTTP room calls. References only; the app room makes and owns the objects, which must outlive the
// server.
#pragma once

#include <functional>
#include <string>

#include "base/time.h"

namespace frontdesk::desk {
class AccountService;
class AuditService;
class ChannelQuery;
class ChannelService;
class EventFeed;
class PluginService;
class TicketQuery;
class TicketService;
}  // namespace frontdesk::desk
namespace frontdesk::storage {
class Store;
}

namespace frontdesk::api {

struct Services {
  desk::AccountService& accounts;
  desk::TicketQuery& ticket_query;
  desk::TicketService& tickets;
  desk::ChannelQuery& channel_query;
  desk::ChannelService& channels;
  desk::PluginService& plugins;
  desk::AuditService& audit;
  desk::EventFeed& events;
  storage::Store& store;
  const Clock& clock;
  std::string version;                 ///< of the product, e.g. "0.1.0"
  std::function<bool()> audit_intact;  ///< outcome of the start-up check of the audit trail; empty: not checked
};

}  // namespace frontdesk::api
