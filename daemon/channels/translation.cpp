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

desk::ReceiptStatus to_receipt(sdk::ReceiptStatus status) {
  switch (status) {
    case sdk::ReceiptStatus::kFailed: return desk::ReceiptStatus::kFailed;
    case sdk::ReceiptStatus::kDelayed: return desk::ReceiptStatus::kDelayed;
    case sdk::ReceiptStatus::kDelivered:
    case sdk::ReceiptStatus::kRead: return desk::ReceiptStatus::kDelivered;
  }
  return desk::ReceiptStatus::kDelayed;
}

/// Where the author can be answered, or how the platform knows it; empty for a sender that nobody knows.
std::string author_key(sdk::Author author) {
  if (!author.address.empty()) return std::move(author.address);
  return author.key == kUnknownAuthor ? std::string() : std::move(author.key);
}

std::string author_kind(const sdk::Item& item) {
  if (item.author.address.find('@') != std::string::npos) return "email";
  const bool digits =
      !item.author.address.empty() && item.author.address.find_first_not_of("+0123456789 -()") == std::string::npos;
  return digits ? "phone" : "open_id";
}

void move_parts(sdk::Item& from, desk::InboundItem& to) {
  for (sdk::Part& part : from.parts) {
    std::string& target = part.role == sdk::PartRole::kBody     ? to.text
                          : part.role == sdk::PartRole::kQuoted ? to.quoted
                                                                : to.html;
    if (!target.empty()) target += '\n';
    target += part.text;
  }
}

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

}  // namespace

desk::InboundItem to_inbound(sdk::Item item) {
  desk::InboundItem out;
  out.author_kind = author_kind(item);
  move_parts(item, out);
  out.kind = item.kind == sdk::ItemKind::kReceipt ? desk::ItemKind::kReceipt : desk::ItemKind::kMessage;
  out.dedup_key = std::move(item.dedup_key);
  // A changed message is an item of its own: the desk keeps what was there before.
  if (item.revision > 0) out.dedup_key += "#" + std::to_string(item.revision);
  out.conversation_key = std::move(item.conversation_key);
  out.message_key = std::move(item.message_key);
  out.parent_keys = std::move(item.parent_keys);
  out.thread_token = std::move(item.thread_token);
  out.author_name = std::move(item.author.display);
  out.author_key = author_key(std::move(item.author));
  out.sent_at = Micros{item.sent_at};
  out.received_at = Micros{item.received_at};
  out.subject = std::move(item.subject);
  for (sdk::Attachment& attachment : item.attachments) {
    out.attachments.push_back({std::move(attachment.name), std::move(attachment.mime), std::move(attachment.content_id),
                               attachment.is_inline, std::move(attachment.data)});
  }
  for (sdk::Ref& ref : item.refs) {
    if (ref.kind == "order") out.order_numbers.push_back(std::move(ref.value));
  }
  out.automatic = item.automatic;
  out.no_auto_reply = item.no_reply;
  out.truncated = item.truncated;
  out.historical = item.historical;
  out.attributes = std::move(item.attributes);
  out.unreadable = item.unreadable;
  out.reason = std::move(item.unreadable_reason);
  if (item.receipt) {
    out.receipt = to_receipt(item.receipt->status);
    out.receipt_for = std::move(item.receipt->message_key);
    out.reason = std::move(item.receipt->diagnostic);
  }
  out.raw = std::move(item.raw);
  return out;
}

sdk::ItemOutcome to_outcome(desk::ItemOutcome outcome) {
  switch (outcome) {
    case desk::ItemOutcome::kAccepted: return {sdk::Outcome::kAccepted, {}};
    case desk::ItemOutcome::kDuplicate: return {sdk::Outcome::kDuplicate, {}};
    case desk::ItemOutcome::kConflict: return {sdk::Outcome::kConflict, "the key is known with other content"};
    case desk::ItemOutcome::kRejected: return {sdk::Outcome::kRejected, "the desk cannot take this item"};
  }
  return {sdk::Outcome::kRejected, {}};
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
  message.recipients.push_back({sdk::RecipientRole::kTo, content.recipient, content.recipient_name});
  message.subject = content.subject;
  message.text = content.text;
  for (const desk::OutboundAttachment& attachment : job.attachments) {
    sdk::Attachment out;
    out.name = attachment.name;
    out.mime = attachment.mime;
    out.data = attachment.bytes;
    message.attachments.push_back(std::move(out));
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
  report.reason = verdict.text.empty() ? "The channel gave no reason." : verdict.text;
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
    report.reason = "The channel says that it was not sent.";
    report.retry_at = now;
  } else if (is_passing(reply.verdict.status)) {
    report.status = desk::SendStatus::kUnknown;
    report.reason = "The channel could not be asked whether it was sent.";
  } else {
    report.status = desk::SendStatus::kUnknown;
    report.reason = "It may have been sent; the channel cannot tell.";
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
