// Reading words and fillers around an anchor; half width, ASCII case ignored.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::privacy {

/// Bytes of `word` (half width, lower case) at `at`; 0 when it does not stand there.
std::size_t word_length_at(std::string_view text, std::size_t at, std::string_view word);

/// Skips blanks (no line breaks) and then, when there, one of : = — and blanks; `had_sign` says whether one stood
/// there.
std::size_t skip_sign(std::string_view text, std::size_t at, bool& had_sign);

/// The same over the borders of table cells, brackets and quotes: "[姓名] ", "| 姓名 | ", "\"name\": \"".
std::size_t skip_field_signs(std::string_view text, std::size_t at, bool& had_sign);

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t most);

}  // namespace frontdesk::privacy
