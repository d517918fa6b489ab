// Western addresses without a label: a house number, a word such as Street or straße, and a town or postcode.
#include <algorithm>
#include <string>

#include "privacy/data/western_address_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kMostTailWords = 14;
constexpr std::size_t kWindow = 96;  // bytes before the house number

/// One word: letters of Latin script, digits, and . ' - inside.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t letters = 0;
  std::size_t digits = 0;
  bool is_capital = false;  ///< begins with a capital letter
  std::string plain;        ///< lower case, without dots

  [[nodiscard]] bool empty() const { return begin == end; }
};

bool is_latin(char32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7); }

Word read_word(std::string_view text, std::size_t at) {
  Word word{at, at, 0, 0, false, {}};
  while (word.end < text.size() && word.plain.size() < 32) {
    std::size_t next = word.end;
    const char32_t c = to_half_width(next_character(text, next));
    const bool is_inner = (c == '.' || c == '\'' || c == '-' || c == '/') && word.end > at;
    if (!is_latin(c) && !is_ascii_digit(c) && !is_inner) break;
    if (word.end == at) word.is_capital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0xDF);
    if (is_latin(c)) ++word.letters;
    if (is_ascii_digit(c)) ++word.digits;
    if (c != '.') text::append_code_point(word.plain, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    word.end = next;
  }
  return word;
}

template <class List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

using data::western_address_words::kNoTowns;
using data::western_address_words::kStreetEndings;
using data::western_address_words::kStreetWords;
using data::western_address_words::kStreetWordsBeforeNames;
using data::western_address_words::kStreetWordsBeforeNumbers;
using data::western_address_words::kUnitWords;

bool is_street_part(const Word& word) {
  return word.is_capital || (word.digits > 0 && word.letters > 0);  // "Oak", "5th"
}

/// "10115", "02134-1234", "NW1", "6XE", "SW1A": digits with at most a few capitals.
bool is_postcode_part(std::string_view text, const Word& word) {
  if (word.digits == 0 || word.plain.size() > 10) return false;
  if (word.letters == 0) return word.digits >= 4;
  const std::string_view written = text.substr(word.begin, word.end - word.begin);
  return word.plain.size() <= 4 &&
         std::none_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::size_t skip_number(std::string_view text, std::size_t at) {
  std::size_t digits = 0;
  while (is_ascii_digit(peek(text, at)) && digits <= 5) {
    next_character(text, at);
    ++digits;
  }
  if (digits == 0 || digits > 5) return 0;
  if (is_ascii_letter(peek(text, at)) && !is_ascii_alnum(peek(text, at + 1))) ++at;  // "221B"
  return at;
}

/// After the street's name, when one follows the house number: "Baker Street", "NW 5th Blvd"; 0: none.
std::size_t street_end(std::string_view text, std::size_t at) {
  for (int words = 0; words < 5; ++words) {
    const Word word = read_word(text, at);
    if (word.empty() || !is_street_part(word)) return 0;
    if (words > 0 && is_one_of(word.plain, kStreetWords)) return word.end;
    if (peek(text, word.end) != ' ') return 0;
    at = word.end + 1;
  }
  return 0;
}

/// "rue de la République" up to the comma or line break; 0: none.
std::size_t french_street_end(std::string_view text, std::size_t at) {
  if (!is_one_of(read_word(text, at).plain, kStreetWordsBeforeNames)) return 0;
  for (int words = 0; words < 7; ++words) {
    const Word word = read_word(text, at);
    if (word.empty()) return 0;
    const char32_t behind = peek(text, word.end);
    if (behind == ',' || behind == '\n') return words > 0 ? word.end : 0;
    if (behind != ' ') return 0;
    at = word.end + 1;
  }
  return 0;
}

struct Tail {
  std::size_t end = 0;
  bool has_town = false;
  bool has_postcode = false;
  bool has_unit = false;
};

/// Towns, states, postcodes and flats behind the street, over at most one line break.
Tail read_tail(std::string_view text, std::size_t at) {
  Tail tail{at};
  std::size_t place = at;
  bool after_break = false;
  bool after_comma = false;
  for (std::size_t words = 0; words < kMostTailWords; ++words) {
    bool is_new_segment = false;
    while (peek(text, place) == ',' || peek(text, place) == ' ' || peek(text, place) == '\n' ||
           peek(text, place) == '\r') {
      const char32_t c = peek(text, place);
      if (c == '\n' && after_break) return tail;
      after_break = after_break || c == '\n';
      is_new_segment = is_new_segment || c != ' ';
      ++place;
      if (place - tail.end > 40) return tail;
    }
    after_comma = after_comma || is_new_segment;
    if (peek(text, place) == '#') ++place;
    const Word word = read_word(text, place);
    if (word.empty() || is_one_of(word.plain, kNoTowns)) return tail;
    place = word.end;
    if (is_one_of(word.plain, kUnitWords)) {
      tail.has_unit = true;
    } else if (is_postcode_part(text, word)) {
      tail.has_postcode = true;
      tail.end = word.end;
    } else if (word.is_capital && word.digits == 0) {
      if (!after_comma) return tail;
      tail.has_town = true;
      if (!after_break) tail.end = word.end;
    } else if (tail.has_unit && word.digits > 0 && word.digits <= 5) {
      tail.end = word.end;
    } else {
      return tail;
    }
  }
  return tail;
}

/// Back over "Room 5, Building 3, No. " before the house number.
std::size_t unit_begin(std::string_view text, std::size_t at) {
  const std::string_view window = before(text, at, kWindow);
  std::size_t begin = window.size();
  const auto trimmed = [&](std::size_t end) {
    while (end > 0 && window[end - 1] == ' ') --end;
    return end;
  };
  const auto word_begin = [&](std::size_t end) {
    while (end > 0 && (is_ascii_alnum(static_cast<unsigned char>(window[end - 1])) || window[end - 1] == '/')) --end;
    return end;
  };
  for (int units = 0; units < 4; ++units) {
    std::size_t end = trimmed(begin);
    if (text::to_lower_ascii(window.substr(0, end)).ends_with("no.")) {
      begin = end - 3;
      continue;
    }
    if (end == 0 || window[end - 1] != ',') break;
    end = trimmed(end - 1);
    const std::size_t number = word_begin(end);
    const std::size_t name_end = trimmed(number);
    const std::size_t name = word_begin(name_end);
    if (number == end || !is_one_of(text::to_lower_ascii(window.substr(name, name_end - name)), kUnitWords)) break;
    begin = name;
  }
  return at - (window.size() - begin);
}

/// The beginning of "Hauptstraße " or "Calle Mayor " before the house number; `at` itself when there is none.
std::size_t street_begin_before(std::string_view text, std::size_t at) {
  if (peek_back(text, at) != ' ') return at;
  const std::string_view window = before(text, at - 1, kWindow);
  std::size_t begin = window.size();
  for (int words = 0; words < 4 && begin > 0; ++words) {
    std::size_t word = begin;
    while (word > 0 && static_cast<unsigned char>(window[word - 1]) > ' ' && window[word - 1] != ',' &&
           window[word - 1] != ':')
      --word;
    const std::string plain = read_word(window, word).plain;
    if (plain.empty()) return at;
    const bool ends_as_street =
        words == 0 && std::any_of(kStreetEndings.begin(), kStreetEndings.end(), [&](std::string_view ending) {
          return plain.ends_with(ending) && plain.size() > ending.size();
        });
    if (ends_as_street || (words > 0 && is_one_of(plain, kStreetWordsBeforeNumbers)))
      return at - 1 - window.size() + word;
    if (word == 0 || window[word - 1] != ' ') return at;
    begin = word - 1;
  }
  return at;
}

void add(std::string_view text, std::size_t begin, std::size_t end, Finds& out) {
  out.push_back({begin, end, DataKind::kAddress, 70});
  find_names_beside(text, begin, end, out);
}

}  // namespace

void find_western_address(std::string_view text, std::size_t at, Finds& out) {
  const char32_t left = peek_back(text, at);
  if (is_ascii_alnum(left) || left == '.' || left == '-' || left == '/') return;
  const std::size_t number = skip_number(text, at);
  if (number == 0) return;
  std::size_t street = number;
  const char32_t behind = peek(text, number);
  if (behind == ' ' || (behind == ',' && peek(text, number + 1) == ' ')) {
    street += behind == ' ' ? 1 : 2;
    const std::size_t english = behind == ' ' ? street_end(text, street) : 0;
    if (english > 0) {
      const Tail tail = read_tail(text, english);
      if (!tail.has_town && !tail.has_postcode && !tail.has_unit) return;
      add(text, unit_begin(text, at), tail.end, out);
      return;
    }
    if (const std::size_t french = french_street_end(text, street)) {
      const Tail tail = read_tail(text, french);
      if (tail.has_postcode && tail.has_town) add(text, at, tail.end, out);
      return;
    }
  }
  if (behind != ',' && behind != '\n') return;
  const std::size_t begin = street_begin_before(text, at);
  if (begin == at) return;
  const Tail tail = read_tail(text, number);
  if (tail.has_postcode) add(text, begin, tail.end, out);
}

}  // namespace frontdesk::privacy
