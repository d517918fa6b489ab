// Time: UTC microseconds everywhere inside; the reader's zone only at the edge.
//
// Clock is a constructor argument of everything that asks for the time, so that tests never sleep.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk {

using Duration = std::chrono::microseconds;

/// A moment: microseconds since 1970-01-01T00:00:00Z. 0 means "not set".
class Micros {
 public:
  constexpr Micros() = default;
  constexpr explicit Micros(std::int64_t since_epoch) : count_(since_epoch) {}

  [[nodiscard]] constexpr std::int64_t count() const { return count_; }
  [[nodiscard]] constexpr bool is_set() const { return count_ != 0; }
  friend constexpr auto operator<=>(Micros, Micros) = default;
  friend constexpr Micros operator+(Micros at, Duration by) { return Micros{at.count_ + by.count()}; }
  friend constexpr Micros operator-(Micros at, Duration by) { return Micros{at.count_ - by.count()}; }
  friend constexpr Duration operator-(Micros a, Micros b) { return Duration{a.count_ - b.count_}; }

 private:
  std::int64_t count_ = 0;
};

/// RFC 3339 in UTC with milliseconds, e.g. "2024-03-15T06:30:00.000Z".
std::string to_rfc3339(Micros at);
/// Accepts what to_rfc3339 writes, also without fraction and with a numeric zone; nullopt for anything else.
std::optional<Micros> parse_rfc3339(std::string_view text);

/// A calendar day in some zone; month 1..12, day 1..31.
struct CalendarDay {
  int year = 1970;
  int month = 1;
  int day = 1;
  friend constexpr auto operator<=>(const CalendarDay&, const CalendarDay&) = default;
};
/// The day that `at` falls on in an IANA zone such as "Asia/Shanghai"; an unknown zone counts as UTC.
CalendarDay day_in_zone(Micros at, const std::string& zone);
/// True when the zone is known to this machine's zone data.
bool is_known_zone(const std::string& zone);

/// Source of time. Thread rule: any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall time; may step.
  [[nodiscard]] virtual Micros now() const = 0;
  /// Never steps back; for deadlines and durations.
  [[nodiscard]] virtual Duration monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Micros now() const override;
  [[nodiscard]] Duration monotonic() const override;
};

}  // namespace frontdesk
