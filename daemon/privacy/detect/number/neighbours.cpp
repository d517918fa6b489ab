#include "privacy/detect/number/neighbours.h"

#include "privacy/detect/characters.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxExtension = 5;

/// 1..kMaxExtension digits that end there; 0 when there are none or more.
std::size_t digits_end(std::string_view text, std::size_t at, std::size_t least) {
  std::size_t count = 0;
  while (at < text.size()) {
    std::size_t next = at;
    if (digit_value(next_character(text, next)) < 0) break;
    if (++count > kMaxExtension) return 0;
    at = next;
  }
  return count >= least ? at : 0;
}

}  // namespace

char32_t previous_or_none(std::string_view text, std::size_t at) { return at > 0 ? previous_code_point(text, at) : 0; }

bool is_after_plus(std::string_view text, std::size_t at) {
  char32_t c = peek_back(text, at);
  if (c == '(' || c == ' ') {
    previous_code_point(text, at);
    c = peek_back(text, at);
  }
  return c == '+';
}

std::size_t country_prefix_begin(std::string_view text, std::size_t at, DataKind kind) {
  std::size_t begin = at;
  const auto back_over = [&](std::string_view word) {
    std::size_t place = begin;
    for (std::size_t i = word.size(); i-- > 0;) {
      if (place == 0 || to_half_width(previous_code_point(text, place)) != static_cast<char32_t>(word[i])) return false;
    }
    begin = place;
    return true;
  };
  if (kind == DataKind::kMobile) {
    const std::size_t whole = begin;
    while (back_over(" ") || back_over("-") || back_over(")")) {
      if (whole - begin > 6) break;
    }
    if (!back_over("+86") && !back_over("0086")) begin = whole;
  }
  const std::size_t signs = begin;
  const bool bracket = back_over("(");
  if (back_over("+")) {
    back_over("(");
    return begin;
  }
  if (bracket && (kind == DataKind::kLandline || kind == DataKind::kForeignPhone)) return begin;
  return signs;
}

std::size_t extension_end(std::string_view text, std::size_t at) {
  std::size_t place = skip_blanks(text, at, 2);
  if (peek(text, place) == ',' || peek(text, place) == '(') next_character(text, place);
  place = skip_blanks(text, place, 1);
  for (const std::string_view word : {"转分机", "转", "轉", "分机号", "分机", "extension", "ext.", "ext", "x", "#"}) {
    const std::size_t length = word_length_at(text, place, word);
    if (length == 0) continue;
    std::size_t next = place + length;
    if (peek(text, next) == ':' || peek(text, next) == '.') next_character(text, next);
    const std::size_t end = digits_end(text, skip_blanks(text, next, 2), 1);
    return end > 0 ? end : at;
  }
  if (peek(text, at) == '-') {
    place = at;
    next_character(text, place);
    const std::size_t end = digits_end(text, place, 2);
    if (end > 0) return end;
  }
  return at;
}

std::size_t check_letter_end(std::string_view text, std::size_t at) {
  if (peek(text, at) == ' ' || peek(text, at) == '-') next_character(text, at);
  const char32_t c = peek(text, at);
  if (c != 'x' && c != 'X') return 0;
  next_character(text, at);
  return is_ascii_alnum(peek(text, at)) ? 0 : at;
}

bool is_glued_to_letters(std::string_view text, std::size_t begin, std::size_t end) {
  const char32_t left = peek_back(text, begin);
  const char32_t right = peek(text, end);
  if (is_ascii_letter(left) || left == '_' || right == '_') return true;
  if (!is_ascii_letter(right)) return false;
  return extension_end(text, end) == end;
}

bool is_named_qq(std::string_view text, std::size_t at) {
  bool had_sign = false;
  for (int fillers = 0; fillers < 8; ++fillers) {
    const char32_t c = peek_back(text, at);
    switch (c) {
      case ':':
      case '=':
      case U'号':
      case U'號': had_sign = true; [[fallthrough]];
      case ' ':
      case '+':
      case U'是':
      case U'为':
      case U'為':
      case U'码':
      case U'碼':
      case U'账':
      case U'帐':
      case U'賬':
      case U'帳':
      case U'我':
      case U'加': previous_code_point(text, at); continue;
      case U'扣':
      case U'鹅':
      case U'鵝': return true;
      case 'q':
      case 'Q': break;
      default: return false;
    }
    previous_code_point(text, at);
    const char32_t before = peek_back(text, at);
    if (before == 'q' || before == 'Q') return true;
    return (had_sign || before == U'加') && !is_ascii_alnum(before);  // "Q:12345", but not "Q3 2024" or "FAQ 12345"
  }
  return false;
}

}  // namespace frontdesk::privacy
