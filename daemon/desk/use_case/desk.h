// Desk: what use cases work with — the services of the desk, made once by the app room and passed by reference.
#pragma once

#include <string>

#include "base/time.h"
#include "desk/context.h"

namespace frontdesk::audit {
class Alarms;
class Anchor;
class BlobScrub;
class Scrub;
}  // namespace frontdesk::audit

namespace frontdesk::desk {

class AccountService;
class AuditService;
class ChannelQuery;
class ChannelRhythm;
class ChannelRuntime;
class ChannelService;
class ClockWatch;
class MachineProbe;
class PluginService;
class TicketFiles;
class TicketQuery;

/// Who watches the audit trail and what lies beside the database; all of them or none.
struct TrailGuard {
  audit::Anchor* anchor = nullptr;
  audit::Alarms* alarms = nullptr;
  audit::Scrub* scrub = nullptr;
  audit::BlobScrub* blobs = nullptr;
};

/// Who looks at the machine for its checks (machine/check.h); what is missing is unknown to them.
struct MachineWatch {
  const MachineProbe* probe = nullptr;
  const ClockWatch* clock = nullptr;
  const ChannelRhythm* rhythm = nullptr;
};

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
  TrailGuard trail_guard{};  ///< empty: nobody watches
  MachineWatch machine{};
};

}  // namespace frontdesk::desk
