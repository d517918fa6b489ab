#include "channels/translation.h"

#include <algorithm>
#include <array>
#include <limits>

namespace frontdesk::channels {
namespace {

using sdk::Status;

constexpr std::array<Duration, 6> kPauses = {std::chrono::minutes(1), std::chrono::minutes(5), std::chrono::minutes(30),
                                             std::chrono::hours(2),   std::chrono::hours(6),   std::chrono::hours(12)};
constexpr Duration kTriedFor = std::chrono::hours(48);
/// A reply that waited for days behind a paused channel still gets a fair chance.
constexpr std::int64_t kFewestTries = 4;
constexpr Duration kLongestTold = std::chrono::hours(24);

bool is_passing(Status status) {
  switch (status) {
    case Status::kRetry:
    case Status::kRateLimited:
    case Status::kAuth:
    case Status::kConfig:
    case Status::kCancelled: return true;
    case Status::kOk:
    case Status::kRejected:
    case Status::kUnsupported:
    case Status::kUnknownOutcome:
    case Status::kInternal: return false;
  }
  return false;
}

desk::SendReport sent(const sdk::SendResult& result) {
  desk::SendReport report;
  report.status = result.delivery == sdk::Delivery::kDelivered ? desk::SendStatus::kDelivered : desk::SendStatus::kSent;
  report.remote_key = result.remote_key;
  return report;
}

sdk::RecipientRole to_role(desk::PersonRole role) {
  switch (role) {
    case desk::PersonRole::kCc: return sdk::RecipientRole::kCc;
    case desk::PersonRole::kBcc: return sdk::RecipientRole::kBcc;
    case desk::PersonRole::kTo:
    case desk::PersonRole::kReplyTo: break;
  }
  return sdk::RecipientRole::kTo;
}

/// The plugin's words, and behind them its code, by which people read them in their language.
std::string reason_of(const wire::Verdict& verdict) {
  if (verdict.text.empty()) return "The channel gave no reason. [no_reason]";
  return verdict.code.empty() || verdict.text.ends_with(']') ? verdict.text : verdict.text + " [" + verdict.code + "]";
}

}  // namespace

sdk::ItemOutcome to_outcome(desk::ItemOutcome outcome) {
  switch (outcome) {
    case desk::ItemOutcome::kAccepted:
    case desk::ItemOutcome::kDuplicate: return {outcome, {}};
    case desk::ItemOutcome::kConflict: return {outcome, "the key is known with other content"};
    case desk::ItemOutcome::kRejected: break;
  }
  return {sdk::Outcome::kRejected, "the desk cannot take this item"};
}

wire::Send to_send(const desk::OutboundJob& job, Duration time_left) {
  const desk::OutboundMessage& content = job.content;
  wire::Send send;
  sdk::Outbound& message = send.message;
  message.idempotency_key = job.idempotency_key;
  message.message_key = content.message_key;
  message.conversation_key = content.conversation_key;
  message.reply_to_key = content.parent_keys.empty() ? std::string() : content.parent_keys.back();
  message.parent_keys = content.parent_keys;
  for (const desk::Person& person : content.recipients)
    message.recipients.push_back({to_role(person.role), person.address, person.name});
  message.subject = content.subject;
  message.text = content.text;
  for (const desk::OutboundAttachment& attachment : job.attachments) {
    message.attachments.push_back({attachment.name, attachment.mime, {}, false, attachment.bytes, {}, 0});
  }
  message.thread_token = content.thread_token;
  message.attempt =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(job.attempt, 1, std::numeric_limits<int>::max()));
  message.automatic = content.automatic;
  message.deadline = time_left;
  return send;
}

Duration told_pause(std::chrono::nanoseconds told) {
  return std::clamp<Duration>(std::chrono::duration_cast<Duration>(told), Duration::zero(), kLongestTold);
}

std::optional<Duration> retry_pause(std::int64_t attempt, Duration age) {
  if (age >= kTriedFor && attempt >= kFewestTries) return std::nullopt;
  // Tries that were hastened do not lengthen the pauses, and neither does time that passed without any.
  std::size_t index = 0;
  Duration planned = kPauses.front();
  while (index + 1 < kPauses.size() && static_cast<std::int64_t>(index) + 1 < attempt && planned <= age) {
    planned += kPauses[++index];
  }
  const Duration pause = kPauses[index];
  // The last try comes when the time is over, not half a day later.
  return age < kTriedFor ? std::min(pause, std::max<Duration>(kTriedFor - age, kPauses.front())) : pause;
}

desk::SendReport to_report(const wire::SendReply& reply, const desk::OutboundJob& job, Micros now) {
  const wire::Verdict& verdict = reply.verdict;
  if (verdict.ok()) return sent(reply.result);
  desk::SendReport report;
  report.reason = reason_of(verdict);
  if (verdict.status == Status::kRejected || verdict.status == Status::kUnsupported) {
    report.status = desk::SendStatus::kFailed;
  } else if (is_passing(verdict.status)) {
    const std::optional<Duration> pause = retry_pause(job.attempt, now - job.queued_at);
    report.status = pause ? desk::SendStatus::kRetry : desk::SendStatus::kFailed;
    if (pause) report.retry_at = now + std::max(*pause, told_pause(verdict.retry_after));
  } else {
    report.status = desk::SendStatus::kUnknown;
  }
  return report;
}

desk::SendReport to_lookup_report(const wire::SendReply& reply, Micros now) {
  if (reply.verdict.ok()) return sent(reply.result);
  desk::SendReport report;
  if (reply.verdict.status == Status::kRejected) {
    report.status = desk::SendStatus::kRetry;
    report.reason = "The channel says that it was not sent. [not_sent]";
    report.retry_at = now;
  } else if (is_passing(reply.verdict.status)) {
    report.status = desk::SendStatus::kUnknown;
    report.reason = "The channel could not be asked whether it was sent. [not_asked]";
  } else {
    report.status = desk::SendStatus::kUnknown;
    report.reason = "It may have been sent; the channel cannot tell. [cannot_tell]";
  }
  return report;
}

desk::CheckStep to_check_step(const sdk::CheckStep& step) {
  desk::CheckStep out;
  out.name = step.name;
  out.state = step.status == Status::kOk ? "ok" : step.status == Status::kUnsupported ? "skipped" : "failed";
  out.text = step.text;
  return out;
}

desk::ChannelHealth to_health(const wire::Verdict& verdict) {
  desk::ChannelHealth health;
  health.code = verdict.code;
  health.text = verdict.text;
  switch (verdict.status) {
    case Status::kOk: health.state = desk::ChannelState::kOk; break;
    case Status::kAuth: health.state = desk::ChannelState::kNeedsReauth; break;
    case Status::kRetry:
    case Status::kRateLimited:
    case Status::kConfig:
    case Status::kRejected:
    case Status::kUnsupported:
    case Status::kCancelled:
    case Status::kUnknownOutcome:
    case Status::kInternal: health.state = desk::ChannelState::kDegraded; break;
  }
  if (!verdict.ok() && health.code.empty()) health.code = "failed";
  return health;
}

}  // namespace frontdesk::channels
