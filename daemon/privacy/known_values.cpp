#include "privacy/known_values.h"

#include <algorithm>
#include <string>
#include <vector>

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLeastDigits = 7;
constexpr int kCertain = 100;

/// The text in half width and lower case, with the byte each character came from.
struct PlainText {
  std::u32string characters;
  std::vector<std::size_t> offsets;  ///< one more than characters
};

char32_t lower(char32_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

PlainText to_searchable(std::string_view text) {
  PlainText plain;
  plain.characters.reserve(text.size() / 2);
  plain.offsets.reserve(text.size() / 2 + 1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const char32_t raw = next_character(text, at);
    if (is_zero_width(raw)) continue;
    plain.offsets.push_back(here);
    const int digit = digit_value(raw);
    plain.characters += digit >= 0 ? static_cast<char32_t>('0' + digit) : lower(to_half_width(raw));
  }
  plain.offsets.push_back(text.size());
  return plain;
}

bool is_number(DataKind kind) {
  return kind == DataKind::kMobile || kind == DataKind::kLandline || kind == DataKind::kForeignPhone;
}

std::u32string digits_of(const std::u32string& text) {
  std::u32string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_ascii_digit);
  return digits;
}

bool touches_letter(const PlainText& text, std::size_t begin, std::size_t end) {
  const auto is_inside_word = [&](std::size_t left) {
    return is_ascii_alnum(text.characters[left]) && is_ascii_alnum(text.characters[left + 1]);
  };
  return (begin > 0 && is_inside_word(begin - 1)) || (end < text.characters.size() && is_inside_word(end - 1));
}

void find_literal(const PlainText& text, const std::u32string& value, DataKind kind, Finds& out) {
  for (std::size_t at = text.characters.find(value); at != std::u32string::npos;
       at = text.characters.find(value, at + value.size())) {
    const std::size_t end = at + value.size();
    // A name may be part of a word; an address or a card number is none, whatever it is glued to.
    const bool is_part_of_word = kind == DataKind::kName && touches_letter(text, at, end);
    if (!is_part_of_word) out.push_back({text.offsets[at], text.offsets[end], kind, kCertain});
  }
}

/// The last digits of the number, whatever separates them: the country code may be left out or added.
void find_digits(const PlainText& text, std::u32string digits, DataKind kind, Finds& out) {
  if (digits.size() > 11) digits.erase(0, digits.size() - 11);
  std::u32string all;
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at < text.characters.size(); ++at) {
    const char32_t c = text.characters[at];
    if (is_ascii_digit(c)) {
      all += c;
      places.push_back(at);
    } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
      all += U'|';
      places.push_back(at);
    }
  }
  for (std::size_t at = all.find(digits); at != std::u32string::npos; at = all.find(digits, at + digits.size())) {
    const std::size_t end = places[at + digits.size() - 1] + 1;
    out.push_back({text.offsets[places[at]], text.offsets[end], kind, kCertain});
  }
}

}  // namespace

void find_known(std::string_view text, std::span<const KnownValue> known, Finds& out) {
  if (known.empty() || text.empty()) return;
  const PlainText plain = to_searchable(text);
  for (const KnownValue& value : known.first(std::min(known.size(), kMaxKnownValues))) {
    const std::u32string wanted = to_searchable(text::trim(value.value)).characters;
    if (is_number(value.kind)) {
      std::u32string digits = digits_of(wanted);
      if (digits.size() >= kLeastDigits) find_digits(plain, std::move(digits), value.kind, out);
    } else if (wanted.size() >= 2) {
      find_literal(plain, wanted, value.kind, out);
    }
  }
}

}  // namespace frontdesk::privacy
