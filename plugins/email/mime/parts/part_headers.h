// The headers of a mail's parts, made ready for GMime.
//
// A line of blanks that was meant to end a header becomes an empty one. Messages inside the mail are hidden: GMime
// takes a message apart and writes it anew, with other line ends; under a type that it does not know the bytes stay as
// they came. One letter is changed, and changed back wherever it is in a content. Linear; the size of the mail stays.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::email {

/// "message/rfc822" reads "xessage/rfc822" while GMime looks at it.
inline constexpr char kHiddenLetter = 'x';
inline constexpr std::string_view kHiddenType = "xessage/";

struct HiddenLetter {
  std::size_t at;
  char was;
};

/// Changes `source`, a header and a body; the letters that were changed, by ascending place.
[[nodiscard]] std::vector<HiddenLetter> prepare_part_headers(std::string& source);

}  // namespace frontdesk::email
