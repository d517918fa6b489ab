// The charset that an HTML text names itself: in its meta element, its XML declaration or its byte order mark.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::email {

/// The label as written, e.g. "euc-kr"; empty when it names none. Looks at the first 8 KiB.
[[nodiscard]] std::string html_charset(std::string_view html);

}  // namespace frontdesk::email
