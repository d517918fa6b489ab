#include "mime/mail_date.h"

#include <array>
#include <cstdio>
#include <utility>
#include <vector>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::pair<std::string_view, int> kZones[] = {{"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300},
                                                       {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420},
                                                       {"jst", 540},  {"hkt", 480}};

std::optional<int> number(std::string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  int depth = 0;
  for (const char c : text.substr(0, 200)) {
    if (c == '(') ++depth;
    if (depth == 0 && c != ' ' && c != '\t' && c != ',') word.push_back(c);
    if (c == ')' && depth > 0) --depth;
    if ((c == ' ' || c == '\t' || c == ',' || c == '(') && !word.empty())
      out.push_back(to_lower_ascii(std::exchange(word, {})));
  }
  if (!word.empty()) out.push_back(to_lower_ascii(word));
  return out;
}

std::optional<int> month_of(std::string_view word) {
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (word.substr(0, 3) == kMonths[i]) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

std::optional<Clock> clock_of(std::string_view word) {
  std::array<int, 3> parts{};
  std::size_t count = 0;
  while (count < parts.size()) {
    const std::size_t end = word.find_first_of(":.");
    const auto value = number(word.substr(0, end));
    if (!value) return std::nullopt;
    parts[count++] = *value;
    if (end == std::string_view::npos) break;
    word.remove_prefix(end + 1);
  }
  if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 60) return std::nullopt;
  return Clock{parts[0], parts[1], parts[2]};
}

int zone_minutes(std::string_view word) {
  if (word.starts_with("gmt+") || word.starts_with("gmt-") || word.starts_with("utc+")) word.remove_prefix(3);
  if (word.size() >= 5 && (word[0] == '+' || word[0] == '-')) {
    std::string digits(word.substr(1));
    std::erase(digits, ':');
    const auto value = number(digits);
    if (!value || *value > 1500) return 0;
    const int minutes = *value / 100 * 60 + *value % 100;
    return word[0] == '-' ? -minutes : minutes;
  }
  for (const auto& [name, minutes] : kZones) {
    if (word == name) return minutes;
  }
  return 0;
}

int full_year(int year) {
  if (year < 50) return year + 2000;
  return year < 200 ? year + 1900 : year;
}

}  // namespace

std::optional<std::chrono::sys_seconds> read_mail_date(std::string_view text) {
  const std::vector<std::string> words = words_of(text);
  for (std::size_t i = 0; i + 3 < words.size(); ++i) {
    const auto day_number = number(words[i]);
    const auto month_number = month_of(words[i + 1]);
    const auto year_number = number(words[i + 2]);
    const auto clock = clock_of(words[i + 3]);
    if (!day_number || !month_number || !year_number || !clock) continue;
    const chrono::year_month_day date{chrono::year(full_year(*year_number)),
                                      chrono::month(static_cast<unsigned>(*month_number)),
                                      chrono::day(static_cast<unsigned>(*day_number))};
    if (!date.ok() || date.year() < chrono::year(1970) || date.year() > chrono::year(2200)) return std::nullopt;
    const int zone = i + 4 < words.size() ? zone_minutes(words[i + 4]) : 0;
    return chrono::sys_days(date) + chrono::hours(clock->hour) + chrono::minutes(clock->minute - zone) +
           chrono::seconds(clock->second);
  }
  return std::nullopt;
}

std::string write_mail_date(std::chrono::sys_seconds time) {
  const auto midnight = chrono::floor<chrono::days>(time);
  const chrono::year_month_day date(midnight);
  const chrono::hh_mm_ss clock(time - midnight);
  std::string month(kMonths.at(static_cast<unsigned>(date.month()) - 1));
  month[0] = static_cast<char>(month[0] - 'a' + 'A');
  std::array<char, 64> out{};
  const int length =
      std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                    kDays.at(chrono::weekday(midnight).c_encoding()), static_cast<unsigned>(date.day()), month.c_str(),
                    static_cast<int>(date.year()), static_cast<int>(clock.hours().count()),
                    static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return {out.data(), static_cast<std::size_t>(length)};
}

}  // namespace frontdesk::email
