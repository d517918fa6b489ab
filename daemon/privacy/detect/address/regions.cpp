#include "privacy/detect/address/regions.h"

#include <algorithm>
#include <array>

#include "privacy/detect/address/cities.h"
#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;
constexpr std::size_t kLongestCity = 8;  // characters, 市 or 自治州 included

struct Province {
  std::string_view name;
  std::string_view ending;  // may be left out by the writer
  bool is_city = false;
};

constexpr auto kProvinces = std::to_array<Province>({
    {"北京", "市", true}, {"上海", "市", true},   {"天津", "市", true},   {"重庆", "市", true},
    {"河北", "省"},       {"山西", "省"},         {"辽宁", "省"},         {"吉林", "省"},
    {"黑龙江", "省"},     {"江苏", "省"},         {"浙江", "省"},         {"安徽", "省"},
    {"福建", "省"},       {"江西", "省"},         {"山东", "省"},         {"河南", "省"},
    {"湖北", "省"},       {"湖南", "省"},         {"广东", "省"},         {"廣東", "省"},
    {"海南", "省"},       {"四川", "省"},         {"贵州", "省"},         {"云南", "省"},
    {"陕西", "省"},       {"甘肃", "省"},         {"青海", "省"},         {"台湾", "省"},
    {"臺灣", "省"},       {"内蒙古", "自治区"},   {"广西", "壮族自治区"}, {"广西", "自治区"},
    {"西藏", "自治区"},   {"宁夏", "回族自治区"}, {"宁夏", "自治区"},     {"新疆", "维吾尔自治区"},
    {"新疆", "自治区"},   {"香港", "特别行政区"}, {"澳门", "特别行政区"},
});
constexpr auto kCityEndings = std::to_array<std::string_view>({"市", "自治州", "地区", "盟"});
constexpr std::string_view kRoadMarks = "路街道巷弄胡同";
constexpr auto kHouseMarks =
    std::to_array<std::string_view>({"号楼", "号院", "号", "號", "栋", "棟", "幢", "单元", "單元", "室",
                                     "楼",   "樓",   "座", "层", "弄", "村", "组", "户",   "房",   "门"});

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
    if (character.size() == kHan && kRoadMarks.find(character) != std::string_view::npos) end = at;
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
  constexpr std::u32string_view kMarks = U"区區县縣市镇鎮乡鄉村路街道巷弄段園园苑城湾灣府庭厦廈场場庄里坊寨屯楼樓期州";
  constexpr std::u32string_view kNotInAddresses = U"的了吗嗎呢我你们們说說没沒还還很啊吧";
  bool has_mark = false;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (kNotInAddresses.find(c) != std::u32string_view::npos) return false;
    has_mark = has_mark || kMarks.find(c) != std::u32string_view::npos;
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
