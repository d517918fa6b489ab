#include "privacy/words.h"

#include "privacy/characters.h"

namespace frontdesk::privacy {

std::size_t word_length_at(std::string_view text, std::size_t at, std::string_view word) {
  if (at >= text.size()) return 0;
  const auto first = static_cast<unsigned char>(text[at]);
  if (static_cast<unsigned char>(word[0]) >= 0x80) {  // no other widths or cases, but Latin letters may follow: "加v"
    if (text[at] != word[0]) return 0;
  } else if (first < 0x80 ? (first | 0x20) != (word[0] | 0x20) : first != 0xEF) {
    return 0;
  }
  std::size_t next = at;
  for (std::size_t in_word = 0; in_word < word.size();) {
    if (next >= text.size()) return 0;
    char32_t c = to_half_width(text::next_code_point(text, next));
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (c != text::next_code_point(word, in_word)) return 0;
  }
  return next - at;
}

std::size_t skip_blanks(std::string_view text, std::size_t at, std::size_t most) {
  for (; most > 0 && (peek(text, at) == ' ' || peek(text, at) == '\t'); --most) text::next_code_point(text, at);
  return at;
}

std::size_t skip_sign(std::string_view text, std::size_t at, bool& had_sign) {
  at = skip_blanks(text, at, 4);
  const char32_t c = peek(text, at);
  had_sign = c == ':' || c == '=' || c == U'】' || c == U'」';
  if (!had_sign) return at;
  text::next_code_point(text, at);
  return skip_blanks(text, at, 4);
}

}  // namespace frontdesk::privacy
