// Replies on their way through the supervisor: each ends as the plugin says, and none is sent twice or lost.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "desk/limits.h"
#include "unit/channels/supervisor_fixture.h"

namespace frontdesk::channels::test {
namespace {

using desk::ChannelState;
using desk::SendStatus;

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

// P-14: what ended before it was handed over is nobody's question.
TEST_F(SupervisorTest, reply_cut_off_before_it_was_handed_over_is_sent_again_by_itself) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "dies_before@example.com");
  start();
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.outbox[0].reports.size() == 2; })) << desk_.outbox[0].reports.size();
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kRetry);
    EXPECT_NE(desk_.outbox[0].reports[0].reason.find("before this was handed over"), std::string::npos);
    EXPECT_EQ(desk_.outbox[0].reports[1].status, SendStatus::kSent);
    EXPECT_EQ(desk_.outbox[0].claims, 1) << "only for the try that was handed over";
  });
}

TEST_F(SupervisorTest, reply_cut_off_after_it_was_handed_over_is_looked_up) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "dies_after@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].claims, 1);
    EXPECT_NE(desk_.outbox[0].reports[0].reason.find("says that it was not sent"), std::string::npos)
        << desk_.outbox[0].reports[0].reason;
  });
}

// The daemon ended between the plugin's word and its record.
TEST_F(SupervisorTest, reply_whose_end_only_its_host_knew_is_as_its_note_says) {
  std::string folder = (std::filesystem::temp_directory_path() / "frontdesk-notes-XXXXXX").string();
  options_.notes_folder = ::mkdtemp(folder.data());
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "zhang@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  supervisor_->stop();
  queue_reply(2, "li@example.com");
  desk_.change([&] {
    desk_.outbox[0].reports.clear();
    desk_.outbox[1].due = false;
    for (const auto& queued : desk_.outbox) desk_.interrupted.push_back(queued.job);
  });
  start();
  ASSERT_TRUE(wait_for_reports(0));
  ASSERT_TRUE(wait_for_reports(1));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent);
    EXPECT_EQ(desk_.outbox[0].reports[0].remote_key, "remote-reply-1");
    EXPECT_EQ(desk_.outbox[1].reports[0].status, SendStatus::kRetry);
    EXPECT_NE(desk_.outbox[1].reports[0].reason.find("before this was handed over"), std::string::npos);
  });
  supervisor_->stop();
  std::filesystem::remove_all(options_.notes_folder);
}

TEST_F(SupervisorTest, reply_is_not_handed_over_before_the_desk_has_noted_it) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "zhang@example.com");
  desk_.refuse_claims = true;
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kRetry);
    EXPECT_GT(desk_.outbox[0].reports[0].retry_at, clock_.now()) << "not again at once";
  });
}

// P-14
TEST_F(SupervisorTest, replies_of_unknown_fate_are_looked_up_when_their_channel_runs_and_never_sent_again) {
  add(kFirst, "test.frontdesk.counter", counting(1));
  queue_reply(1, "zhang@example.com");
  desk_.change([&] {
    desk_.outbox[0].due = false;
    desk_.unknown.push_back(desk_.outbox[0].job);
  });
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] {
    EXPECT_TRUE(desk_.unknown.empty()) << "the desk was asked for them";
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kRetry) << "looked up: the plugin never had it";
    EXPECT_TRUE(desk_.outbox[0].reports[0].remote_key.empty());
    desk_.unknown.push_back(desk_.outbox[0].job);
  });
  supervisor_->apply(kFirst);
  ASSERT_TRUE(desk_.wait_until([&] { return desk_.unknown.empty(); })) << "asked again at the next start";
}

TEST_F(SupervisorTest, a_channel_that_cannot_look_up_is_not_asked_what_became_of_its_replies) {
  add(kFirst, "test.frontdesk.crash");
  queue_reply(1, "zhang@example.com");
  desk_.change([&] {
    desk_.outbox[0].due = false;
    desk_.unknown.push_back(desk_.outbox[0].job);
  });
  start();
  ASSERT_TRUE(wait_for_state(kFirst, ChannelState::kDegraded)) << "it ran, and ended";
  desk_.change([&] {
    EXPECT_EQ(desk_.unknown.size(), 1U);
    EXPECT_TRUE(desk_.outbox[0].reports.empty());
  });
}

TEST_F(SupervisorTest, slow_send_that_gets_on_is_not_broken_off) {
  options_.send_quiet_limit = std::chrono::seconds(3);  // less than the send takes, far more than one of its steps
  add(kFirst, "test.frontdesk.rogue", going("silent"));
  queue_reply(1, "slow@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent); });
}

TEST_F(SupervisorTest, send_without_progress_is_broken_off_and_left_to_a_human) {
  options_.send_quiet_limit = std::chrono::milliseconds(300);
  options_.cancel_grace = std::chrono::milliseconds(300);
  add(kFirst, "test.frontdesk.rogue", going("silent"));
  queue_reply(1, "stuck@example.com");
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kUnknown); });
}

// 3 files of 24 MiB were accepted, and no frame could carry them: the healthy host was killed as garbage.
TEST_F(SupervisorTest, reply_that_no_frame_can_carry_fails_alone_and_certainly_unsent) {
  add(kFirst, "test.frontdesk.counter", counting(10));
  queue_reply(1, "zhang@example.com");
  queue_reply(2, "li@example.com");
  desk_.change([&] {
    for (int i = 0; i < 3; ++i) {
      desk_.outbox[0].job.attachments.push_back({"film.bin", "video/mp4", std::string(std::size_t{24} << 20, 'x')});
    }
  });
  start();
  ASSERT_TRUE(wait_for_reports(0));
  ASSERT_TRUE(wait_for_reports(1));
  EXPECT_TRUE(wait_for_state(kFirst, ChannelState::kOk));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kFailed) << "it was certainly not sent";
    EXPECT_EQ(desk_.outbox[1].reports[0].status, SendStatus::kSent);
  });
  EXPECT_EQ(supervisor_->snapshot().front().restarts, 0);
}

TEST_F(SupervisorTest, largest_reply_that_people_may_write_is_sent) {
  options_.host.data_limit_bytes = HostOptions{}.data_limit_bytes;
  add(kFirst, "test.frontdesk.counter", counting(10));
  queue_reply(1, "zhang@example.com");
  desk_.change([&] {
    desk_.outbox[0].job.content.text.assign(desk::kMostTextCharacters * 4, 'x');
    desk_.outbox[0].job.attachments.push_back({"a", "video/mp4", std::string(desk::kMostReplyFileBytes, 'x')});
  });
  start();
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent); });
}

// A reply that stays "sending" holds back its conversation for ever.
TEST_F(SupervisorTest, end_of_a_send_that_the_desk_refuses_for_good_is_told_in_plainer_words) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "retry@example.com");
  queue_reply(2, "reject@example.com");
  desk_.refused_statuses = {SendStatus::kRetry};
  start();
  ASSERT_TRUE(wait_for_reports(0));
  ASSERT_TRUE(wait_for_reports(1));
  desk_.change([&] {
    EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kUnknown);
    EXPECT_EQ(desk_.outbox[1].reports[0].status, SendStatus::kFailed);
  });
}

TEST_F(SupervisorTest, sent_reply_is_recorded_as_sent_as_soon_as_the_desk_takes_it) {
  add(kFirst, "test.frontdesk.counter", counting(0));
  queue_reply(1, "zhang@example.com");
  queue_reply(2, "reject@example.com");
  desk_.refused_statuses = {SendStatus::kSent};
  start();
  ASSERT_TRUE(wait_for_reports(1));
  desk_.change([&] { desk_.refused_statuses.clear(); });
  ASSERT_TRUE(wait_for_reports(0));
  desk_.change([&] { EXPECT_EQ(desk_.outbox[0].reports[0].status, SendStatus::kSent); });
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

}  // namespace
}  // namespace frontdesk::channels::test
