// Small UTF-8 and ASCII vocabulary of the e-mail plugin. Everything is total: any bytes are accepted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk::email {

/// How well bytes fit UTF-8: the number of well-formed multi-byte sequences and of ill-formed places.
struct Utf8Fit {
  std::size_t two_byte = 0;
  std::size_t cjk = 0;    ///< three-byte sequences U+3000–U+9FFF and U+FF00–U+FFEF
  std::size_t other = 0;  ///< further multi-byte sequences
  std::size_t bad = 0;
  bool cut_at_end = false;  ///< the only fault is an incomplete sequence at the very end (bad == 1)

  [[nodiscard]] bool valid() const { return bad == 0; }
  [[nodiscard]] bool ascii() const { return two_byte + cjk + other + bad == 0; }
  [[nodiscard]] std::size_t multibyte() const { return two_byte + cjk + other; }
};

Utf8Fit measure_utf8(std::string_view bytes);
bool is_ascii(std::string_view bytes);
/// Each ill-formed sequence and each NUL becomes one U+FFFD.
std::string repair_utf8(std::string_view bytes);
/// Decodes at `at` (< size) and moves past it; U+FFFD and one byte for ill-formed input.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& out, char32_t code_point);
/// The longest prefix of at most `max_bytes` that ends at a character.
std::string_view cut_at_character(std::string_view text, std::size_t max_bytes);

/// Controls except tab and line feed, bidirectional marks, overrides and isolates, zero-width space, U+FEFF.
bool is_deceptive(char32_t code_point);
/// One line: breaks and runs of blanks and controls become one blank, deceptive characters go, ends are trimmed.
std::string one_line(std::string_view text);
/// CRLF and CR become LF.
std::string with_lf(std::string_view text);

std::string_view trim(std::string_view text);
std::string to_lower_ascii(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
bool contains_ignoring_case(std::string_view text, std::string_view part);
/// Cuts the first line off `rest` (without its line end); false when `rest` was empty.
bool next_line(std::string_view& rest, std::string_view& line);

}  // namespace frontdesk::email
