// Whether two texts say the same: the plain and the rich form of one mail, as mailers make them.
//
// Layout, punctuation and case do not count. Linear; looks at the beginning of long texts only.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::email {

/// How much of what `part` says is said by `whole`, too: 0 … 1. A part without any letter is said everywhere.
[[nodiscard]] double said_by(std::string_view part, std::string_view whole);

/// Letters and digits of the text, at most some thousands.
[[nodiscard]] std::size_t letter_count(std::string_view text);

}  // namespace frontdesk::email
