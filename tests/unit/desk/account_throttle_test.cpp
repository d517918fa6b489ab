#include "desk/account/throttle.h"

#include <gtest/gtest.h>

#include "desk/account/known_device.h"
#include "storage/tables/account.h"
#include "support/fake_clock.h"

namespace frontdesk::desk {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Try = SignInThrottle::Try;

class Throttle : public testing::Test {
 protected:
  static Try from(std::string_view account, const std::string& address, std::string_view device = {}) {
    return {account, address, device};
  }
  void fail(int times, const Try& attempt) {
    for (int i = 0; i < times; ++i) throttle_.failed(attempt);
  }

  const std::string here_ = "192.0.2.1";
  const std::string there_ = "203.0.113.9";
  frontdesk::test::FakeClock clock_;
  SignInThrottle throttle_{clock_};
};

TEST_F(Throttle, guessing_from_one_address_waits_longer_each_time) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(throttle_.admit(from("li", here_)), Duration::zero());
    throttle_.failed(from("li", here_));
  }
  EXPECT_EQ(throttle_.admit(from("li", here_)), seconds(1));
  clock_.advance(seconds(1));
  throttle_.failed(from("li", here_));
  EXPECT_EQ(throttle_.admit(from("li", here_)), seconds(2));
}

TEST_F(Throttle, flood_from_many_addresses_never_keeps_the_owner_out_of_the_usual_place) {
  throttle_.succeeded(from("li", here_));
  for (int i = 0; i < 30; ++i) throttle_.failed(from("li", "198.51.100." + std::to_string(i)));
  EXPECT_EQ(throttle_.admit(from("li", here_)), Duration::zero());
  EXPECT_GT(throttle_.admit(from("li", there_)), Duration::zero());
}

TEST_F(Throttle, takes_an_ipv6_network_for_one_address) {
  for (int i = 0; i < 5; ++i) throttle_.failed(from("li", "2001:db8::" + std::to_string(i + 1)));
  EXPECT_GT(throttle_.admit(from("li", "2001:db8::ffff")), Duration::zero());
}

// A whole company behind one address signs in at nine o'clock.
TEST_F(Throttle, only_failures_count) {
  for (int i = 0; i < 200; ++i) {
    const std::string name = "user" + std::to_string(i);
    ASSERT_EQ(throttle_.admit(from(name, here_)), Duration::zero()) << i;
    throttle_.succeeded(from(name, here_));
  }
}

TEST_F(Throttle, twenty_failures_of_one_address_wait_for_the_minute_and_colleagues_who_were_here_do_not) {
  throttle_.succeeded(from("wang", here_));
  for (int i = 0; i < 20; ++i) throttle_.failed(from("user" + std::to_string(i), here_));
  EXPECT_GT(throttle_.admit(from("somebody", here_)), Duration::zero());
  EXPECT_EQ(throttle_.admit(from("wang", here_)), Duration::zero());
  EXPECT_EQ(throttle_.admit(from("somebody", there_)), Duration::zero());
  clock_.advance(minutes(1));
  EXPECT_EQ(throttle_.admit(from("somebody", here_)), Duration::zero());
}

TEST_F(Throttle, an_outsider_at_the_same_address_does_not_keep_out_a_browser_that_was_here_before) {
  fail(200, from("li", here_));
  EXPECT_GT(throttle_.admit(from("li", here_)), Duration::zero());
  EXPECT_EQ(throttle_.admit(from("li", here_, "device")), Duration::zero());
  fail(10, from("li", here_, "device"));
  EXPECT_GT(throttle_.admit(from("li", here_, "device")), Duration::zero());
  EXPECT_EQ(throttle_.admit(from("li", here_, "another")), Duration::zero());
}

TEST(KnownDevice, holds_for_its_user_and_password_and_half_a_year) {
  SystemRandom random;
  const KnownDevice devices({}, random);
  const storage::UserRecord li{.id = UserId(1), .name = "li", .password_hash = "h1"};
  storage::UserRecord changed = li, other = li;
  changed.password_hash = "h2";
  other.id = UserId(2);
  const Micros now{1'700'000'000'000'000};
  const std::string cookie = devices.issue(li, now);
  EXPECT_TRUE(devices.check(cookie, li, now));
  EXPECT_EQ(devices.check(cookie, li, now), devices.check(cookie, li, now + minutes(5)));
  EXPECT_FALSE(devices.check(cookie, changed, now));
  EXPECT_FALSE(devices.check(cookie, other, now));
  EXPECT_FALSE(devices.check(cookie, li, now + KnownDevice::kLifetime + seconds(1)));
  EXPECT_TRUE(devices.check(devices.issue(other, now) + " " + cookie, li, now));
  EXPECT_FALSE(devices.check("", li, now));
  EXPECT_FALSE(devices.check("a.b.c", li, now));
  EXPECT_FALSE(devices.check(cookie + "x", li, now));
  EXPECT_FALSE(KnownDevice({}, random).check(cookie, li, now));
}

}  // namespace
}  // namespace frontdesk::desk
