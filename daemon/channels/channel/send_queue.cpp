#include "channels/channel/send_queue.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "channels/translation.h"

namespace frontdesk::channels {
namespace {

/// Only what is in hand can be in doubt after a power failure, so nothing is claimed ahead.
constexpr std::size_t kClaim = 1;
constexpr Duration kAskDeskAgain = std::chrono::seconds(2);
constexpr Duration kLongestPause = std::chrono::minutes(5);

desk::SendReport unknown(const char* reason) {
  desk::SendReport report;
  report.status = desk::SendStatus::kUnknown;
  report.reason = reason;
  return report;
}

bool was_sent(const std::optional<desk::SendReport>& report) {
  return report && (report->status == desk::SendStatus::kSent || report->status == desk::SendStatus::kDelivered);
}

/// What can be said in place of a report that the desk refuses. A claim that cannot be undone was not sent either.
desk::SendReport unrecordable(const std::optional<desk::SendReport>& refused) {
  desk::SendReport report;
  report.status = refused ? desk::SendStatus::kUnknown : desk::SendStatus::kFailed;
  if (refused && refused->status == desk::SendStatus::kFailed) report.status = desk::SendStatus::kFailed;
  report.reason = "The desk could not record how the sending ended.";
  return report;
}

}  // namespace

SendQueue::SendQueue(Runtime& runtime, ChannelId channel, std::function<void()> changed)
    : runtime_(runtime), channel_(channel), changed_(std::move(changed)) {}

void SendQueue::wake() {
  may_be_due_ = true;
  changed_();
}

void SendQueue::claim() {
  if (!open_ || !may_be_due_ || claiming_ || current_ || !jobs_.empty()) return;
  may_be_due_ = false;
  claiming_ = true;
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, channel = channel_] { return port->claim_due(channel, kClaim); },
      lifetime_.guard([this](Result<std::vector<desk::OutboundJob>> jobs) { claimed(std::move(jobs)); }));
}

void SendQueue::claimed(Result<std::vector<desk::OutboundJob>> jobs) {
  claiming_ = false;
  if (!jobs) {
    log_warning("due replies could not be read", {{"channel", channel_}, {"reason", jobs.error()}});
    claim_timer_ = runtime_.reactor->after(kAskDeskAgain, [this] { wake(); });
  } else if (!open_) {
    for (const desk::OutboundJob& job : *jobs) report(job.id, std::nullopt);
    may_be_due_ = true;
  } else {
    for (desk::OutboundJob& job : *jobs) jobs_.push_back(std::move(job));
    if (!jobs_.empty()) may_be_due_ = true;  // perhaps there are more behind it
    changed_();
  }
  if (idle_) std::exchange(idle_, {})();
}

void SendQueue::when_idle(std::function<void()> idle) {
  if (!claiming_) return idle();
  idle_ = std::move(idle);
}

void SendQueue::take_interrupted(std::vector<desk::OutboundJob> jobs) {
  for (desk::OutboundJob& job : jobs) ask_or_give_up(std::move(job));
  changed_();
}

void SendQueue::ask_again() {
  if (!can_look_up_ || !open_) return;
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, channel = channel_] { return port->take_unknown(channel); },
      lifetime_.guard([this](Result<std::vector<desk::OutboundJob>> jobs) {
        if (!jobs)
          return log_warning("unknown replies could not be read", {{"channel", channel_}, {"reason", jobs.error()}});
        if (!open_) return;  // asked again when the channel runs next
        for (desk::OutboundJob& job : *jobs) questions_.push_back(std::move(job));
        changed_();
      }));
}

SendQueue::Next SendQueue::next() {
  const bool look_up = !questions_.empty();
  auto& from = look_up ? questions_ : jobs_;
  current_ = Current{std::move(from.front()), look_up};
  from.pop_front();
  return {&current_->job, look_up};
}

void SendQueue::finished(const wire::SendReply& reply) {
  if (!current_) return;
  Current ended = std::move(*current_);
  current_.reset();
  const Micros now = runtime_.clock.now();
  if (ended.look_up) {
    report(ended.job.id, to_lookup_report(reply, now));
  } else {
    desk::SendReport outcome = to_report(reply, ended.job, now);
    if (outcome.status == desk::SendStatus::kUnknown && can_look_up_) {
      questions_.push_back(std::move(ended.job));
    } else {
      report(ended.job.id, std::move(outcome));
    }
  }
}

void SendQueue::not_handed_over(const std::optional<desk::SendReport>& report) {
  if (!current_) return;
  const OutboxId job = current_->job.id;
  current_.reset();
  this->report(job, report);
}

void SendQueue::interrupted() {
  if (!current_) return;
  Current cut = std::move(*current_);
  current_.reset();
  if (cut.look_up) {
    report(cut.job.id, unknown("The channel broke off when it was asked whether this was sent."));
  } else {
    ask_or_give_up(std::move(cut.job));
  }
}

void SendQueue::ask_or_give_up(desk::OutboundJob job) {
  if (can_look_up_) {
    questions_.push_back(std::move(job));
  } else {
    report(job.id, unknown("The channel broke off while this was being sent; it may have arrived."));
  }
}

void SendQueue::release() {
  open_ = false;
  interrupted();
  for (const desk::OutboundJob& job : jobs_) report(job.id, std::nullopt);
  jobs_.clear();
  for (const desk::OutboundJob& job : questions_) {
    report(job.id, unknown("The channel was stopped before it could tell whether this was sent."));
  }
  questions_.clear();
  // The last chance before the end of the daemon; else it is tried again as before.
  record_again();
  may_be_due_ = true;
}

void SendQueue::record(Ended ended) {
  auto shared = std::make_shared<Ended>(std::move(ended));
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, shared] {
        return shared->report ? port->report(shared->job, *shared->report) : port->give_back(shared->job);
      },
      lifetime_.guard([this, shared](const Result<void>& told) {
        if (!told) not_recorded(std::move(*shared), told.error());
      }));
}

/// A reply whose end cannot be written down must not stay "sending": that would hold back its conversation for ever.
/// What is refused for good is tried with the plainest word there is, and again and again with growing pauses.
void SendQueue::not_recorded(Ended ended, const Error& error) {
  const bool passing = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo;
  log_warning("the end of a send was not recorded", {{"channel", channel_}, {"outbox", ended.job}, {"reason", error}});
  if (error.code == ErrorCode::kNotFound) return;  // the reply is no longer there
  Duration pause = kAskDeskAgain;
  if (!passing) {
    pause = std::min<Duration>(kLongestPause, kAskDeskAgain * (1 << std::min(ended.refusals, 10)));
    if (++ended.refusals == 1 && !was_sent(ended.report)) ended.report = unrecordable(ended.report);
  }
  unrecorded_.push_back(std::move(ended));
  const Duration at = runtime_.clock.monotonic() + pause;
  // One that is refused for good must not hold up one that only has to wait for a busy store.
  if (record_at_ != Duration::zero() && record_at_ <= at) return;
  record_at_ = at;
  report_timer_ = runtime_.reactor->after(pause, [this] { record_again(); });
}

void SendQueue::record_again() {
  record_at_ = Duration::zero();
  for (Ended& again : std::exchange(unrecorded_, {})) record(std::move(again));
}

}  // namespace frontdesk::channels
