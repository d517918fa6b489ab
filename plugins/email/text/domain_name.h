// Domain names as servers speak them: international ones in their ASCII form (RFC 5891, UTS 46).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// "例子.中国" → "xn--fsqu00a.xn--fiqs8s"; plain names stay as they are, without a dot at the end. An address literal
/// ("[192.0.2.1]") stays, too. nullopt for what no server could look up.
[[nodiscard]] std::optional<std::string> ascii_domain(std::string_view domain);

}  // namespace frontdesk::email
