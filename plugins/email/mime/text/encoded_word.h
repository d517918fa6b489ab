// RFC 2047 encoded words: "=?gb2312?B?…?=" in headers, both ways.
//
// Decoding joins the bytes of adjacent words of one charset before the charset is decoded, because mailers cut
// characters in two; it accepts language suffixes, padding inside, blanks in Q words, words glued to text and words
// inside quotes. What is no encoded word stays as it is; raw 8-bit text is decoded as unlabelled.
// Encoding never cuts a character and keeps each word ≤ 75 bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk::email {

struct DecodedHeader {
  std::string text;  ///< UTF-8; line folding not yet removed from unencoded parts
  bool guessed = false;
  bool damaged = false;
};

/// `body_charset`: the label of the mail's body; raw 8-bit text that is not UTF-8 is most likely written in it.
[[nodiscard]] DecodedHeader decode_header_text(std::string_view raw, std::string_view body_charset = {});

/// `utf8` as header text: ASCII stays as it is, everything else becomes encoded words, folded with CRLF + blank so
/// that lines are ≤ 76 bytes. `first_column`: bytes that stand before it on its line. Precondition: no CR, LF, NUL.
[[nodiscard]] std::string encode_header_text(std::string_view utf8, std::size_t first_column);

/// The same for a display name: quoted when ASCII with specials, encoded when not ASCII.
[[nodiscard]] std::string encode_phrase(std::string_view utf8, std::size_t first_column);

}  // namespace frontdesk::email
