// Postal addresses: behind the word 地址 or address, or beginning with a known province or a city, when they reach the
// level of a house.
#include <algorithm>
#include <array>

#include "privacy/data/address_words.h"
#include "privacy/detect/address/cities.h"
#include "privacy/detect/address/regions.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/find.h"
#include "privacy/detect/lists.h"
#include "privacy/detect/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLongest = 240;  // bytes: eighty Chinese characters
constexpr std::size_t kHan = 3;
constexpr auto kLabels = longest_first(data::address_words::kLabels);
constexpr auto kMarksOfWords = std::to_array<std::string_view>({"号", "號", "村", "楼", "室"});  // "三号楼": no digits

/// Where an address must end: sentence marks, line breaks, a phone number, the next field.
std::size_t clause_end(std::string_view text, std::size_t at) {
  const std::string_view window = after(text, at, kLongest);
  std::size_t end = window.size();
  std::size_t digits = 0;
  std::size_t digits_at = 0;
  for (std::size_t place = 0; place < window.size();) {
    const std::size_t here = place;
    const char32_t c = to_half_width(next_character(window, place));
    if (c == '\n' || c == '\r' || c == ';' || c == 0x3002 || c == '!' || c == '?' || c == '@' || c == '<' || c == '[') {
      end = here;
      break;
    }
    if (!is_ascii_digit(c)) {
      digits = 0;
    } else if (digits++ == 0) {
      digits_at = here;
    } else if (digits >= 7) {
      end = digits_at;
      break;
    }
  }
  for (const std::string_view word : data::address_words::kNextFields) {
    end = std::min(end, window.find(word));
  }
  return at + end;
}

/// `is_sure`: a label says that it is an address; else it must look like one.
void add_if_house(std::string_view text, std::size_t at, int score, bool is_sure, Finds& out) {
  const std::string_view clause = text.substr(at, clause_end(text, at) - at);
  const std::size_t house = house_level_end(clause);
  if (house == 0 || (!is_sure && !is_like_an_address(clause.substr(0, house)))) return;
  out.push_back({at, at + house, DataKind::kAddress, score});
  find_names_beside(text, at, at + house, out);
}

/// Western: a house number, then words; up to the end of the line, at most eight words behind the number.
void add_if_western(std::string_view text, std::size_t at, Finds& out) {
  const std::string_view clause = text.substr(at, clause_end(text, at) - at);
  std::size_t place = 0;
  std::size_t words = 0;
  bool has_number = false;
  std::size_t end = 0;
  while (place < clause.size() && words < 10) {
    const std::size_t word_at = place;
    while (place < clause.size() && static_cast<unsigned char>(clause[place]) > ' ') ++place;
    const std::string_view word = clause.substr(word_at, place - word_at);
    const bool is_number = !word.empty() && is_ascii_digit(static_cast<unsigned char>(word[0]));
    const bool is_capital = !word.empty() && word[0] >= 'A' && word[0] <= 'Z';
    if (!is_number && !is_capital) break;
    has_number = has_number || is_number;
    end = place;
    ++words;
    while (place < clause.size() && clause[place] == ' ') ++place;
  }
  while (end > 0 && (clause[end - 1] == '.' || clause[end - 1] == ',')) --end;
  if (has_number && words >= 3) out.push_back({at, at + end, DataKind::kAddress, 60});
}

void find_after_label(std::string_view text, std::size_t label_end, Finds& out) {
  bool had_sign = false;
  std::size_t at = skip_field_signs(text, label_end, had_sign);
  for (const std::string_view filler : {"改成", "改为", "改為", "改到", "换成", "变成", "是", "为", "為", "is", "在"}) {
    if (const std::size_t length = word_length_at(text, at, filler)) at = skip_sign(text, at + length, had_sign);
  }
  if (is_han(peek(text, at))) {
    add_if_house(text, at, 80, had_sign, out);
  } else if (is_ascii_alnum(peek(text, at))) {
    add_if_western(text, at, out);
  }
}

/// Where the region that ends with the mark at `at` begins: "浙江 杭州 西湖|区", "大理白族自治州大理|市". Looks back
/// over at most fourteen characters for the first one where a known province or city begins; `at` when there is none.
std::size_t region_begin(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  std::size_t place = at;
  for (int characters = 0; characters < 14 && place > 0; ++characters) {
    const char32_t c = to_half_width(previous_code_point(text, place));
    if (!is_han(c) && c != ' ') break;
    if (!is_han(c)) continue;
    const std::string_view rest = text.substr(place, 5 * kHan);
    if (city_name_length(rest) > 0 || province_length(rest) > 0) begin = place;
  }
  return begin;
}

/// The name of a district or a smaller city that no list knows: two characters before the mark, that make no other word
/// with it ("小区", "超市").
std::size_t unknown_region_begin(std::string_view text, std::size_t at) {
  constexpr std::u32string_view kOtherWords = U"小社园景校地片专分厂库战禁超城都门街辖特新郊市商住疫社灾";
  std::size_t place = at;
  if (place == 0 || kOtherWords.find(previous_code_point(text, place)) != std::u32string_view::npos) return at;
  std::size_t begin = at;
  for (int characters = 0; characters < 2; ++characters) {
    if (begin == 0 || !is_han(previous_code_point(text, begin))) return at;
  }
  return begin;
}

/// Most regions that a text mentions are no addresses; this is asked before anything that takes longer.
bool may_reach_a_house(std::string_view window) {
  if (window.find_first_of("0123456789\xEF") != std::string_view::npos) return true;
  return std::any_of(kMarksOfWords.begin(), kMarksOfWords.end(),
                     [window](std::string_view mark) { return window.find(mark) != std::string_view::npos; });
}

/// Anchor 市, 区, 县: the region before it, then a road or an estate, then a house.
void find_by_region_mark(std::string_view text, std::size_t at, Finds& out) {
  std::size_t mark_end = at;
  next_character(text, mark_end);
  if (!may_reach_a_house(after(text, mark_end, kLongest))) return;
  std::size_t begin = region_begin(text, at);
  const bool is_known = begin < at;
  if (!is_known) begin = unknown_region_begin(text, at);
  if (begin == at) return;
  const std::string_view rest = text.substr(mark_end, clause_end(text, mark_end) - mark_end);
  const std::size_t house = house_level_end(rest);
  if (house == 0) return;
  // A known region is mark enough; behind an unknown one a road or an estate must follow.
  const std::size_t judged = is_known ? begin : mark_end;
  if (!is_like_an_address(text.substr(judged, mark_end + house - judged))) return;
  if (!is_known && rest.substr(0, house).find_first_of("0123456789") > 14 * kHan) return;
  out.push_back({begin, mark_end + house, DataKind::kAddress, 60});
  find_names_beside(text, begin, mark_end + house, out);
}

}  // namespace

void find_address(std::string_view text, std::size_t at, Finds& out) {
  for (const std::string_view label : kLabels) {
    if (const std::size_t length = word_length_at(text, at, label)) return find_after_label(text, at + length, out);
  }
  for (const std::string_view word : data::address_words::kVerbs) {
    const std::size_t length = word_length_at(text, at, word);
    if (length == 0) continue;
    bool had_sign = false;
    const std::size_t place = skip_sign(text, at + length, had_sign);
    return is_han(peek(text, place)) ? add_if_house(text, place, 60, false, out) : void();
  }
  for (const std::string_view mark : {"市", "区", "區", "县", "縣"}) {
    if (word_length_at(text, at, mark) > 0) return find_by_region_mark(text, at, out);
  }
  // Without a label: only what goes on to a city or district, so that "发往上海" is none.
  const std::size_t place = province_length(text.substr(at));
  if (text.substr(std::min(at + place, text.size())).starts_with("仓")) return;  // a warehouse: "北京仓 3 号"
  const std::size_t next = skip_blanks(text, at + place, 1);
  if (place > 0 && is_han(peek(text, next))) add_if_house(text, at, 70, false, out);
}

}  // namespace frontdesk::privacy
