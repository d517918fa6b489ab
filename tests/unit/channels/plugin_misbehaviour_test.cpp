// Plugins that crash, hang, flood, spin and gossip: each is contained, named, and no burden to the others.
#include <set>
#include <string>
#include <vector>

#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

using desk::ChannelState;

// N-08, P-22
TEST_F(SupervisorTest, crashing_plugins_back_off_and_others_work_on) {
  add(kFirst, "test.frontdesk.crash");
  add(kSecond, "test.frontdesk.counter", counting(1000));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "crashed"));
  EXPECT_TRUE(wait_for_items(kSecond, 1000));
  desk_.change([&] {
    EXPECT_EQ(desk_.channels[kFirst].health.state, ChannelState::kDegraded);
    const std::string& text = desk_.channels[kFirst].health.text;
    EXPECT_TRUE(!kConfined || text.find("SEGV") != std::string::npos) << text;  // a sanitizer makes an exit of it
  });
}

// N-08, P-22
TEST_F(SupervisorTest, every_way_to_misbehave_is_contained_and_named) {
  struct Case {
    std::string plugin;
    std::set<std::string> codes;
  };
  std::vector<Case> cases = {{"test.frontdesk.exit", {"crashed"}},
                             {"test.frontdesk.garbage", {"garbage"}},
                             {"test.frontdesk.hang", {"hung"}},
                             {"test.frontdesk.flood", {"hung", "misbehaved"}},
                             // The limit of memory makes an exception that the SDK catches.
                             {"test.frontdesk.leak", {"out_of_memory", "crashed"}}};
  if (!kConfined) cases.pop_back();  // beside a sanitizer there is no bound on memory
  options_.poll_limit = std::chrono::seconds(1);
  options_.cancel_grace = std::chrono::milliseconds(300);
  std::int64_t raw = 200;
  for (const Case& one : cases) add(ChannelId{++raw}, one.plugin);
  start();
  raw = 200;
  for (const Case& one : cases) {
    const desk::ChannelHealth& health = desk_.channels[ChannelId{++raw}].health;
    EXPECT_TRUE(desk_.wait_until([&] { return one.codes.contains(health.code); })) << one.plugin << ' ' << health.code;
    EXPECT_NE(health.state, ChannelState::kOk) << one.plugin;
  }
}

// C.7: the signal alone sends the author to the wrong place.
TEST_F(SupervisorTest, host_that_dies_at_its_memory_limit_says_so_with_its_last_words) {
  if (!kConfined) GTEST_SKIP() << "beside a sanitizer there is no bound on memory";
  add(kFirst, "test.frontdesk.rogue", going("leak_to_death"));
  start();
  ASSERT_TRUE(wait_for_code(kFirst, "crashed"));
  desk_.change([&] {
    const std::string& text = desk_.channels[kFirst].health.text;
    EXPECT_NE(text.find("SEGV"), std::string::npos) << text;
    EXPECT_NE(text.find("memory limit"), std::string::npos) << text;
    EXPECT_NE(text.find("running poll"), std::string::npos) << "behind all that was written before: " << text;
  });
}

// N-08: what is made read-only when it is full escapes the limit that the process carries.
TEST_F(SupervisorTest, memory_that_the_kernel_does_not_count_against_a_limit_ends_the_host_with_the_reason) {
  if (!kConfined) GTEST_SKIP() << "beside a sanitizer there is no bound on memory";
  options_.poll_limit = std::chrono::minutes(10);
  options_.host.footprint_every = std::chrono::milliseconds(20);
  add(kFirst, "test.frontdesk.hostile", going("hidden_memory"));
  add(kSecond, "test.frontdesk.counter", counting(1000));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "out_of_memory"));
  EXPECT_TRUE(wait_for_items(kSecond, 1000));
  desk_.change([&] {
    const std::string& text = desk_.channels[kFirst].health.text;
    EXPECT_NE(text.find("its memory limit is 192 MiB"), std::string::npos) << text;
  });
}

// N-08
TEST_F(SupervisorTest, threads_without_end_end_the_host_with_the_reason) {
  if (!kConfined) GTEST_SKIP() << "sanitizers reserve memory for each thread";
  options_.poll_limit = std::chrono::minutes(10);
  options_.host.footprint_every = std::chrono::milliseconds(20);
  options_.host.data_limit_bytes = HostOptions{}.data_limit_bytes;
  options_.host.most_threads = 32;  // before the stacks are more than its memory
  add(kFirst, "test.frontdesk.hostile", going("threads"));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "misbehaved"));
  desk_.change([&] {
    const std::string& text = desk_.channels[kFirst].health.text;
    EXPECT_NE(text.find("it may have 32"), std::string::npos) << text;
  });
}

TEST_F(SupervisorTest, many_submitting_threads_share_the_credit) {
  desk_.hold_submits = true;
  options_.host.data_limit_bytes = 1U << 30;  // forty stacks
  add(kFirst, "test.frontdesk.rogue", going("crowd"));
  start();
  // Twelve submits of twenty items fit into a window of 256; the host keeps the others back.
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.held_submits.size() == 12; }));
  desk_.release_submits();
  EXPECT_TRUE(wait_for_items(kFirst, 800));
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
}

TEST_F(SupervisorTest, submits_beyond_the_credit_end_the_host) {
  desk_.hold_submits = true;
  add(kFirst, "test.frontdesk.rogue", going("uncounted"));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "misbehaved"));
  desk_.change([&] { EXPECT_LE(desk_.held_submits.size(), 256U); });
}

TEST_F(SupervisorTest, changing_state_without_pause_costs_few_records) {
  add(kFirst, "test.frontdesk.rogue", going("mood"));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  desk_.change([&] { EXPECT_LT(desk_.health_saves, 40); });
  EXPECT_TRUE(wait_for_state(kFirst, ChannelState::kOk)) << "the last state is the one that stays";
}

TEST_F(SupervisorTest, secrets_are_stored_only_where_the_form_has_them) {
  add(kFirst, "test.frontdesk.rogue", going("secret_place"));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  desk_.change([&] {
    EXPECT_TRUE(desk_.channels[kFirst].keys.contains("secrets nny")) << *desk_.channels[kFirst].keys.begin();
    EXPECT_EQ(desk_.channels[kFirst].secrets.size(), 1U);
    EXPECT_EQ(desk_.channels[kFirst].secrets["token"], "new");
  });
}

TEST_F(SupervisorTest, poll_that_says_more_and_moves_nothing_pauses) {
  add(kFirst, "test.frontdesk.rogue", going("spin"));
  start();
  ASSERT_TRUE(wait_for_state(kFirst, ChannelState::kOk));
  EXPECT_GT(supervisor_->snapshot().front().next_poll_at, clock_.now());
}

// M-76
TEST_F(SupervisorTest, reasons_of_a_plugin_are_shown_without_personal_data) {
  add(kFirst, "test.frontdesk.rogue", going("gossip"));
  start();
  ASSERT_TRUE(wait_for_code(kFirst, "refused"));
  desk_.change([&] {
    const std::string& text = desk_.channels[kFirst].health.text;
    EXPECT_NE(text.find("relay access denied"), std::string::npos) << text;
    EXPECT_EQ(text.find("li.xiaoyu@"), std::string::npos) << text;
  });
}

// P-39
TEST_F(SupervisorTest, stream_that_tells_nothing_is_not_called_working) {
  options_.stream_silence = std::chrono::milliseconds(200);
  add(kFirst, "test.frontdesk.counter", counting(0));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "silent"));
}

}  // namespace
}  // namespace frontdesk::channels::test
