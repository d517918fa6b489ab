#include "privacy/detect/words.h"

#include <algorithm>

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

bool is_all_wide(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::size_t word_length_at(std::string_view text, std::size_t at, std::string_view word) {
  if (at >= text.size()) return 0;
  const auto first = static_cast<unsigned char>(text[at]);
  if (static_cast<unsigned char>(word[0]) >= 0x80) {
    if (text.compare(at, word.size(), word) == 0) return word.size();
    if (text[at] != word[0] || is_all_wide(word)) return 0;  // only Latin letters have other cases and widths: "加v"
  } else if (first < 0x80 ? (first | 0x20) != (word[0] | 0x20) : first != 0xEF) {
    return 0;
  }
  std::size_t next = at;
  for (std::size_t in_word = 0; in_word < word.size();) {
    if (next >= text.size()) return 0;
    char32_t c = to_half_width(next_character(text, next));
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (c != next_character(word, in_word)) return 0;
  }
  return next - at;
}

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t most) {
  for (; most > 0 && (peek(text, at) == ' ' || peek(text, at) == '\t'); --most) next_character(text, at);
  return at;
}

std::size_t skip_sign(std::string_view text, std::size_t at, bool& had_sign) {
  at = skip_blanks(text, at, 4);
  const char32_t c = peek(text, at);
  had_sign = c == ':' || c == '=' || c == U'】' || c == U'」';
  if (!had_sign) return at;
  next_character(text, at);
  return skip_blanks(text, at, 4);
}

std::size_t skip_field_signs(std::string_view text, std::size_t at, bool& had_sign) {
  constexpr std::u32string_view kSigns = U":=|\"'[]【】「」\t";
  had_sign = false;
  for (int signs = 0; signs < 6; ++signs) {
    at = skip_blanks(text, at, 4);
    if (at >= text.size() || kSigns.find(peek(text, at)) == std::u32string_view::npos) break;
    next_character(text, at);
    had_sign = true;
  }
  return at;
}

}  // namespace frontdesk::privacy
