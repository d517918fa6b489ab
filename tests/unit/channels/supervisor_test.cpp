// Channels that run: what arrives, and how they are stopped and started.
#include "channels/supervisor.h"

#include <csignal>
#include <vector>

#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

using desk::ChannelState;

// N-01
TEST_F(SupervisorTest, items_arrive_once_and_the_cursor_moves) {
  add(kFirst, "test.frontdesk.counter", counting(1000));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1000));
  EXPECT_TRUE(wait_for_state(kFirst, ChannelState::kOk));
  desk_.change([&] {
    EXPECT_EQ(desk_.channels[kFirst].setup.cursor, "1000");
    EXPECT_EQ(desk_.channels[kFirst].repeated, 0);
    EXPECT_GT(desk_.channels[kFirst].health.last_success_at, Micros{});
  });
}

// N-08, P-01
TEST_F(SupervisorTest, killed_host_is_replaced_and_goes_on_from_the_cursor) {
  add(kFirst, "test.frontdesk.counter", counting(200'000));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 500));
  const std::vector<ChannelSnapshot> shown = supervisor_->snapshot();
  ASSERT_EQ(shown.size(), 1U);
  ASSERT_GT(shown.front().pid, 0);
  std::int64_t submits = 0;
  ASSERT_EQ(::kill(shown.front().pid, SIGKILL), 0);
  ASSERT_TRUE(wait_for_code(kFirst, "crashed"));
  desk_.change([&] { submits = desk_.channels[kFirst].submits; });
  EXPECT_TRUE(desk_.wait_until([&] { return desk_.channels[kFirst].submits > submits; }));
  desk_.change([&] { EXPECT_LE(desk_.channels[kFirst].repeated, 256) << "at most what was on its way is read again"; });
}

// M-95
TEST_F(SupervisorTest, no_items_come_without_room) {
  desk_.room = false;
  add(kFirst, "test.frontdesk.counter", counting(1000));
  start();
  // One submit may be on its way before the window closes.
  ASSERT_TRUE(wait_for_items(kFirst, 64));
  ASSERT_EQ(supervisor_->snapshot().size(), 1U);
  desk_.change([&] { EXPECT_EQ(desk_.channels[kFirst].submits, 1); });
  desk_.change([&] { desk_.room = true; });
  EXPECT_TRUE(wait_for_items(kFirst, 1000));
}

TEST_F(SupervisorTest, refused_submits_are_tried_again_by_the_plugin) {
  desk_.refuse_submits = true;
  add(kFirst, "test.frontdesk.counter", counting(10));
  start();
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.channels[kFirst].health.state == ChannelState::kDegraded; }));
  desk_.change([&] {
    EXPECT_TRUE(desk_.channels[kFirst].keys.empty());
    desk_.refuse_submits = false;
  });
  EXPECT_TRUE(wait_for_items(kFirst, 10));
}

TEST_F(SupervisorTest, paused_channel_stops_and_starts_again) {
  add(kFirst, "test.frontdesk.counter", counting(10));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 10));
  desk_.change([&] { desk_.channels[kFirst].setup.enabled = false; });
  supervisor_->apply(kFirst);
  ASSERT_TRUE(wait_for_state(kFirst, ChannelState::kStopped));
  EXPECT_EQ(supervisor_->snapshot().front().pid, 0);
  EXPECT_FALSE(supervisor_->poll_now(kFirst));
  desk_.change([&] {
    desk_.channels[kFirst].setup.enabled = true;
    desk_.channels[kFirst].setup.config = counting(20);
  });
  supervisor_->apply(kFirst);
  EXPECT_TRUE(wait_for_items(kFirst, 20));
  EXPECT_TRUE(supervisor_->poll_now(kFirst));
}

TEST_F(SupervisorTest, stopping_leaves_no_process_behind) {
  add(kFirst, "test.frontdesk.counter", counting(10));
  add(kSecond, "test.frontdesk.hang");
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 10));
  std::vector<int> pids;
  for (const ChannelSnapshot& shown : supervisor_->snapshot()) {
    if (shown.pid > 0) pids.push_back(shown.pid);
  }
  EXPECT_FALSE(pids.empty());
  supervisor_->stop();
  for (const int pid : pids) EXPECT_NE(::kill(pid, 0), 0) << pid;
  EXPECT_TRUE(supervisor_->snapshot().empty());
}

}  // namespace
}  // namespace frontdesk::channels::test
