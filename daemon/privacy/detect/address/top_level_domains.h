// Which last labels of a domain exist; what else follows an '@' (picture@2x.png, package@1.3.0) is no address.
#pragma once

#include <string_view>

namespace frontdesk::privacy {

/// `label`: lower case. Country codes (ISO 3166 as delegated), the generic ones in real use, and those reserved for
/// examples and tests (RFC 2606).
bool is_top_level_domain(std::string_view label);

}  // namespace frontdesk::privacy
