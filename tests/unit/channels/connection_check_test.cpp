// Connection tests of a configuration, in a short-lived host of their own.
#include <thread>
#include <utility>
#include <vector>

#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

TEST_F(SupervisorTest, connection_test_runs_without_a_channel) {
  start();
  auto without = supervisor_->check("test.frontdesk.counter", counting(5), {});
  ASSERT_TRUE(without) << without.error().message;
  EXPECT_FALSE(without->ok);
  ASSERT_EQ(without->steps.size(), 2U);
  EXPECT_EQ(without->steps[1].state, "failed");
  EXPECT_EQ(without->steps[1].code, "token_missing");

  std::vector<std::pair<std::string, Secret>> secrets;
  secrets.emplace_back("token", Secret("s3cret-token"));
  auto with = supervisor_->check("test.frontdesk.counter", counting(5), std::move(secrets));
  ASSERT_TRUE(with) << with.error().message;
  EXPECT_TRUE(with->ok);
}

TEST_F(SupervisorTest, connection_test_of_a_plugin_that_is_not_there_fails) {
  start();
  EXPECT_EQ(supervisor_->check("test.frontdesk.nowhere", {}, {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(supervisor_->check_config("test.frontdesk.nowhere", {}).error().code, ErrorCode::kNotFound);
}

TEST_F(SupervisorTest, connection_tests_end_with_the_daemon) {
  start();
  std::thread waiting([&] {
    // Hangs: the plugin has no check of its own, or is cut off; either way it must not hold the stop.
    static_cast<void>(supervisor_->check("test.frontdesk.hang", json::Object{}, {}));
  });
  supervisor_->cancel_checks();
  waiting.join();
  EXPECT_FALSE(supervisor_->check("test.frontdesk.counter", counting(1), {}));
}

}  // namespace
}  // namespace frontdesk::channels::test
