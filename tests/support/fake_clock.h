// A clock that moves only when a test says so.
#pragma once

#include <atomic>

#include "base/time.h"

namespace frontdesk::test {

class FakeClock final : public Clock {
 public:
  /// Starts on 2024-03-15 14:30 in China, the day of the procedure's samples.
  explicit FakeClock(Micros start = Micros{1'710'484'200'000'000}) : now_(start.count()) {}

  [[nodiscard]] Micros now() const override { return Micros{now_}; }
  [[nodiscard]] Duration monotonic() const override { return Duration{monotonic_}; }

  /// Negative steps move the wall clock only.
  void advance(Duration by) {
    now_ += by.count();
    if (by.count() > 0) monotonic_ += by.count();
  }

 private:
  std::atomic<std::int64_t> now_;
  std::atomic<std::int64_t> monotonic_{1};
};

}  // namespace frontdesk::test
