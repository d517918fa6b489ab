// Hosts with users of their own: which numbers they get, what the daemon needs for it, and that plugins work so.
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include <unistd.h>

#include "channels/host_users.h"
#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

constexpr UserRange kRange{1'879'048'192, 1'879'048'195};

TEST(HostUsers, have_each_number_once_at_a_time_and_a_used_one_last) {
  HostUsers users(UserRange{5000, 5001});
  HostUsers::Lease first = *users.take();
  EXPECT_EQ(first.number(), 5000U);
  {
    const HostUsers::Lease second = *users.take();
    EXPECT_EQ(second.number(), 5001U);
    const auto third = users.take();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::kUnavailable);
  }
  EXPECT_EQ(users.take()->number(), 5001U);
  first = HostUsers::Lease();
  EXPECT_EQ(users.take()->number(), 5000U);
}

TEST(HostUsers, without_a_range_are_the_daemons) {
  HostUsers users(std::nullopt);
  EXPECT_EQ(users.take()->number(), 0U);
  EXPECT_EQ(users.take()->number(), 0U);
}

TEST(HostUsers, need_privileges_and_the_refusal_names_them) {
  EXPECT_EXIT(
      {
        const bool is_ordinary = ::geteuid() != 0 || ::setuid(54321) == 0;
        const auto may = HostUsers::check_privileges();
        const bool is_named = !may && may.error().message.find("CAP_SETUID") != std::string::npos;
        std::_Exit(is_ordinary && is_named ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

/// The line of /proc/PID/status that begins with `name`.
std::string status_line(int process, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return line;
  }
  return {};
}

bool is_in_range(const std::string& uid_line) {
  const std::uint64_t user = std::strtoull(uid_line.c_str() + 4, nullptr, 10);
  return user >= kRange.first && user <= kRange.last;
}

// N-08
TEST_F(SupervisorTest, hosts_with_users_of_their_own_work_without_groups_and_capabilities_and_end) {
  if (!HostUsers::check_privileges()) GTEST_SKIP() << "only root may give them users";
  if (!kConfined) GTEST_SKIP() << "not under sanitizers";
  options_.host.users = kRange;
  add(kFirst, "test.frontdesk.counter", counting(100));
  add(kSecond, "test.frontdesk.counter", counting(100));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 100));
  ASSERT_TRUE(wait_for_items(kSecond, 100));
  const auto running = supervisor_->snapshot();
  ASSERT_EQ(running.size(), 2U);
  const std::string first = status_line(running[0].pid, "Uid:");
  const std::string second = status_line(running[1].pid, "Uid:");
  EXPECT_TRUE(is_in_range(first)) << first;
  EXPECT_TRUE(is_in_range(second)) << second;
  EXPECT_NE(first, second);
  EXPECT_EQ(status_line(running[0].pid, "Groups:"), "Groups:\t ");
  EXPECT_EQ(status_line(running[0].pid, "CapEff:"), "CapEff:\t0000000000000000");
  EXPECT_EQ(status_line(running[0].pid, "CapPrm:"), "CapPrm:\t0000000000000000");
  supervisor_->stop();
  EXPECT_NE(::access(("/proc/" + std::to_string(running[0].pid)).c_str(), F_OK), 0);
}

TEST_F(SupervisorTest, users_of_their_own_without_the_privileges_refuse_the_start) {
  if (HostUsers::check_privileges()) GTEST_SKIP() << "this process has the privileges";
  options_.host.users = kRange;
  supervisor_ = std::make_unique<Supervisor>(options_, Ports{desk_, desk_, desk_}, clock_, random_);
  EXPECT_FALSE(supervisor_->start());
}

}  // namespace
}  // namespace frontdesk::channels::test
