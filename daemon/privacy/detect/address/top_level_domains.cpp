#include "privacy/detect/address/top_level_domains.h"

#include <unordered_set>

#include "privacy/data/top_level_domains.h"
#include "privacy/detect/lists.h"

namespace frontdesk::privacy {
namespace {

constexpr auto kAll = joined(data::top_level_domains::kCountries, data::top_level_domains::kGeneric,
                             data::top_level_domains::kReserved, data::top_level_domains::kOtherScripts);

}  // namespace

bool is_top_level_domain(std::string_view label) {
  static const std::unordered_set<std::string_view> kKnown(kAll.begin(), kAll.end());
  return kKnown.contains(label) || (label.size() > 5 && label.substr(0, 4) == "xn--");
}

}  // namespace frontdesk::privacy
