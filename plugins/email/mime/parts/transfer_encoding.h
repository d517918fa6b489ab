// Base64 and quoted-printable, both ways; decoding accepts anything and skips what does not belong.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// Characters outside the alphabet are skipped; padding ends a group, not the text (words are glued by mailers).
[[nodiscard]] std::string decode_base64(std::string_view text);
/// The same for text that is written as it should be: lines of whole groups, padding only at the end. Several times as
/// fast; nullopt for anything else.
[[nodiscard]] std::optional<std::string> decode_clean_base64(std::string_view text);
/// Without line breaks.
[[nodiscard]] std::string encode_base64(std::string_view bytes);
/// Lines of 76 characters, each ended by CRLF.
[[nodiscard]] std::string encode_base64_lines(std::string_view bytes);
/// The same at the end of `out`, without a copy of it all in between.
void append_base64_lines(std::string& out, std::string_view bytes);

/// The Q encoding of RFC 2047: '_' is a blank; malformed escapes stay as they are.
[[nodiscard]] std::string decode_q(std::string_view text);

/// RFC 2045 quoted-printable of text with LF lines: CRLF lines ≤ 76, no trailing blanks, "From " and "." protected.
[[nodiscard]] std::string encode_quoted_printable(std::string_view text);

/// The value of a hexadecimal digit, or -1.
[[nodiscard]] int hex_value(char digit);

}  // namespace frontdesk::email
