// The supervisor with real host processes and plugins that behave and misbehave.
#include "channels/supervisor.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/log.h"
#include "unit/channels/fake_desk.h"

namespace frontdesk::channels::test {
namespace {

using desk::ChannelState;
using desk::SendStatus;

constexpr ChannelId kFirst{101};
constexpr ChannelId kSecond{102};

class SupervisorTest : public testing::Test {
 protected:
  SupervisorTest() {
    set_log_level(LogLevel::kError);
    options_.plugin_folders = {FRONTDESK_TEST_PLUGINS};
    options_.trusted_owners_only = false;
    options_.host.program = FRONTDESK_PLUGIN_HOST;
    options_.host.data_limit_bytes = 64U << 20;
    options_.host.ping_every = std::chrono::milliseconds(50);
    options_.host.pong_limit = std::chrono::seconds(2);
    options_.poll_limit = std::chrono::milliseconds(500);
    options_.cancel_grace = std::chrono::milliseconds(300);
    options_.host.close_limit = std::chrono::milliseconds(500);
  }
  ~SupervisorTest() override {
    if (supervisor_) supervisor_->stop();
    set_log_level(LogLevel::kInfo);
  }

  void add(ChannelId id, const std::string& plugin, const json::Value& config = json::Object{}) {
    static const PluginCatalogue installed = PluginCatalogue::scan({{FRONTDESK_TEST_PLUGINS}, false});
    const Plugin* files = installed.find(plugin);
    desk_.change([&] {
      desk::ChannelSetup& setup = desk_.channels[id].setup;
      setup.id = id;
      setup.plugin = plugin;
      setup.enabled = true;
      setup.config = config;
      if (files != nullptr) setup.approved_library_sha256 = files->library_sha256;
      if (files != nullptr) setup.approved_manifest_sha256 = files->manifest_sha256;
    });
  }
  static json::Value counting(std::int64_t count) {
    json::Value config;
    config.set("count", count);
    return config;
  }
  static json::Value going(const std::string& way) {
    json::Value config;
    config.set("way", way);
    return config;
  }
  void start() {
    supervisor_ = std::make_unique<Supervisor>(options_, Ports{desk_, desk_, desk_}, clock_, random_);
    const auto started = supervisor_->start();
    ASSERT_TRUE(started) << started.error().message;
  }
  void queue_reply(std::int64_t number, const std::string& recipient) {
    desk::OutboundJob job;
    job.id = OutboxId{number};
    job.channel = kFirst;
    job.conversation = ConversationId{number};
    job.idempotency_key = "reply-" + std::to_string(number);
    job.recipient = recipient;
    job.text = "你好";
    job.queued_at = clock_.now();
    desk_.change([&] { desk_.outbox.push_back({job, {}}); });
  }
  bool wait_for_state(ChannelId id, ChannelState state) {
    return desk_.wait_until([&] { return desk_.channels[id].health.state == state; });
  }
  bool wait_for_code(ChannelId id, const std::string& code) {
    return desk_.wait_until([&] { return desk_.channels[id].health.code == code; });
  }
  bool wait_for_reports(std::size_t index) {
    return desk_.wait_until([&] { return !desk_.outbox[index].reports.empty(); });
  }
  bool wait_for_items(ChannelId id, std::size_t count) {
    return desk_.wait_until([&] { return desk_.channels[id].keys.size() >= count; });
  }

  SystemClock clock_;
  SystemRandom random_;
  FakeDesk desk_;
  SupervisorOptions options_;
  std::unique_ptr<Supervisor> supervisor_;
};

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

TEST_F(SupervisorTest, crashing_plugins_back_off_and_others_work_on) {
  add(kFirst, "test.frontdesk.crash");
  add(kSecond, "test.frontdesk.counter", counting(1000));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "crashed"));
  EXPECT_TRUE(wait_for_items(kSecond, 1000));
  desk_.change([&] {
    EXPECT_EQ(desk_.channels[kFirst].health.state, ChannelState::kDegraded);
    EXPECT_NE(desk_.channels[kFirst].health.text.find("SEGV"), std::string::npos) << desk_.channels[kFirst].health.text;
  });
}

TEST_F(SupervisorTest, every_way_to_misbehave_is_contained_and_named) {
  struct Case {
    std::string plugin;
    std::set<std::string> codes;
  };
  const std::vector<Case> cases = {{"test.frontdesk.exit", {"crashed"}},
                                   {"test.frontdesk.garbage", {"garbage"}},
                                   {"test.frontdesk.hang", {"hung"}},
                                   {"test.frontdesk.flood", {"hung", "misbehaved"}},
                                   // The limit of memory makes an exception that the SDK catches.
                                   {"test.frontdesk.leak", {"exception", "crashed"}}};
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

TEST_F(SupervisorTest, many_submitting_threads_share_the_credit) {
  desk_.hold_submits = true;
  options_.poll_limit = std::chrono::seconds(10);
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
  options_.poll_limit = std::chrono::seconds(10);
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

TEST_F(SupervisorTest, storing_secrets_without_end_ends_the_host) {
  options_.poll_limit = std::chrono::seconds(10);
  add(kFirst, "test.frontdesk.rogue", going("secret_flood"));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "misbehaved"));
}

TEST_F(SupervisorTest, poll_that_says_more_and_moves_nothing_pauses) {
  add(kFirst, "test.frontdesk.rogue", going("spin"));
  start();
  ASSERT_TRUE(wait_for_state(kFirst, ChannelState::kOk));
  EXPECT_GT(supervisor_->snapshot().front().next_poll_at, clock_.now());
}

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

TEST_F(SupervisorTest, slow_send_that_gets_on_is_not_broken_off) {
  options_.send_quiet_limit = std::chrono::milliseconds(300);
  add(kFirst, "test.frontdesk.rogue", going("silent"));
  queue_reply(1, "slow@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent); });
}

TEST_F(SupervisorTest, send_without_progress_is_broken_off_and_left_to_a_human) {
  options_.send_quiet_limit = std::chrono::milliseconds(300);
  add(kFirst, "test.frontdesk.rogue", going("silent"));
  queue_reply(1, "stuck@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kUnknown); });
}

TEST_F(SupervisorTest, sending_that_is_refused_is_not_hidden_by_what_arrives) {
  add(kFirst, "test.frontdesk.counter", counting(10));
  queue_reply(1, "auth@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  ASSERT_TRUE(wait_for_state(kFirst, ChannelState::kNeedsReauth));
  desk_.change([&] { desk_.channels[kFirst].setup.config = counting(40); });
  ASSERT_TRUE(supervisor_->poll_now(kFirst));
  queue_reply(2, "zhang@example.com");
  supervisor_->wake_outbound(kFirst);
  ASSERT_TRUE(wait_for_reports(1));
  EXPECT_TRUE(wait_for_state(kFirst, ChannelState::kOk)) << "a reply that went out";
}

TEST_F(SupervisorTest, stream_that_tells_nothing_is_not_called_working) {
  options_.stream_silence = std::chrono::milliseconds(200);
  add(kFirst, "test.frontdesk.counter", counting(0));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "silent"));
}

TEST_F(SupervisorTest, reply_that_is_being_claimed_at_the_end_is_given_back) {
  add(kFirst, "test.frontdesk.counter", counting(1));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  const int pid = supervisor_->snapshot().front().pid;
  queue_reply(1, "zhang@example.com");
  desk_.hold_claims = true;
  supervisor_->wake_outbound(kFirst);
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.claims_held == 1; }));
  std::thread stopping([&] { supervisor_->stop(); });
  while (::kill(pid, 0) == 0) std::this_thread::yield();
  desk_.change([&] { desk_.hold_claims = false; });
  stopping.join();
  desk_.change([&] { EXPECT_TRUE(desk_.outbox[0].due || !desk_.outbox[0].reports.empty()) << "nobody knows of it"; });
}

TEST_F(SupervisorTest, channel_of_a_missing_plugin_rests) {
  add(kFirst, "test.frontdesk.nowhere");
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "plugin_missing"));
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

TEST_F(SupervisorTest, missing_host_program_is_told) {
  options_.host.program = "/nonexistent/frontdesk-plugin-host";
  add(kFirst, "test.frontdesk.counter", counting(1));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "cannot_start"));
}

TEST_F(SupervisorTest, replies_end_as_the_plugin_says) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "zhang@example.com");
  queue_reply(2, "reject@example.com");
  queue_reply(3, "retry@example.com");
  queue_reply(4, "unknown@example.com");
  start();
  for (std::size_t i = 0; i < 4; ++i) ASSERT_TRUE(wait_for_reports(i)) << i;
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent);
    EXPECT_EQ(desk_.outbox[0].reports[0].remote_key, "remote-reply-1");
    EXPECT_EQ(desk_.outbox[1].reports[0].status, SendStatus::kFailed);
    EXPECT_EQ(desk_.outbox[2].reports[0].status, SendStatus::kRetry);
    EXPECT_GT(desk_.outbox[2].reports[0].retry_at, clock_.now());
    EXPECT_EQ(desk_.outbox[3].reports[0].status, SendStatus::kSent) << "the look-up found it";
  });
}

TEST_F(SupervisorTest, reply_queued_later_is_sent_when_woken) {
  add(kFirst, "test.frontdesk.counter", counting(1));
  start();
  ASSERT_TRUE(wait_for_items(kFirst, 1));
  queue_reply(1, "zhang@example.com");
  supervisor_->wake_outbound(kFirst);
  EXPECT_TRUE(wait_for_reports(0));
}

TEST_F(SupervisorTest, interrupted_sends_are_looked_up_never_repeated) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  add(kSecond, "test.frontdesk.crash");
  queue_reply(1, "zhang@example.com");
  queue_reply(2, "li@example.com");
  desk_.change([&] {
    for (auto& queued : desk_.outbox) {
      queued.due = false;
      desk_.interrupted.push_back(queued.job);
    }
    desk_.interrupted[1].channel = kSecond;
  });
  start();
  ASSERT_TRUE(wait_for_reports(0));
  ASSERT_TRUE(wait_for_reports(1));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kRetry) << "certainly not sent";
    EXPECT_EQ(desk_.outbox[1].reports[0].status, SendStatus::kUnknown) << "cannot be looked up";
  });
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

TEST_F(SupervisorTest, unusable_configuration_is_shown_and_not_a_crash) {
  add(kFirst, "test.frontdesk.counter", counting(-1));
  start();
  EXPECT_TRUE(wait_for_code(kFirst, "count_negative"));
  desk_.change([&] { EXPECT_EQ(desk_.channels[kFirst].health.state, ChannelState::kDegraded); });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
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
