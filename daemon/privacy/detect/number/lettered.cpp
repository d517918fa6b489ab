#include "privacy/detect/number/lettered.h"

#include <string>

#include "privacy/detect/characters.h"
#include "privacy/detect/context.h"
#include "privacy/detect/number/checks.h"

namespace frontdesk::privacy {
namespace {

void add(std::string_view text, std::size_t begin, std::size_t end, DataKind kind, int score, Finds& out) {
  out.push_back({begin, end, kind, score});
  find_names_beside(text, begin, end, out);
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
    char32_t c = to_half_width(next_character(text, next));
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
    add(text, begin, read.end, DataKind::kIban, 100, out);
  }
}

void find_tax_id(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  if (is_ascii_letter(peek_back(text, at))) previous_code_point(text, begin);
  if (is_ascii_alnum(peek_back(text, begin))) return;
  const LetteredText read = read_lettered(text, begin, 18, false);
  if (is_tax_id(read.characters)) add(text, begin, read.end, DataKind::kTaxId, 80, out);
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
  if (context_before(text, begin) == NumberContext::kPassport) add(text, begin, read.end, DataKind::kPassport, 80, out);
}

/// "A123456(7)", "A1234567": the brackets are telling, otherwise the text must say what it is.
void find_hkid(std::string_view text, std::size_t at, std::size_t begin, Finds& out) {
  LetteredText read = read_lettered(text, begin, 9, false);
  const char32_t bracket = peek(text, read.end);
  const bool has_brackets = bracket == '(';
  if (has_brackets) {
    std::size_t place = read.end;
    next_character(text, place);
    const LetteredText check = read_lettered(text, place, 1, false);
    if (check.characters.size() != 1 || peek(text, check.end) != ')') return;
    read.characters += check.characters;
    read.end = check.end;
    next_character(text, read.end);
  }
  if (read.characters.size() != (at - begin) + 7 || !is_hkid(read.characters)) return;
  const NumberContext context = context_before(text, begin);
  const bool fits = has_brackets ? context != NumberContext::kOther && context != NumberContext::kPerhapsOther
                                 : context == NumberContext::kIdCard;
  if (fits) add(text, begin, read.end, DataKind::kHkId, 90, out);
}

void find_twid(std::string_view text, std::size_t begin, Finds& out) {
  const LetteredText read = read_lettered(text, begin, 10, false);
  if (!is_twid(read.characters)) return;
  if (context_before(text, begin) == NumberContext::kIdCard) add(text, begin, read.end, DataKind::kTwId, 90, out);
}

/// One or two Latin letters stand before the digits, and nothing before them.
void find_island_id_cards(std::string_view text, std::size_t at, Finds& out) {
  std::size_t begin = at;
  for (int letters = 0; letters < 2 && is_ascii_letter(peek_back(text, begin)); ++letters) {
    previous_code_point(text, begin);
  }
  if (begin == at || is_ascii_alnum(peek_back(text, begin))) return;
  find_hkid(text, at, begin, out);
  find_twid(text, begin, out);
}

}  // namespace

void find_lettered_numbers(std::string_view text, std::size_t at, Finds& out) {
  find_tax_id(text, at, out);
  if (!is_ascii_letter(peek_back(text, at))) return;
  find_iban(text, at, out);
  find_passport(text, at, out);
  find_island_id_cards(text, at, out);
}

}  // namespace frontdesk::privacy
