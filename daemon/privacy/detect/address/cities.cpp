#include "privacy/detect/address/cities.h"

#include <unordered_set>

#include "privacy/data/cities.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

const std::unordered_set<std::string_view>& names() {
  constexpr auto& kList = data::cities::kCities;
  static const std::unordered_set<std::string_view> kSet(kList.begin(), kList.end());
  return kSet;
}

}  // namespace

std::size_t city_name_length(std::string_view text) {
  for (std::size_t characters = 4; characters >= 2; --characters) {
    if (text.size() >= characters * kHan && names().contains(text.substr(0, characters * kHan)))
      return characters * kHan;
  }
  return 0;
}

}  // namespace frontdesk::privacy
