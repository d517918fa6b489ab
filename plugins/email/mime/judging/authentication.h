// Authentication-Results (RFC 8601): only what our own receiving server said.
#pragma once

#include <string_view>
#include <vector>

#include "mime/mail.h"

namespace frontdesk::email {

/// `headers`: all Authentication-Results values, topmost first. Only the first one counts, and only when it starts
/// with `authserv_id` (any case): anything below may have been written by the sender.
[[nodiscard]] AuthenticationResults read_authentication(const std::vector<std::string_view>& headers,
                                                        std::string_view authserv_id);

}  // namespace frontdesk::email
