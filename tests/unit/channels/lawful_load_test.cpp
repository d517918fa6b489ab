// Much of what a plugin may do is delayed, never punished: a busy channel is no fault.
#include <sys/resource.h>

#include "channels/host/process.h"
#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

TEST_F(SupervisorTest, questions_for_secrets_are_answered_however_many_there_are) {
  add(kFirst, "test.frontdesk.rogue", going("secret_asker"));
  desk_.change([&] { desk_.channels[kFirst].secrets["token"] = "kept"; });
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  desk_.change([&] {
    EXPECT_TRUE(desk_.channels[kFirst].keys.contains("asked, found 400")) << *desk_.channels[kFirst].keys.begin();
    EXPECT_LE(desk_.secret_reads, 3) << "answered from memory";
  });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
}

TEST_F(SupervisorTest, storing_secrets_without_end_is_slowed_down) {
  options_.poll_limit = std::chrono::milliseconds(1500);
  options_.cancel_grace = std::chrono::milliseconds(300);
  add(kFirst, "test.frontdesk.rogue", going("secret_flood"));
  start();
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.secret_saves >= 20; }));
  // The poll is cancelled at its limit, and the host lives on.
  ASSERT_TRUE(desk_.wait_until([&] { return supervisor_->snapshot().front().next_poll_at.is_set(); }));
  desk_.change([&] { EXPECT_LE(desk_.secret_saves, 25); });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
}

TEST_F(SupervisorTest, secret_that_cannot_be_read_now_is_not_called_missing) {
  add(kFirst, "test.frontdesk.rogue", going("secret_asker"));
  desk_.change([&] { desk_.channels[kFirst].secrets["token"] = "kept"; });
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  desk_.change([&] {
    desk_.channels[kFirst].keys.clear();
    desk_.secrets_unavailable = 1;
  });
  supervisor_->apply(kFirst);
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  desk_.change([&] {
    EXPECT_TRUE(desk_.channels[kFirst].keys.contains("asked, found 400")) << *desk_.channels[kFirst].keys.begin();
  });
}

TEST_F(SupervisorTest, last_state_told_is_shown_however_many_came_before) {
  add(kFirst, "test.frontdesk.rogue", going("bad_mood"));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  EXPECT_TRUE(wait_for_code(kFirst, "really_bad")) << "the last report is the one that stays";
}

TEST(HostProcess, machine_that_lacks_descriptors_is_told_from_a_missing_program) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 3;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto lacking = HostProcess::spawn(FRONTDESK_PLUGIN_HOST, {});
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().code, ErrorCode::kUnavailable) << lacking.error().message;
  const auto missing = HostProcess::spawn("/nonexistent/frontdesk-plugin-host", {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace frontdesk::channels::test
