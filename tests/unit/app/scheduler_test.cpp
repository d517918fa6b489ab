// A duty that fails for hours is one line, not thousands.
#include "app/jobs/scheduler.h"

#include <gtest/gtest.h>

#include <future>
#include <mutex>

#include "base/log.h"

namespace frontdesk::app {
namespace {

TEST(Scheduler, tells_when_a_duty_begins_to_fail_and_when_it_works_again) {
  std::mutex mutex;
  std::vector<std::string> told;
  set_log_sink([&](LogLevel, std::string_view line) {
    const std::lock_guard lock(mutex);
    told.emplace_back(line);
  });
  const SystemClock clock;
  std::promise<void> done;
  int turn = 0;
  {
    Scheduler scheduler(clock);
    scheduler.every(Duration(1), "a duty", [&]() -> Result<void> {
      ++turn;
      if (turn == 5) done.set_value();
      if (turn <= 3) return Error{ErrorCode::kUnavailable, "the disk is full"};
      return {};
    });
    scheduler.start();
    done.get_future().wait();
  }
  set_log_sink({});
  ASSERT_EQ(told.size(), 2U);
  EXPECT_NE(told[0].find("a scheduled duty failed"), std::string::npos) << told[0];
  EXPECT_NE(told[1].find("a scheduled duty works again"), std::string::npos) << told[1];
}

}  // namespace
}  // namespace frontdesk::app
