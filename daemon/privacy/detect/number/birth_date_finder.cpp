// Dates of birth: a day of the calendar, and a word that says that somebody was born on it.
#include <array>
#include <initializer_list>

#include "privacy/data/birth_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/lists.h"
#include "privacy/detect/number/checks.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr auto kBefore = longest_first(data::birth_words::kWords);
constexpr auto kFillers =
    std::to_array<std::string_view>({"是", "为",  "為", "在", "于", "：", "日期", "is", "on", "was", "am",
                                     "in", "the", ":",  "=",  "-",  "\"", "|",    "/",  "】", "]",   " "});

/// A number of up to `most` digits at `at`, which is moved behind it; -1 when there is none.
int read_number(std::string_view text, std::size_t& at, int most) {
  int value = -1;
  for (int count = 0; at < text.size(); ++count) {
    std::size_t next = at;
    const int digit = digit_value(next_character(text, next));
    if (digit < 0) break;
    if (count == most) return -1;
    value = (value < 0 ? 0 : value * 10) + digit;
    at = next;
  }
  return value;
}

/// Moves past one of `signs` and blanks around it.
bool skip_one_of(std::string_view text, std::size_t& at, std::u32string_view signs) {
  std::size_t place = skip_blanks(text, at, 1);
  if (place >= text.size()) return false;
  if (signs.find(peek(text, place)) == std::u32string_view::npos) return false;
  next_character(text, place);
  at = skip_blanks(text, place, 1);
  return true;
}

bool is_birth_year(int year) { return year >= 1900 && year <= 2099; }

/// 1990-03-07, 1990年3月7日, 1990/3/7, 1990.3.7, 1990年3月; 19900307. 0: none.
std::size_t year_first_end(std::string_view text, std::size_t at) {
  std::size_t place = at;
  const int first = read_number(text, place, 8);
  if (place - at >= 8 && first >= 19000101) {
    return is_real_date(first / 10000, first / 100 % 100, first % 100) ? place : 0;
  }
  if (!is_birth_year(first)) return 0;
  const bool is_chinese = peek(text, place) == U'年';
  if (!skip_one_of(text, place, U"-/.年")) return 0;
  const int month = read_number(text, place, 2);
  if (month < 1 || month > 12) return 0;
  std::size_t end = place;
  if (!skip_one_of(text, place, U"-/.月")) return is_chinese ? end : 0;
  end = is_chinese ? place : end;
  const int day = read_number(text, place, 2);
  if (day < 0) return is_chinese ? end : 0;
  if (!is_real_date(first, month, day)) return 0;
  if (peek(text, place) == U'日' || peek(text, place) == U'号') next_character(text, place);
  return place;
}

/// "Mar", "March", "Mar.": after it; 0: no month's name.
std::size_t month_name_end(std::string_view text, std::size_t at) {
  for (const std::string_view month :
       {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "okt", "dez", "mai"}) {
    if (word_length_at(text, at, month) == 0) continue;
    std::size_t end = at + month.size();
    for (int letters = 0; letters < 7 && is_ascii_letter(peek(text, end)); ++letters) ++end;
    return is_ascii_letter(peek(text, end)) ? 0 : end + (peek(text, end) == '.' ? 1 : 0);
  }
  return 0;
}

/// 03/07/1990, 7.3.1990, 7 March 1990, March 7, 1990, 7th of March 1990. 0: none.
std::size_t year_last_end(std::string_view text, std::size_t at) {
  std::size_t place = at;
  const std::size_t month_first = month_name_end(text, at);
  if (month_first > 0) place = skip_blanks(text, month_first, 2);
  const int day = read_number(text, place, 2);
  if (day < 1 || day > 31) return 0;
  for (const std::string_view ordinal : {"st", "nd", "rd", "th"}) place += word_length_at(text, place, ordinal);
  if (month_first > 0) {
    skip_one_of(text, place, U",");
  } else if (skip_one_of(text, place, U"-/.")) {
    if (const std::size_t named = month_name_end(text, place)) {
      place = named;
    } else if (const int month = read_number(text, place, 2); month < 1 || month > 31) {
      return 0;
    }
    skip_one_of(text, place, U"-/.");
  } else {
    place = skip_blanks(text, place, 1);
    place += word_length_at(text, place, "of ");
    place = month_name_end(text, place);
    if (place == 0) return 0;
    skip_one_of(text, place, U",");
  }
  place = skip_blanks(text, place, 2);
  return is_birth_year(read_number(text, place, 4)) ? place : 0;
}

std::size_t date_end(std::string_view text, std::size_t at) {
  const std::size_t end = year_first_end(text, at);
  return end > 0 ? end : year_last_end(text, at);
}

std::size_t skip_fillers(std::string_view text, std::size_t at) {
  for (int words = 0; words < 6; ++words) {
    std::size_t length = 0;
    for (const std::string_view filler : kFillers) {
      if (length == 0) length = word_length_at(text, at, filler);
    }
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace

void find_birth_date(std::string_view text, std::size_t at, Finds& out) {
  if (is_ascii_letter(peek(text, at)) && is_ascii_letter(peek_back(text, at))) return;
  for (const std::string_view word : kBefore) {
    const std::size_t length = word_length_at(text, at, word);
    if (length == 0) continue;
    const std::size_t begin = skip_fillers(text, at + length);
    const std::size_t end = date_end(text, begin);
    if (end > 0) out.push_back({begin, end, DataKind::kBirthDate, 90});
    return;
  }
}

void find_birth_date_before_word(std::string_view text, std::size_t at, Finds& out) {
  const std::size_t end = year_first_end(text, at);
  if (end == 0) return;
  const std::size_t place = skip_blanks(text, end, 1);
  const std::size_t single = word_length_at(text, place, "生");
  const bool is_born = word_length_at(text, place, "出生") > 0 || word_length_at(text, place, "生日") > 0 ||
                       (single > 0 && (!is_han(peek(text, place + single)) || peek(text, place + single) == U'的'));
  if (is_born) out.push_back({at, end, DataKind::kBirthDate, 90});
}

}  // namespace frontdesk::privacy
