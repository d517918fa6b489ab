#include "privacy/detect/address/regions.h"

#include <algorithm>
#include <array>

#include "privacy/data/address_words.h"
#include "privacy/data/provinces.h"
#include "privacy/detect/address/cities.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/lists.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;
constexpr std::size_t kLongestCity = 8;  // characters, 市 or 自治州 included

struct Province {
  std::string_view name;
  std::string_view ending;  // may be left out by the writer
  bool is_city = false;
};

/// From lines such as "广东 省".
template <std::size_t kSize>
constexpr std::array<Province, kSize> provinces_of(const std::array<std::string_view, kSize>& lines, bool are_cities) {
  std::array<Province, kSize> provinces{};
  for (std::size_t i = 0; i < kSize; ++i) {
    const std::size_t blank = lines[i].find(' ');
    provinces[i] = {lines[i].substr(0, blank), lines[i].substr(blank + 1), are_cities};
  }
  return provinces;
}

constexpr auto kProvinces =
    joined(provinces_of(data::provinces::kMunicipalities, true), provinces_of(data::provinces::kProvinces, false),
           provinces_of(data::provinces::kRegions, false));

using data::address_words::kCityEndings;
using data::address_words::kHouseMarks;
using data::address_words::kPlaceCharacters;
using data::address_words::kRoadCharacters;
using data::address_words::kSentenceCharacters;

std::string_view character_at(std::string_view text, std::size_t at) {
  std::size_t next = at;
  next_character(text, next);
  return text.substr(at, next - at);
}

std::size_t skip_separators(std::string_view text, std::size_t at) {
  while (at < text.size() && (peek(text, at) == ' ' || peek(text, at) == ',')) next_character(text, at);
  return at;
}

/// Bytes of "深圳市", "恩施土家族苗族自治州"; Chinese characters only.
std::size_t city_length(std::string_view text) {
  if (const std::size_t known = city_name_length(text))
    return known + (text.substr(known).starts_with("市") ? kHan : 0);
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < kLongestCity; ++count) {
    std::size_t next = at;
    if (!is_han(next_character(text, next))) return 0;
    at = next;
    if (count == 0) continue;
    const std::string_view so_far = text.substr(0, at);
    for (const std::string_view ending : kCityEndings) {
      if (so_far.ends_with(ending) && so_far.size() > ending.size()) return at;
    }
  }
  return 0;
}

/// After the last road-level character; 0 when there is none.
std::size_t road_end(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = character_at(text, at);
    at += character.size();
    if (is_ascii_digit(peek(text, at - character.size())) && end > 0) break;
    if (kRoadCharacters.find(peek(character, 0)) != std::u32string_view::npos) end = at;
  }
  return end;
}

const Province* province_of(std::string_view text) {
  const auto* found = std::find_if(kProvinces.begin(), kProvinces.end(),
                                   [&](const Province& province) { return text.starts_with(province.name); });
  return found == kProvinces.end() ? nullptr : found;
}

}  // namespace

std::size_t province_length(std::string_view text) {
  std::size_t length = 0;
  for (const Province& province : kProvinces) {
    if (!text.starts_with(province.name)) continue;
    const bool in_full = text.substr(province.name.size()).starts_with(province.ending);
    length = std::max(length, province.name.size() + (in_full ? province.ending.size() : 0));
  }
  return length;
}

std::size_t province_and_city_length(std::string_view text) {
  const std::size_t province = province_length(text);
  if (province > 0 && province_of(text)->is_city) return province;
  const std::size_t city_at = skip_separators(text, province);
  const std::size_t city = city_length(text.substr(city_at));
  return city > 0 ? city_at + city : province;
}

namespace {

/// "3-2-1802", "16-1802" behind the name of an estate: after it; 0: none. Never a date: the first part is short.
std::size_t joined_numbers_end(std::string_view text, std::size_t at) {
  std::size_t parts = 0;
  std::size_t digits = 0;
  std::size_t place = at;
  while (place < text.size()) {
    std::size_t next = place;
    const char32_t c = to_half_width(next_character(text, next));
    if (is_ascii_digit(c)) {
      if (++digits > (parts == 0 ? 3U : 4U)) return 0;
    } else if (c == '-' && digits > 0) {
      ++parts;
      digits = 0;
    } else {
      break;
    }
    place = next;
  }
  return digits > 0 && (parts == 2 || (parts == 1 && digits >= 3)) ? place : 0;
}

/// "3单元1802", "3 号 502", "5-2-1802", "9樓之4"
std::size_t flat_end(std::string_view text, std::size_t end) {
  const std::size_t blanks = text.substr(end).find_first_not_of(' ');
  if (blanks != std::string_view::npos && blanks > 0 && is_ascii_digit(peek(text, end + blanks))) end += blanks;
  if (peek(text, end) == U'之') next_character(text, end);
  while (end < text.size()) {
    const char32_t c = peek(text, end);
    if (!is_ascii_digit(c) && c != '-' && !is_ascii_letter(c)) break;
    next_character(text, end);
  }
  return end;
}

/// "3号能到吗", "2号航站楼", "5号前": a day or a hall, and no house.
bool is_other_number_mark(std::string_view text, std::size_t behind) {
  constexpr std::u32string_view kNotBehindHouses = U"能到前后发發航分线線";
  return behind < text.size() && kNotBehindHouses.find(peek(text, behind)) != std::u32string_view::npos;
}

std::size_t house_mark_length(std::string_view text, std::size_t at, bool after_number) {
  std::size_t length = 0;
  for (const std::string_view mark : kHouseMarks) {
    if (mark == "门" && text.substr(at).starts_with("门口")) continue;
    if (mark == "号" && is_other_number_mark(text, at + mark.size())) continue;
    if (text.substr(at).starts_with(mark) && (after_number || mark == "村")) length = std::max(length, mark.size());
  }
  return length;
}

}  // namespace

std::size_t house_level_end(std::string_view text) {
  std::size_t end = 0;
  char32_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool after_number = digit_value(previous) >= 0 || disguised_digit_value(previous) >= 0 ||
                              is_ascii_letter(previous) || previous == U'十' || previous == U'百';
    if (const std::size_t mark = house_mark_length(text, at, after_number)) end = std::max(end, at + mark);
    if (is_han(previous) && is_ascii_digit(peek(text, at))) end = std::max(end, joined_numbers_end(text, at));
    const char32_t c = to_half_width(next_character(text, at));
    const bool is_break = c == ',' || c == U'、' || c == U'）' || c == ')' || c == '|' || c == '"' || c == '\t';
    if (is_break && end > 0 && digit_value(peek(text, skip_separators(text, at))) < 0) break;
    if (c != ' ') previous = c;  // "文三路 100 号" is written as often as "文三路100号"
  }
  return end == 0 ? 0 : flat_end(text, end);
}

bool is_like_an_address(std::string_view text) {
  bool has_mark = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (kSentenceCharacters.find(c) != std::u32string_view::npos) return false;
    has_mark = has_mark || kPlaceCharacters.find(c) != std::u32string_view::npos;
  }
  return has_mark;
}

std::string cover_address(std::string_view value, Profile profile) {
  const std::size_t place = province_and_city_length(value);
  if (profile == Profile::kSop) return std::string(value.substr(0, place)) + "***";
  const std::size_t road = road_end(value);
  return std::string(value.substr(0, std::max(place, road))) + "***";
}

}  // namespace frontdesk::privacy
