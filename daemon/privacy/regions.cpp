#include "privacy/regions.h"

#include <algorithm>
#include <array>

#include "privacy/characters.h"

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
  text::next_code_point(text, next);
  return text.substr(at, next - at);
}

std::size_t skip_separators(std::string_view text, std::size_t at) {
  while (at < text.size() && (peek(text, at) == ' ' || peek(text, at) == ',')) text::next_code_point(text, at);
  return at;
}

/// Bytes of "深圳市", "恩施土家族苗族自治州"; Chinese characters only.
std::size_t city_length(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < kLongestCity; ++count) {
    std::size_t next = at;
    if (!is_han(text::next_code_point(text, next))) return 0;
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

std::size_t house_level_end(std::string_view text) {
  std::size_t end = 0;
  char32_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool after_number = digit_value(previous) >= 0 || disguised_digit_value(previous) >= 0 ||
                              is_ascii_letter(previous) || previous == U'十' || previous == U'百';
    for (const std::string_view mark : kHouseMarks) {
      if (text.substr(at).starts_with(mark) && (after_number || mark == "村" || mark == "组")) {
        end = std::max(end, at + mark.size());
      }
    }
    const char32_t c = to_half_width(text::next_code_point(text, at));
    if (c != ' ') previous = c;  // "文三路 100 号" is written as often as "文三路100号"
  }
  if (end == 0) return 0;
  const std::size_t blanks = text.substr(end).find_first_not_of(' ');
  if (blanks != std::string_view::npos && blanks > 0 && is_ascii_digit(peek(text, end + blanks))) end += blanks;
  while (end < text.size()) {  // "3单元1802", "3 号 502", "5-2-1802"
    const char32_t c = peek(text, end);
    if (!is_ascii_digit(c) && c != '-' && !is_ascii_letter(c)) break;
    text::next_code_point(text, end);
  }
  return end;
}

std::string cover_address(std::string_view value, Profile profile) {
  const std::size_t place = province_and_city_length(value);
  if (profile == Profile::kSop) return std::string(value.substr(0, place)) + "***";
  const std::size_t road = road_end(value);
  return std::string(value.substr(0, std::max(place, road))) + "***";
}

}  // namespace frontdesk::privacy
