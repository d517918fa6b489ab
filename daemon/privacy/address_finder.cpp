// Postal addresses: behind the word 地址 or address, or beginning with a known province or a city, when they reach the
// level of a house.
#include <algorithm>

#include "privacy/characters.h"
#include "privacy/find.h"
#include "privacy/regions.h"
#include "privacy/words.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kLongest = 240;  // bytes: eighty Chinese characters
constexpr std::size_t kHan = 3;

/// Where an address must end: sentence marks, line breaks, a phone number, the next field.
std::size_t clause_end(std::string_view text, std::size_t at) {
  const std::string_view window = after(text, at, kLongest);
  std::size_t end = window.size();
  std::size_t digits = 0;
  std::size_t digits_at = 0;
  for (std::size_t place = 0; place < window.size();) {
    const std::size_t here = place;
    const char32_t c = to_half_width(text::next_code_point(window, place));
    if (c == '\n' || c == '\r' || c == ';' || c == 0x3002 || c == '!' || c == '?' || c == '@' || c == '<') {
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
  for (const std::string_view word : {"电话", "手机", "联系", "收货人", "收件人", "姓名", "邮编", "邮箱", "订单"}) {
    end = std::min(end, window.find(word));
  }
  return at + end;
}

void add_if_house(std::string_view text, std::size_t at, int score, Finds& out) {
  const std::string_view clause = text.substr(at, clause_end(text, at) - at);
  const std::size_t house = house_level_end(clause);
  if (house > 0) out.push_back({at, at + house, DataKind::kAddress, score});
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
  std::size_t at = skip_sign(text, label_end, had_sign);
  for (const std::string_view filler : {"是", "为", "is", "在"}) {
    if (const std::size_t length = word_length_at(text, at, filler)) at = skip_sign(text, at + length, had_sign);
  }
  if (is_han(peek(text, at))) {
    add_if_house(text, at, 80, out);
  } else if (is_ascii_alnum(peek(text, at))) {
    add_if_western(text, at, out);
  }
}

/// "深圳市南山区…路…号" without a province: city mark, then district mark, then road and house.
void find_by_city(std::string_view text, std::size_t at, Finds& out) {
  std::size_t mark_end = at;
  text::next_code_point(text, mark_end);
  const std::string_view rest = text.substr(mark_end, std::min(clause_end(text, at), text.size()) - mark_end);
  const std::size_t district = std::min(rest.find("区"), rest.find("县"));
  if (district == std::string_view::npos || district == 0 || district > 6 * kHan) return;
  const std::size_t road =
      std::min({rest.find("路"), rest.find("街"), rest.find("道"), rest.find("镇"), rest.find("村")});
  if (road == std::string_view::npos || house_level_end(rest) == 0) return;
  if (at < 2 * kHan) return;
  std::size_t begin = at;
  for (int characters = 0; characters < 2; ++characters) {
    std::size_t place = begin;
    if (place == 0 || !is_han(previous_code_point(text, place))) return;
    begin = place;
  }
  out.push_back({begin, mark_end + house_level_end(rest), DataKind::kAddress, 60});
}

}  // namespace

void find_address(std::string_view text, std::size_t at, Finds& out) {
  for (const std::string_view label : {"地址", "住址", "address", "ship to", "deliver to"}) {
    if (const std::size_t length = word_length_at(text, at, label)) return find_after_label(text, at + length, out);
  }
  if (word_length_at(text, at, "市") > 0) return find_by_city(text, at, out);
  // Without a label: only what goes on to a city or district, so that "发往上海" is none.
  const std::size_t place = province_length(text.substr(at));
  if (text.substr(std::min(at + place, text.size())).starts_with("仓")) return;  // a warehouse: "北京仓 3 号"
  if (place > 0 && is_han(peek(text, at + place))) add_if_house(text, at, 70, out);
}

}  // namespace frontdesk::privacy
