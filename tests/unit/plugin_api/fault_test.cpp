// What the plugins of tests/fault/plugins do to the host process.
#include "host_process.h"

#include <sys/wait.h>

namespace frontdesk::test {
namespace {

using namespace std::chrono_literals;

/// Starts the plugin, opens it and asks for a poll.
void begin_poll(HostProcess& host) {
  host.greet();
  host.post(wire::Open{}, 1);
  const auto done = host.expect<wire::Done>();
  ASSERT_TRUE(done && done->verdict.ok());
  host.post(wire::Poll{}, 2);
}

// N-08
TEST(BadPlugin, crash_ends_only_its_own_process) {
  HostProcess host("crash");
  begin_poll(host);
  const auto status = host.wait_for_exit();
  ASSERT_TRUE(status);
  EXPECT_TRUE(kSanitized || WIFSIGNALED(*status));
}

TEST(BadPlugin, exit_is_seen_with_its_code) {
  HostProcess host("exit");
  begin_poll(host);
  EXPECT_EQ(WEXITSTATUS(host.wait_for_exit().value_or(-1)), 7);
}

// N-08
TEST(BadPlugin, hang_is_visible_in_the_pong_and_ends_with_the_socket) {
  HostProcess host("hang");
  begin_poll(host);
  std::string call;
  for (std::uint64_t i = 0; call.empty(); ++i) {  // the poll may not have begun at the first ping
    host.post(wire::Ping{}, 10 + i);
    const auto pong = host.expect<wire::Pong>();
    ASSERT_TRUE(pong);
    call = pong->control_call;
    if (pong->control_busy_for > 0ns) {
      EXPECT_FALSE(call.empty());
    }
  }
  EXPECT_EQ(call, "poll");
  host.close_socket();
  EXPECT_EQ(host.wait_for_exit(), 0);
}

TEST(BadPlugin, garbage_breaks_the_stream_visibly) {
  HostProcess host("garbage");
  begin_poll(host);
  EXPECT_FALSE(host.expect<wire::PollDone>());
}

TEST(BadPlugin, flood_of_log_lines_is_bounded) {
  HostProcess host("flood");
  begin_poll(host);
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE(host.take_submit());
  int lines = 0;
  std::uint64_t dropped = 0;
  host.post(wire::Ping{}, 9);
  ASSERT_TRUE(host.expect<wire::Pong>());
  while (lines < 500) {
    const auto line = host.expect<wire::Log>();
    ASSERT_TRUE(line);
    ++lines;
    dropped += line->dropped;
  }
  SUCCEED() << dropped;
}

// N-08
TEST(BadPlugin, leak_is_stopped_by_the_memory_limit) {
  if (kSanitized) GTEST_SKIP() << "sanitizers reserve more memory than any limit";
  HostProcess host("leak", {"--data-limit", std::to_string(64U << 20)});
  begin_poll(host);
  const auto done = host.expect<wire::PollDone>();  // bad_alloc is caught at the boundary
  ASSERT_TRUE(done);
  EXPECT_EQ(done->verdict.status, sdk::Status::kInternal);
}

}  // namespace
}  // namespace frontdesk::test
