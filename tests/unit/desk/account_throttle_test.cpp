#include "desk/account/throttle.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace frontdesk::desk {
namespace {

using std::chrono::seconds;

TEST(SignInThrottle, guessing_from_one_address_waits_longer_each_time) {
  frontdesk::test::FakeClock clock;
  SignInThrottle throttle(clock);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(throttle.admit("li", "192.0.2.1"), Duration::zero());
    throttle.failed("li", "192.0.2.1");
  }
  EXPECT_EQ(throttle.admit("li", "192.0.2.1"), seconds(1));
  clock.advance(seconds(1));
  throttle.failed("li", "192.0.2.1");
  EXPECT_EQ(throttle.admit("li", "192.0.2.1"), seconds(2));
}

TEST(SignInThrottle, flood_from_many_addresses_never_keeps_the_owner_out_of_the_usual_place) {
  frontdesk::test::FakeClock clock;
  SignInThrottle throttle(clock);
  throttle.succeeded("li", "192.0.2.1");
  for (int i = 0; i < 30; ++i) throttle.failed("li", "198.51.100." + std::to_string(i));
  EXPECT_EQ(throttle.admit("li", "192.0.2.1"), Duration::zero());
  EXPECT_GT(throttle.admit("li", "203.0.113.9"), Duration::zero());
}

TEST(SignInThrottle, takes_an_ipv6_network_for_one_address) {
  frontdesk::test::FakeClock clock;
  SignInThrottle throttle(clock);
  for (int i = 0; i < 5; ++i) throttle.failed("li", "2001:db8::" + std::to_string(i + 1));
  EXPECT_GT(throttle.admit("li", "2001:db8::ffff"), Duration::zero());
}

}  // namespace
}  // namespace frontdesk::desk
