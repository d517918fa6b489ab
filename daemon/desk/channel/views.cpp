#include "desk/channel/views.h"

namespace frontdesk {

std::span<const std::string_view> domain::Words<desk::ChannelState>::all() {
  static constexpr std::array<std::string_view, 6> kStates{"stopped",  "starting",     "ok",
                                                           "degraded", "needs_reauth", "quarantined"};
  return kStates;
}

std::span<const std::string_view> domain::Words<desk::PluginTrust>::all() {
  static constexpr std::array<std::string_view, 3> kTrusts{"new", "approved", "changed"};
  return kTrusts;
}

}  // namespace frontdesk
