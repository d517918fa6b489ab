// Characters as the detectors see them: half width, digits of every script as digits, walkable in both directions.
// Everything is pure; offsets are bytes of the original, so that finds map back without a table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"

namespace frontdesk::privacy {

/// text::next_code_point with a short way for ASCII and for the three bytes of a Chinese character. Precondition: `at`
/// is within the text.
inline char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  if (first > 0xE0 && first < 0xED && at + 2 < text.size()) {
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
      at += 3;
      return (first & 0x0FU) << 12 | (second & 0x3FU) << 6 | (third & 0x3FU);
    }
  }
  return text::next_code_point(text, at);
}

/// Decodes the code point that ends at `at`, of whatever length, and moves `at` to its first byte. Precondition: at >
/// 0.
char32_t previous_code_point_slowly(std::string_view text, std::size_t& at);

/// The same with a short way for ASCII and Chinese characters.
inline char32_t previous_code_point(std::string_view text, std::size_t& at) {
  const auto last = static_cast<unsigned char>(text[at - 1]);
  if (last < 0x80) {
    --at;
    return last;
  }
  if (at >= 3 && static_cast<unsigned char>(text[at - 3]) > 0xE0 && static_cast<unsigned char>(text[at - 3]) < 0xED) {
    std::size_t place = at - 3;
    const char32_t c = next_character(text, place);
    if (place == at) {
      at -= 3;
      return c;
    }
  }
  return previous_code_point_slowly(text, at);
}

/// Full width forms to ASCII, ideographic blank, no-break blanks and what else shows as a blank to a blank, hyphens and
/// dashes to '-', dots to '.', tildes to '~'; other code points are returned as they are.
char32_t to_half_width(char32_t c);

/// Decimal digits of any script (full width, mathematical …): 0..9, else -1.
int digit_value(char32_t c);
/// What people write to slip past filters: Chinese numerals, circled digits, and l I O o for 1 and 0; else -1.
int disguised_digit_value(char32_t c);

/// What leaves no gap between digits: joiners, soft hyphen, and the frame of keycap digits.
bool is_zero_width(char32_t c);
inline bool is_ascii_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline bool is_ascii_alnum(char32_t c) { return is_ascii_digit(c) || is_ascii_letter(c); }
inline bool is_han(char32_t c) { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF); }

/// The code point at `at` in half width, 0 at the end of the text.
inline char32_t peek(std::string_view text, std::size_t at) {
  return at < text.size() ? to_half_width(next_character(text, at)) : 0;
}
/// The code point before `at` in half width, 0 at the beginning.
inline char32_t peek_back(std::string_view text, std::size_t at) {
  return at > 0 ? to_half_width(previous_code_point(text, at)) : 0;
}

/// `text` in half width and ASCII lower case.
std::string to_plain(std::string_view text);

/// The part of `text` that ends at `at`, at most `bytes` long and beginning at a character.
std::string_view before(std::string_view text, std::size_t at, std::size_t bytes);
/// The part of `text` that begins at `at`, at most `bytes` long and ending at a character.
std::string_view after(std::string_view text, std::size_t at, std::size_t bytes);

}  // namespace frontdesk::privacy
