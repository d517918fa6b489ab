// SASL initial responses and base64 (RFC 4648 section 4). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email::net {

std::string to_base64(std::string_view bytes);
/// nullopt for anything that is not padded base64.
std::optional<std::string> from_base64(std::string_view text);

/// RFC 4616, not yet base64.
std::string sasl_plain(std::string_view user, std::string_view password);
/// Google's and Microsoft's bearer scheme, not yet base64.
std::string sasl_xoauth2(std::string_view user, std::string_view access_token);

}  // namespace frontdesk::email::net
