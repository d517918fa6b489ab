#include "base/time.h"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <exception>

namespace frontdesk {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

/// Reads exactly `count` digits at `at`; -1 when they are not all digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

const date::time_zone* find_zone(const std::string& zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

std::string to_rfc3339(Micros at) {
  using namespace date;
  const sys_time<Duration> moment{Duration{at.count()}};
  const auto day = floor<days>(moment);
  const year_month_day ymd{day};
  const hh_mm_ss<std::chrono::milliseconds> time{floor<std::chrono::milliseconds>(moment - day)};
  std::array<char, 40> out{};
  const int length = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{ymd.year()},
                                   unsigned{ymd.month()}, unsigned{ymd.day()}, static_cast<int>(time.hours().count()),
                                   static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                                   static_cast<int>(time.subseconds().count()));
  return {out.data(), static_cast<std::size_t>(length)};
}

std::optional<Micros> parse_rfc3339(std::string_view text) {
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  if (text[13] != ':' || text[16] != ':' || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                 date::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;

  std::size_t at = 19;
  std::int64_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    std::int64_t scale = kMicrosPerSecond / 10;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      fraction += (text[at] - '0') * scale;
  }
  std::int64_t zone_seconds = 0;
  if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
    ++at;
  } else if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    const int zone_hour = digits(text, at + 1, 2), zone_minute = digits(text, at + 4, 2);
    if (zone_hour < 0 || zone_minute < 0 || text[at + 3] != ':') return std::nullopt;
    zone_seconds = (zone_hour * 3600 + zone_minute * 60) * (text[at] == '-' ? -1 : 1);
    at += 6;
  } else {
    return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  const std::int64_t days = date::sys_days{ymd}.time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second - zone_seconds;
  return Micros{seconds * kMicrosPerSecond + fraction};
}

bool is_known_zone(const std::string& zone) { return find_zone(zone) != nullptr; }

CalendarDay day_in_zone(Micros at, const std::string& zone) {
  const date::sys_time<Duration> moment{Duration{at.count()}};
  auto local = date::local_time<Duration>{moment.time_since_epoch()};
  if (const auto* found = find_zone(zone)) local = found->to_local(moment);
  const date::year_month_day ymd{date::floor<date::days>(local)};
  return {int{ymd.year()}, static_cast<int>(unsigned{ymd.month()}), static_cast<int>(unsigned{ymd.day()})};
}

Micros SystemClock::now() const {
  return Micros{std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

Duration SystemClock::monotonic() const {
  return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace frontdesk
