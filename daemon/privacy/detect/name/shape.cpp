#include "privacy/detect/name/shape.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "privacy/data/latin_ordinary_words.h"
#include "privacy/data/name_characters.h"
#include "privacy/data/ordinary_words.h"
#include "privacy/detect/address/cities.h"
#include "privacy/detect/address/regions.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

using data::name_characters::kFollowingCharacters;
using data::name_characters::kFunctionCharacters;
using data::name_characters::kLeadingCharacters;
using data::name_characters::kNeverCharacters;
using data::name_characters::kPlaceEndingCharacters;

const std::unordered_set<std::string_view>& ordinary_words() {
  constexpr auto& kList = data::ordinary_words::kWords;
  static const std::unordered_set<std::string_view> kSet(kList.begin(), kList.end());
  return kSet;
}

bool is_one_of(char32_t c, std::u32string_view list) { return list.find(c) != std::u32string_view::npos; }

bool holds_one_of(std::string_view characters, std::u32string_view list) {
  for (std::size_t at = 0; at < characters.size();) {
    if (is_one_of(next_character(characters, at), list)) return true;
  }
  return false;
}

bool is_all_han(std::string_view characters) {
  for (std::size_t at = 0; at < characters.size();) {
    if (!is_han(next_character(characters, at))) return false;
  }
  return characters.size() % kHan == 0;
}

bool is_latin_letter(char32_t c) { return is_ascii_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7); }
bool is_capital(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7); }

/// After "John", "O'Brien", "Jean-Luc", "J."; 0 when no word with a capital stands there, or one that is no name.
std::size_t latin_word_end(std::string_view text, std::size_t at) {
  if (!is_capital(peek(text, at))) return 0;
  std::string plain;
  std::size_t end = at;
  while (end < text.size() && plain.size() <= 32) {
    std::size_t next = end;
    const char32_t c = to_half_width(next_character(text, next));
    const bool joins = (c == '\'' || c == '-' || c == 0x2019) && is_latin_letter(peek(text, next));
    if (!is_latin_letter(c) && !joins) break;
    text::append_code_point(plain, c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    end = next;
  }
  if (plain.size() > 32 || is_ascii_digit(peek(text, end)) || peek(text, end) == '_') return 0;
  constexpr auto& kNoNames = data::latin_ordinary_words::kWords;
  if (std::find(kNoNames.begin(), kNoNames.end(), plain) != kNoNames.end()) return 0;
  if (plain.size() == 1 && peek(text, end) == '.') ++end;
  return end;
}

}  // namespace

bool is_function_word(char32_t character) { return is_one_of(character, kFunctionCharacters); }

bool may_stand_before_name(char32_t character) {
  return !is_han(character) || is_one_of(character, kLeadingCharacters);
}

bool begins_with_ordinary_word(std::string_view run) {
  return run.size() >= 2 * kHan && ordinary_words().contains(run.substr(0, 2 * kHan));
}

bool is_chinese_name(std::string_view run, NameEvidence evidence) {
  const std::size_t surname = surname_length(run);
  if (surname == 0 || !is_all_han(run)) return false;
  const std::size_t given = (run.size() - surname) / kHan;
  if (given < 1 || given > 2) return false;
  const bool in_sentence = evidence == NameEvidence::kSentence;
  if (holds_one_of(run.substr(surname), in_sentence ? kFunctionCharacters : kNeverCharacters)) return false;
  if (surname == kHan && begins_with_ordinary_word(run)) return false;
  if (!title_at_end(run).empty() || province_length(run) > 0) return false;
  if (surname == kHan && city_name_length(run) > 0) return false;
  return !holds_one_of(run.substr(run.size() - kHan), kPlaceEndingCharacters);
}

std::size_t chinese_name_end(std::string_view text, std::size_t at, NameEvidence evidence) {
  const std::size_t surname = surname_length(text.substr(at, 2 * kHan));
  if (surname == 0) return 0;
  for (std::size_t given = 2; given >= 1; --given) {
    const std::size_t end = at + surname + given * kHan;
    if (end > text.size() || !is_chinese_name(text.substr(at, end - at), evidence)) continue;
    const char32_t behind = peek(text, end);
    if (!is_han(behind)) return end;
    if (evidence == NameEvidence::kSentence && (is_function_word(behind) || is_one_of(behind, kFollowingCharacters)))
      return end;
  }
  return 0;
}

std::size_t chinese_name_begin(std::string_view text, std::size_t end) {
  std::array<std::size_t, 5> begins{};  // of one to five characters
  std::size_t characters = 0;
  std::size_t place = end;
  while (characters < begins.size() && place > 0) {
    std::size_t begin = place;
    if (!is_han(previous_code_point(text, begin))) break;
    begins[characters++] = place = begin;
  }
  for (std::size_t size = std::min<std::size_t>(characters, 4); size >= 2; --size) {
    const std::size_t begin = begins[size - 1];
    if (!is_chinese_name(text.substr(begin, end - begin), NameEvidence::kSentence)) continue;
    if (may_stand_before_name(peek_back(text, begin))) return begin;
  }
  return end;
}

std::size_t latin_name_end(std::string_view text, std::size_t at, std::size_t least) {
  std::size_t end = 0;
  std::size_t words = 0;
  for (std::size_t place = at; words < 4; ++words) {
    const std::size_t word = latin_word_end(text, place);
    if (word == 0) break;
    end = word;
    if (peek(text, word) != ' ') {
      ++words;
      break;
    }
    place = word + 1;
  }
  const bool is_letter = end == at + 1;  // "N/A"
  return words >= least && !is_letter ? end : 0;
}

std::size_t latin_name_begin(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  for (std::size_t letters = 0; begin > 0 && letters < 64; ++letters) {
    std::size_t place = begin;
    const char32_t c = previous_code_point(text, place);
    if (!is_latin_letter(c) && c != ' ' && c != '\'' && c != '-' && c != '.') break;
    begin = place;
  }
  while (begin < end) {  // the words before the name may be of any kind: "Please call John Smith"
    if (is_capital(peek(text, begin)) && latin_name_end(text, begin, 2) == end) return begin;
    const std::size_t blank = text.substr(begin, end - begin).find(' ');
    if (blank == std::string_view::npos) return end;
    begin += blank + 1;
  }
  return end;
}

}  // namespace frontdesk::privacy
