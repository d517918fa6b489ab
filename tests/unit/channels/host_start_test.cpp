// What may start a host, and within which bounds.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

using desk::ChannelState;

TEST_F(SupervisorTest, channel_of_a_missing_plugin_rests) {
  add(kFirst, "test.frontdesk.nowhere");
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "plugin_missing"));
}

TEST_F(SupervisorTest, missing_host_program_is_told) {
  options_.host.program = "/nonexistent/frontdesk-plugin-host";
  add(kFirst, "test.frontdesk.counter", counting(1));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "cannot_start"));
}

TEST_F(SupervisorTest, unusable_configuration_is_shown_and_not_a_crash) {
  add(kFirst, "test.frontdesk.counter", counting(-1));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "count_negative"));
  desk_.change([&] { EXPECT_EQ(desk_.channels[kFirst].health.state, ChannelState::kDegraded); });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
}

// P-22
TEST_F(SupervisorTest, plugin_that_was_not_approved_never_starts) {
  add(kFirst, "test.frontdesk.counter", counting(10));
  std::string right;
  desk_.change(
      [&] { right = std::exchange(desk_.channels[kFirst].setup.approved_library_sha256, std::string(64, '0')); });
  start();
  ASSERT_TRUE(wait_for_code(kFirst, "plugin_changed"));
  desk_.change([&] {
    EXPECT_EQ(desk_.channels[kFirst].health.state, ChannelState::kStopped);
    EXPECT_TRUE(desk_.channels[kFirst].keys.empty());
    desk_.channels[kFirst].setup.approved_library_sha256 = right;
  });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
  supervisor_->apply(kFirst);
  EXPECT_TRUE(wait_for_items(kFirst, 10)) << "an approval heals it";
}

// P-22
TEST_F(SupervisorTest, library_replaced_while_the_daemon_runs_is_refused_by_the_host) {
  std::string pattern = testing::TempDir() + "replacedXXXXXX";
  const std::filesystem::path folder = ::mkdtemp(pattern.data());
  std::filesystem::copy(std::string(FRONTDESK_TEST_PLUGINS) + "/counter", folder / "counter");
  options_.plugin_folders = {folder.string()};
  options_.host.readable = {folder.string()};
  add(kFirst, "test.frontdesk.counter", counting(10));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 10));
  // A new file under the old name, as package managers do it; the running host keeps the old one.
  std::filesystem::rename(folder / "counter" / "counter.so", folder / "old.so");
  std::ofstream(folder / "counter" / "counter.so", std::ios::binary) << "something else";
  supervisor_->apply(kFirst);
  EXPECT_TRUE(wait_for_code(kFirst, "plugin_changed"));
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0) << "not a crash";
  std::filesystem::remove_all(folder);
}

TEST_F(SupervisorTest, host_is_bounded_and_the_first_to_go_without_memory) {
  if (!options_.host.sandbox) GTEST_SKIP() << "not under sanitizers";
  add(kFirst, "test.frontdesk.counter", counting(1));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  const std::string process = "/proc/" + std::to_string(supervisor_->snapshot().front().pid) + "/";
  int adjustment = 0;
  std::ifstream(process + "oom_score_adj") >> adjustment;
  EXPECT_EQ(adjustment, 1000);
  std::ifstream limits(process + "limits");
  const std::string text{std::istreambuf_iterator<char>(limits), {}};
  EXPECT_EQ(text.find("Max address space         unlimited"), std::string::npos) << text;
}

}  // namespace
}  // namespace frontdesk::channels::test
