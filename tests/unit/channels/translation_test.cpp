#include "channels/translation.h"

#include <gtest/gtest.h>

namespace frontdesk::channels {
namespace {

using desk::SendStatus;
using sdk::Status;

constexpr Micros kNow{1'710'484'200'000'000};

wire::SendReply failed(Status status, std::chrono::nanoseconds retry_after = {}) {
  wire::SendReply reply;
  reply.verdict = {status, "code", "words", {}, retry_after};
  return reply;
}

desk::OutboundJob job_of(std::int64_t attempt, Duration age) {
  desk::OutboundJob job;
  job.attempt = attempt;
  job.queued_at = kNow - age;
  return job;
}

TEST(Translation, retries_end_two_days_after_the_reply_was_queued) {
  Duration age{};
  int attempts = 0;
  for (std::int64_t attempt = 1; const auto pause = retry_pause(attempt, age); ++attempt) {
    age += *pause;
    ++attempts;
  }
  EXPECT_EQ(attempts, 9);
  EXPECT_EQ(age, std::chrono::hours(48));
  EXPECT_EQ(to_report(failed(Status::kRetry), job_of(10, age), kNow).status, SendStatus::kFailed);
}

TEST(Translation, tries_made_early_by_changes_of_the_channel_do_not_end_them) {
  const desk::SendReport report = to_report(failed(Status::kAuth), job_of(40, std::chrono::hours(1)), kNow);
  EXPECT_EQ(report.status, SendStatus::kRetry);
  EXPECT_EQ(report.retry_at, kNow + std::chrono::hours(2)) << "as if there had been the planned tries only";
}

TEST(Translation, reply_behind_a_long_pause_of_the_channel_gets_more_than_one_try) {
  EXPECT_EQ(to_report(failed(Status::kRetry), job_of(1, std::chrono::hours(200)), kNow).status, SendStatus::kRetry);
  EXPECT_EQ(to_report(failed(Status::kRetry), job_of(4, std::chrono::hours(200)), kNow).status, SendStatus::kFailed);
}

TEST(Translation, plugin_cannot_put_a_reply_to_sleep_for_years) {
  const auto years = std::chrono::hours(24 * 4000);
  EXPECT_EQ(to_report(failed(Status::kRateLimited, years), job_of(1, {}), kNow).retry_at,
            kNow + std::chrono::hours(24));
}

TEST(Translation, ended_sends_become_reports) {
  struct Case {
    Status status;
    SendStatus report;
  };
  const Case cases[] = {{Status::kRetry, SendStatus::kRetry},        {Status::kRateLimited, SendStatus::kRetry},
                        {Status::kAuth, SendStatus::kRetry},         {Status::kConfig, SendStatus::kRetry},
                        {Status::kCancelled, SendStatus::kRetry},    {Status::kRejected, SendStatus::kFailed},
                        {Status::kUnsupported, SendStatus::kFailed}, {Status::kUnknownOutcome, SendStatus::kUnknown},
                        {Status::kInternal, SendStatus::kUnknown}};
  for (const Case& one : cases) EXPECT_EQ(to_report(failed(one.status), job_of(1, {}), kNow).status, one.report);
  EXPECT_EQ(to_report({}, job_of(1, {}), kNow).status, SendStatus::kSent);
  EXPECT_EQ(to_report(failed(Status::kRetry), job_of(1, {}), kNow).retry_at, kNow + std::chrono::minutes(1));
  EXPECT_EQ(to_report(failed(Status::kRateLimited, std::chrono::minutes(7)), job_of(1, {}), kNow).retry_at,
            kNow + std::chrono::minutes(7));
}

TEST(Translation, a_reason_carries_its_code_so_that_people_read_it_in_their_language) {
  wire::SendReply reply = failed(Status::kUnknownOutcome);
  reply.verdict.text = "The answer was lost";
  reply.verdict.code = "smtp_reply_lost";
  EXPECT_EQ(to_report(reply, {}, Micros{1}).reason, "The answer was lost [smtp_reply_lost]");
  reply.verdict.code.clear();
  EXPECT_EQ(to_report(reply, {}, Micros{1}).reason, "The answer was lost");
  reply.verdict.text.clear();
  EXPECT_EQ(to_report(reply, {}, Micros{1}).reason, "The channel gave no reason. [no_reason]");
}

TEST(Translation, look_up_never_turns_doubt_into_sending) {
  EXPECT_EQ(to_lookup_report({}, kNow).status, SendStatus::kSent);
  EXPECT_EQ(to_lookup_report(failed(Status::kRejected), kNow).status, SendStatus::kRetry);
  for (const Status status :
       {Status::kRetry, Status::kAuth, Status::kUnknownOutcome, Status::kInternal, Status::kUnsupported}) {
    EXPECT_EQ(to_lookup_report(failed(status), kNow).status, SendStatus::kUnknown);
    EXPECT_EQ(to_lookup_report(failed(status), kNow).retry_at, Micros{});
  }
}

}  // namespace
}  // namespace frontdesk::channels
