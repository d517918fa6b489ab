#include "channels/channel/send_queue.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "channels/translation.h"

namespace frontdesk::channels {
namespace {

/// Only what is in hand can be in doubt after a power failure, so nothing is claimed ahead.
constexpr std::size_t kAtOnce = 1;
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
    : runtime_(runtime),
      channel_(channel),
      note_(runtime.options.notes_folder, channel),
      changed_(std::move(changed)) {}

void SendQueue::wake() {
  may_be_due_ = true;
  changed_();
}

void SendQueue::fetch() {
  if (!open_ || !may_be_due_ || fetching_ || current_ || !jobs_.empty()) return;
  may_be_due_ = false;
  fetching_ = true;
  // What was not claimed and whose end is not recorded yet is still due: it is looked past.
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, channel = channel_, claims = !abilities_.tells_hand_over,
       past = unrecorded_.size()] {
        return claims ? port->claim_due(channel, kAtOnce) : port->look_at_due(channel, kAtOnce + past);
      },
      lifetime_.guard([this, claims = !abilities_.tells_hand_over](Result<std::vector<desk::OutboundJob>> jobs) {
        fetched(std::move(jobs), claims);
      }));
}

bool SendQueue::is_unrecorded(OutboxId job) const {
  return std::any_of(unrecorded_.begin(), unrecorded_.end(), [&](const Ended& ended) { return ended.job == job; });
}

void SendQueue::fetched(Result<std::vector<desk::OutboundJob>> jobs, bool are_claimed) {
  fetching_ = false;
  if (!jobs) {
    log_warning("due replies could not be read", {{"channel", channel_}, {"reason", jobs.error()}});
    fetch_timer_ = runtime_.reactor->after(kAskDeskAgain, [this] { wake(); });
  } else if (!open_) {
    for (const desk::OutboundJob& job : *jobs) report(job.id, std::nullopt);
    may_be_due_ = true;
  } else {
    for (desk::OutboundJob& job : *jobs) {
      if (jobs_.size() < kAtOnce && !is_unrecorded(job.id)) jobs_.push_back({std::move(job), are_claimed});
    }
    if (!jobs_.empty()) may_be_due_ = true;  // perhaps there are more behind it
    changed_();
  }
  if (idle_) std::exchange(idle_, {})();
}

void SendQueue::hand_over(const std::string& idempotency_key, std::function<void(const wire::Verdict&)> answer) {
  if (!current_ || current_->look_up || current_->job.idempotency_key != idempotency_key) {
    return answer({sdk::Status::kRejected, "not_in_hand", "No such message is being sent.", {}, {}});
  }
  if (current_->is_claimed) return answer({});
  const OutboxId id = current_->job.id;
  note_.forget(idempotency_key);
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, id] { return port->claim(id); },
      lifetime_.guard([this, id, answer = std::move(answer)](const Result<void>& claimed) {
        if (!current_ || current_->job.id != id) return;  // cut off meanwhile: its end is told already
        current_->is_claimed = claimed.ok();
        if (claimed) {
          note_.set_others_open(!open_claims_.empty());
          open_claims_.insert(id);
          return answer({});
        }
        log_warning("a reply could not be claimed",
                    {{"channel", channel_}, {"outbox", id}, {"reason", claimed.error()}});
        answer({sdk::Status::kRetry, "not_noted", "The desk cannot note just now that this is sent.", {}, {}});
      }));
}

void SendQueue::when_idle(std::function<void()> idle) {
  if (!fetching_) return idle();
  idle_ = std::move(idle);
}

void SendQueue::take_interrupted(std::vector<desk::OutboundJob> jobs) {
  for (desk::OutboundJob& job : jobs) {
    open_claims_.insert(job.id);
    settle(std::move(job));
  }
  changed_();
}

void SendQueue::ask_again() {
  if (!abilities_.looks_up || !open_) return;
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
  if (!questions_.empty()) {
    current_ = Current{std::move(questions_.front()), true, true};
    questions_.pop_front();
  } else {
    current_ = Current{std::move(jobs_.front().job), false, jobs_.front().is_claimed};
    jobs_.pop_front();
  }
  return {&current_->job, current_->look_up};
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
    if (outcome.status == desk::SendStatus::kUnknown && abilities_.looks_up) {
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
  } else if (cut.is_claimed) {
    settle(std::move(cut.job));
  } else {
    cut_off(cut.job);
  }
}

/// It was not handed over: it is due again, at first at once; one that ends its host each time lets the others go
/// first.
void SendQueue::cut_off(const desk::OutboundJob& job) {
  const Micros now = runtime_.clock.now();
  const std::optional<Duration> pause = retry_pause(job.attempt, now - job.queued_at);
  desk::SendReport cut;
  cut.status = pause ? desk::SendStatus::kRetry : desk::SendStatus::kFailed;
  cut.reason = "The channel broke off before this was handed over. [not_sent]";
  if (pause) cut.retry_at = job.attempt <= 1 ? now : now + *pause;
  report(job.id, std::move(cut));
}

void SendQueue::settle(desk::OutboundJob job) {
  SendNoteFile::Told told = note_.fate_of(job.idempotency_key);
  switch (told.fate) {
    case SendNoteFile::Fate::kUnknown: return ask_or_give_up(std::move(job));
    case SendNoteFile::Fate::kUnsent: return cut_off(job);
    case SendNoteFile::Fate::kSent: break;
  }
  desk::SendReport sent;
  sent.status = desk::SendStatus::kSent;
  sent.remote_key = std::move(told.remote_key);
  report(job.id, std::move(sent));
}

void SendQueue::ask_or_give_up(desk::OutboundJob job) {
  if (abilities_.looks_up) {
    questions_.push_back(std::move(job));
  } else {
    report(job.id, unknown("The channel broke off while this was being sent; it may have arrived."));
  }
}

void SendQueue::release() {
  open_ = false;
  if (current_ && !current_->is_claimed) not_handed_over(std::nullopt);
  interrupted();
  for (const Taken& taken : jobs_) report(taken.job.id, std::nullopt);
  jobs_.clear();
  for (const desk::OutboundJob& job : questions_) {
    report(job.id, unknown("The channel was stopped before it could tell whether this was sent."));
  }
  questions_.clear();
  // The last chance before the end of the daemon; else it is tried again as before.
  record_again();
  may_be_due_ = true;
}

void SendQueue::forget() {
  release();
  note_.remove();
}

void SendQueue::record(Ended ended) {
  auto shared = std::make_shared<Ended>(std::move(ended));
  runtime_.worker.run(
      [port = &runtime_.ports.outbound, shared] {
        return shared->report ? port->report(shared->job, *shared->report) : port->give_back(shared->job);
      },
      lifetime_.guard([this, shared](const Result<void>& told) {
        if (!told) return not_recorded(std::move(*shared), told.error());
        open_claims_.erase(shared->job);
        if (shared->late) wake();  // what waited behind it may be due
      }));
}

/// A reply whose end cannot be written down must not stay "sending": that would hold back its conversation for ever.
/// What is refused for good is tried with the plainest word there is, and again and again with growing pauses.
void SendQueue::not_recorded(Ended ended, const Error& error) {
  const bool passing = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo;
  log_warning("the end of a send was not recorded", {{"channel", channel_}, {"outbox", ended.job}, {"reason", error}});
  if (error.code == ErrorCode::kNotFound) {  // the reply is no longer there
    open_claims_.erase(ended.job);
    return;
  }
  Duration pause = kAskDeskAgain;
  if (!passing) {
    pause = std::min<Duration>(kLongestPause, kAskDeskAgain * (1 << std::min(ended.refusals, 10)));
    if (++ended.refusals == 1 && !was_sent(ended.report)) ended.report = unrecordable(ended.report);
  }
  ended.late = true;
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
