#include "base/id.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/id_time.h"
#include "base/time.h"

namespace frontdesk {
namespace {
constexpr int kSequenceBits = 20;
}

std::optional<std::int64_t> parse_id_number(std::string_view text) {
  std::int64_t raw = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), raw);
  if (error != std::errc{} || end != text.data() + text.size() || raw <= 0) return std::nullopt;
  return raw;
}

void IdSource::go_on_after(std::int64_t raw) {
  const std::lock_guard lock(mutex_);
  last_ = std::max(last_, raw);
}

std::int64_t first_id_at(Micros at) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() >> kSequenceBits;
  return std::clamp<std::int64_t>(at.count() / 1000, 0, most) << kSequenceBits;
}

std::int64_t IdSource::next_raw() {
  const std::int64_t by_clock = first_id_at(clock_.now());
  const std::lock_guard lock(mutex_);
  last_ = std::max(last_ + 1, by_clock);
  return last_;
}

}  // namespace frontdesk
