// How values are written in IMAP commands. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::email::imap {

/// A quoted string; nullopt when the text has to be sent as a literal (controls or bytes above 127).
std::optional<std::string> quoted(std::string_view text);

/// A folder name from UTF-8 to modified UTF-7 (RFC 3501 section 5.1.3): "收件箱" → "&ZTZO9nux-".
std::string to_modified_utf7(std::string_view utf8);

/// Ascending numbers as a set: {1,2,3,7} → "1:3,7". Precondition: not empty, ascending.
std::string sequence_set(const std::vector<std::uint32_t>& numbers);

/// The UTC day of a moment (µs) as SEARCH wants it: "17-Jul-1996".
std::string search_date(std::int64_t micros);

}  // namespace frontdesk::email::imap
