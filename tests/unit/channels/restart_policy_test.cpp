#include "channels/channel/restart_policy.h"

namespace frontdesk::channels {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// Draws that leave every delay as it is: the middle of the range is not reachable, so the range is checked instead.
class FixedRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = next_++;
  }

 private:
  std::uint8_t next_ = 0;
};

void expect_near(Duration delay, Duration wanted) {
  EXPECT_GE(delay, wanted - wanted / 5);
  EXPECT_LE(delay, wanted + wanted / 5);
}

// P-01
TEST(RestartPolicy, delays_double_up_to_the_longest) {
  FixedRandom random;
  RestartPolicy policy(random);
  Duration now = minutes(1);
  Duration wanted = seconds(1);
  for (int i = 0; i < 12; ++i) {
    policy.started(now);
    const auto decision = policy.crashed(now + seconds(1));
    ASSERT_FALSE(decision.quarantine) << i;
    expect_near(decision.delay, std::min<Duration>(wanted, minutes(5)));
    wanted *= 2;
    now += minutes(4);  // too slow for the quarantine, too fast to be forgiven
  }
}

// A person, or a machine short of memory, ends hosts as often as it likes: the channel is never shut for it.
TEST(RestartPolicy, kills_from_outside_only_delay) {
  FixedRandom random;
  RestartPolicy policy(random);
  Duration now = minutes(1);
  for (int i = 0; i < 100; ++i) {
    policy.started(now);
    const auto decision = policy.killed(now += seconds(2));
    EXPECT_FALSE(decision.quarantine) << i;
    EXPECT_LE(decision.delay, seconds(12)) << i;
  }
  policy.started(now);
  expect_near(policy.killed(now + minutes(1)).delay, seconds(1));
  for (int i = 0; i < 4; ++i) {
    policy.started(now);
    EXPECT_FALSE(policy.crashed(now += seconds(1)).quarantine) << "kills are no crashes";
  }
  policy.started(now);
  EXPECT_TRUE(policy.crashed(now += seconds(1)).quarantine);
  policy.started(now);
  EXPECT_TRUE(policy.killed(now += seconds(1)).quarantine) << "nor a way out of the quarantine";
}

TEST(RestartPolicy, five_crashes_in_ten_minutes_are_quarantined) {
  FixedRandom random;
  RestartPolicy policy(random);
  Duration now = minutes(1);
  for (int i = 0; i < 4; ++i) {
    policy.started(now);
    EXPECT_FALSE(policy.crashed(now += seconds(30)).quarantine);
  }
  policy.started(now);
  const auto decision = policy.crashed(now += seconds(30));
  EXPECT_TRUE(decision.quarantine);
  expect_near(decision.delay, minutes(60));
}

TEST(RestartPolicy, half_open_try_that_crashes_goes_back_to_quarantine) {
  FixedRandom random;
  RestartPolicy policy(random);
  Duration now = minutes(1);
  for (int i = 0; i < 5; ++i) policy.crashed(now += seconds(1));
  now += minutes(60);
  policy.started(now);
  EXPECT_TRUE(policy.crashed(now + seconds(1)).quarantine);
}

TEST(RestartPolicy, good_run_and_admin_forget_earlier_crashes) {
  FixedRandom random;
  RestartPolicy policy(random);
  Duration now = minutes(1);
  for (int i = 0; i < 5; ++i) policy.crashed(now += seconds(1));
  now += minutes(60);
  policy.started(now);
  const auto after_good_run = policy.crashed(now + minutes(11));
  EXPECT_FALSE(after_good_run.quarantine);
  expect_near(after_good_run.delay, seconds(1));
  for (int i = 0; i < 5; ++i) policy.crashed(now += seconds(1));
  policy.reset();
  policy.started(now);
  EXPECT_FALSE(policy.crashed(now + seconds(1)).quarantine);
}

}  // namespace
}  // namespace frontdesk::channels
