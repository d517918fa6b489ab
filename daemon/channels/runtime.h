// Runtime: what every part of the supervisor works with. Made once by the Supervisor.
#pragma once

#include <memory>

#include "base/random.h"
#include "base/time.h"
#include "channels/host_users.h"
#include "channels/options.h"
#include "channels/plugin_catalogue.h"
#include "channels/port_worker.h"
#include "channels/reactor.h"
#include "desk/ports.h"

namespace frontdesk::channels {

struct Ports {
  desk::InboundPort& inbound;
  desk::OutboundPort& outbound;
  desk::ChannelPort& channels;
};

struct Runtime {
  /// Shared, because the desk may finish a submit after the supervisor is gone.
  std::shared_ptr<Reactor> reactor;
  PortWorker& worker;
  const Clock& clock;
  RandomSource& random;
  Ports ports;
  InstalledPlugins& installed;
  const SupervisorOptions& options;
  HostUsers& users;
};

}  // namespace frontdesk::channels
