#include "desk/account/views.h"

#include <algorithm>
#include <array>

namespace frontdesk {

std::span<const std::string_view> domain::Words<domain::Scope>::all() {
  static const auto kWords = [] {
    constexpr std::array kScopes{Scope::kNone, Scope::kOwn, Scope::kTeam, Scope::kAll};
    std::array<std::string_view, kScopes.size()> words;
    std::ranges::transform(kScopes, words.begin(), [](Scope scope) { return to_text(scope); });
    return words;
  }();
  return kWords;
}

}  // namespace frontdesk
