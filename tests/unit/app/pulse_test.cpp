#include "app/jobs/pulse.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace frontdesk::app {
namespace {

using std::chrono::seconds;

TEST(Pulse, a_part_that_stops_answering_is_noticed_and_forgiven_when_it_answers_again) {
  frontdesk::test::FakeClock clock;
  bool answers = true;
  Pulse pulse(clock);
  pulse.watch("writer", [&] { return answers; });
  pulse.watch("channels", [] { return true; });
  clock.advance(seconds(50));
  pulse.ask_all();
  answers = false;
  clock.advance(seconds(50));
  pulse.ask_all();
  EXPECT_TRUE(pulse.is_alive(seconds(60)));
  clock.advance(seconds(11));
  pulse.ask_all();
  EXPECT_FALSE(pulse.is_alive(seconds(60)));
  answers = true;
  pulse.ask_all();
  EXPECT_TRUE(pulse.is_alive(seconds(60)));
}

}  // namespace
}  // namespace frontdesk::app
