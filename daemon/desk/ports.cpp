#include "desk/ports.h"

namespace frontdesk::desk {

std::string_view to_text(ChannelState state) {
  switch (state) {
    case ChannelState::kStopped: return "stopped";
    case ChannelState::kStarting: return "starting";
    case ChannelState::kOk: return "ok";
    case ChannelState::kDegraded: return "degraded";
    case ChannelState::kNeedsReauth: return "needs_reauth";
    case ChannelState::kQuarantined: return "quarantined";
  }
  return "stopped";
}

}  // namespace frontdesk::desk
