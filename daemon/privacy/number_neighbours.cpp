#include "privacy/number_neighbours.h"

#include <string>

#include "privacy/characters.h"
#include "privacy/context.h"
#include "privacy/number_checks.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMaxExtension = 5;

std::size_t skip_blanks(std::string_view text, std::size_t at, int most) {
  for (; most > 0 && peek(text, at) == ' '; --most) text::next_code_point(text, at);
  return at;
}

/// Moves past `word` (half width, lower case) at `at`; false when it is not there.
bool accept(std::string_view text, std::size_t& at, std::string_view word) {
  std::size_t next = at;
  for (std::size_t in_word = 0; in_word < word.size();) {
    if (next >= text.size()) return false;
    char32_t c = to_half_width(text::next_code_point(text, next));
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    if (c != text::next_code_point(word, in_word)) return false;
  }
  at = next;
  return true;
}

/// 1..kMaxExtension digits that end there; 0 when there are none or more.
std::size_t digits_end(std::string_view text, std::size_t at, std::size_t least) {
  std::size_t count = 0;
  while (at < text.size()) {
    std::size_t next = at;
    if (digit_value(text::next_code_point(text, next)) < 0) break;
    if (++count > kMaxExtension) return 0;
    at = next;
  }
  return count >= least ? at : 0;
}

/// Reads letters and digits (half width, upper case) with single blanks between them, up to `most` characters.
struct LetteredText {
  std::string characters;
  std::size_t end = 0;
};
LetteredText read_lettered(std::string_view text, std::size_t at, std::size_t most, bool with_blanks) {
  LetteredText read{{}, at};
  while (at < text.size()) {
    std::size_t next = at;
    char32_t c = to_half_width(text::next_code_point(text, next));
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
    if (is_ascii_alnum(c)) {
      if (read.characters.size() == most) return with_blanks ? read : LetteredText{{}, at};
      read.characters += static_cast<char>(c);
      read.end = next;
    } else if (c != ' ' || !with_blanks || read.end != at) {
      break;
    }
    at = next;
  }
  return read;
}

void find_iban(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  for (int letter = 0; letter < 2; ++letter) {
    const char32_t c = peek_back(text, begin);
    if (c < 'A' || c > 'Z') return;
    previous_code_point(text, begin);
  }
  if (is_ascii_alnum(peek_back(text, begin))) return;
  const int length = iban_length(read_lettered(text, begin, 2, true).characters);
  if (length == 0) return;
  const LetteredText read = read_lettered(text, begin, static_cast<std::size_t>(length), true);
  if (is_iban(read.characters) && !is_ascii_alnum(peek(text, read.end))) {
    out.push_back({begin, read.end, DataKind::kIban, 100});
  }
}

void find_tax_id(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  if (is_ascii_letter(peek_back(text, at))) previous_code_point(text, begin);
  if (is_ascii_alnum(peek_back(text, begin))) return;
  const LetteredText read = read_lettered(text, begin, 18, false);
  if (is_tax_id(read.characters)) out.push_back({begin, read.end, DataKind::kTaxId, 80});
}

void find_passport(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  for (int letters = 0; letters < 2 && is_ascii_letter(peek_back(text, begin)); ++letters)
    previous_code_point(text, begin);
  if (begin == at || is_ascii_alnum(peek_back(text, begin))) return;
  const LetteredText read = read_lettered(text, begin, 10, false);
  const std::size_t letters = read.characters.find_first_of("0123456789");
  if (letters == std::string::npos) return;
  const std::size_t digits = read.characters.size() - letters;
  const bool one_letter =
      letters == 1 && std::string_view("EGDSPCHMK").find(read.characters[0]) != std::string_view::npos;
  const bool fits =
      (one_letter && digits >= 8 && digits <= 10) || (letters == 2 && read.characters[0] == 'E' && digits == 7);
  if (!fits || read.characters.find_first_not_of("0123456789", letters) != std::string::npos) return;
  if (context_before(text, begin) == NumberContext::kPassport)
    out.push_back({begin, read.end, DataKind::kPassport, 80});
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
  if (peek(text, place) == ',' || peek(text, place) == '(') text::next_code_point(text, place);
  place = skip_blanks(text, place, 1);
  for (const std::string_view word : {"转分机", "转", "轉", "分机号", "分机", "extension", "ext.", "ext", "x", "#"}) {
    std::size_t next = place;
    if (!accept(text, next, word)) continue;
    if (peek(text, next) == ':' || peek(text, next) == '.') text::next_code_point(text, next);
    const std::size_t end = digits_end(text, skip_blanks(text, next, 2), 1);
    return end > 0 ? end : at;
  }
  if (peek(text, at) == '-') {
    place = at;
    text::next_code_point(text, place);
    const std::size_t end = digits_end(text, place, 2);
    if (end > 0) return end;
  }
  return at;
}

std::size_t check_letter_end(std::string_view text, std::size_t at) {
  if (peek(text, at) == ' ' || peek(text, at) == '-') text::next_code_point(text, at);
  const char32_t c = peek(text, at);
  if (c != 'x' && c != 'X') return 0;
  text::next_code_point(text, at);
  return is_ascii_alnum(peek(text, at)) ? 0 : at;
}

bool is_glued_to_letters(std::string_view text, std::size_t begin, std::size_t end) {
  const char32_t left = peek_back(text, begin);
  const char32_t right = peek(text, end);
  if (is_ascii_letter(left) || left == '_' || right == '_') return true;
  if (!is_ascii_letter(right)) return false;
  return extension_end(text, end) == end;
}

bool is_named_directly(std::string_view text, std::size_t at) {
  for (int fillers = 0; fillers < 6; ++fillers) {
    const char32_t c = peek_back(text, at);
    switch (c) {
      case ' ':
      case ':':
      case '=':
      case '+':
      case U'是':
      case U'为':
      case U'号':
      case U'码':
      case U'我':
      case U'加': previous_code_point(text, at); break;
      default: return c == 'q' || c == 'Q' || c == U'扣' || c == U'鹅';
    }
  }
  return false;
}

void find_lettered_numbers(std::string_view text, std::size_t at, Finds& out) {
  find_iban(text, at, out);
  find_tax_id(text, at, out);
  find_passport(text, at, out);
}

}  // namespace frontdesk::privacy
