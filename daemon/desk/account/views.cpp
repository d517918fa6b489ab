#include "desk/account/views.h"

#include <array>

namespace frontdesk {

std::span<const std::string_view> domain::Words<domain::Scope>::all() {
  static constexpr std::array<std::string_view, 4> kScopes{"none", "own", "team", "all"};
  return kScopes;
}

}  // namespace frontdesk
