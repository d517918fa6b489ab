// What a running channel does: opening, polling, streaming, sending, and answering its host.
#include <algorithm>
#include <utility>

#include "base/log.h"
#include "channels/channel/life.h"
#include "channels/translation.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kAfterRepairNeeded = std::chrono::minutes(30);
constexpr Duration kAfterNoMemory = std::chrono::minutes(1);
constexpr Duration kFirstPause = std::chrono::seconds(2);
constexpr Duration kLongestPause = std::chrono::minutes(15);
constexpr Duration kLookForRoom = std::chrono::seconds(1);
constexpr Duration kStreamIsGood = std::chrono::seconds(30);
constexpr Duration kShowHealthAgain = std::chrono::milliseconds(500);
constexpr Duration kStreamAgain = std::chrono::seconds(1);
/// Between polls that say "more" and yet moved nothing.
constexpr Duration kNothingMoved = std::chrono::seconds(5);
/// What a large reply may add to the limit of silence while it is sent.
constexpr std::int64_t kSlowestBytesPerSecond = 16 << 10;

bool needs_repair(sdk::Status status) { return status == sdk::Status::kAuth || status == sdk::Status::kConfig; }

std::size_t bytes_of(const desk::OutboundJob& job) {
  std::size_t bytes = job.content.text.size();
  for (const desk::OutboundAttachment& attachment : job.attachments) bytes += attachment.bytes.size();
  return bytes;
}

}  // namespace

std::unique_ptr<SubmitGate> ChannelLife::make_inbox() {
  SubmitGate::Events events;
  events.reply = [this](const wire::SubmitReply& reply, std::uint64_t request) { host_->send(reply, request); };
  events.credit = [this](const wire::Credit& credit) { host_->send(credit); };
  events.taken = [this](const std::optional<std::string>& cursor, std::size_t items, std::size_t fresh) {
    moved_since_poll_ |= fresh > 0 || (cursor && *cursor != cursor_);
    if (cursor) cursor_ = *cursor;
    stream_speaks();
    if (items > 0 || cursor) health_.success();
  };
  events.misbehaves = [this](const std::string& why) { misbehaves(why); };
  events.failed = [this] { host_->kill("failed", "an answer to the plugin could not be made"); };
  return std::make_unique<SubmitGate>(runtime_, id_, loaded_->setup.state_entries, std::move(events));
}

std::unique_ptr<SecretDesk> ChannelLife::make_secrets() {
  SecretDesk::Events events;
  events.answer = [this](const wire::SecretValue& answer, std::uint64_t request) { host_->send(answer, request); };
  events.stored = [this](const wire::Done& done, std::uint64_t request) { host_->send(done, request); };
  events.misbehaves = [this](const std::string& why) { misbehaves(why); };
  return std::make_unique<SecretDesk>(runtime_, id_, output_, plugin_->form->secret_paths(), std::move(events));
}

void ChannelLife::take_frame(const wire::Frame& frame) {
  switch (static_cast<wire::Type>(frame.type)) {
    case wire::Type::kDone: return take_done(frame);
    case wire::Type::kSubmit: return inbox_->take(frame);
    case wire::Type::kPollDone: return take_poll_done(frame);
    case wire::Type::kSendReply: return take_send_reply(frame);
    case wire::Type::kHandOver: return take_hand_over(frame);
    case wire::Type::kSecretGet: return secrets_->take_get(frame);
    case wire::Type::kSecretPut: return secrets_->take_put(frame);
    case wire::Type::kHealth: return take_health(frame);
    // No page shows a plugin's own figures, but they tell that a long call gets on.
    case wire::Type::kMetrics: return calls_.progress();
    default: return misbehaves("a message of unknown type " + std::to_string(frame.type));
  }
}

void ChannelLife::misbehaves(const std::string& why) { host_->kill("misbehaved", "the plugin sent " + why); }

void ChannelLife::take_done(const wire::Frame& frame) {
  const auto done = wire::decode<wire::Done>(frame);
  if (!done.value) return misbehaves("an answer that cannot be read");
  if (calls_.end_stream(frame.request)) return stream_ended(done.value->verdict);
  if (calls_.end(frame.request) == Call::kOpen) opened(done.value->verdict);
}

void ChannelLife::opened(const wire::Verdict& verdict) {
  if (host_->is_stopping()) return;
  if (!verdict.ok()) {
    retry_delay_ = call_failed(verdict);
    state_ = RunState::kStopping;
    return host_->stop();
  }
  state_ = RunState::kRunning;
  failures_ = 0;
  poll_due_ = plugin_->polls;
  stream_due_ = plugin_->streams;
  if (!plugin_->polls && !plugin_->streams) health_.success();
  sends_.open();
  sends_.ask_again();
  if (plugin_->sends) sends_.wake();
  pump();
}

Duration ChannelLife::call_failed(const wire::Verdict& verdict) {
  health_.set(shown_failure(verdict));
  if (needs_repair(verdict.status)) return jitter(runtime_.random, kAfterRepairNeeded, 20);
  const Duration pause = std::min<Duration>(kLongestPause, kFirstPause * (1LL << std::min(failures_++, 16)));
  return std::max(jitter(runtime_.random, pause, 20), told_pause(verdict.retry_after));
}

desk::ChannelHealth ChannelLife::shown_failure(const wire::Verdict& verdict) {
  desk::ChannelHealth health = to_health(verdict);
  health.code = output_.clean(health.code);
  health.text = output_.clean(health.text);
  log_warning(
      "channel call failed",
      {{"channel", id_}, {"code", health.code}, {"text", health.text}, {"detail", output_.clean(verdict.detail)}});
  return health;
}

void ChannelLife::pump() {
  const bool free = state_ == RunState::kRunning && host_ && !host_->is_stopping() && calls_.running() == Call::kNone;
  if (!free) return;
  if (plugin_->sends) sends_.fetch();
  const bool alone = calls_.streams() && !plugin_->sends_while_receiving;
  if (sends_.has_next() && alone) {
    stream_due_ = true;
    return calls_.cancel_stream();
  }
  if (sends_.has_next()) return begin_send();
  if (poll_due_ && !alone) return begin_poll();
  if (stream_due_ && !calls_.streams()) begin_stream();
}

void ChannelLife::begin_send() {
  const SendQueue::Next next = sends_.next();
  const SupervisorOptions& options = runtime_.options;
  if (next.look_up) {
    const wire::LookupSend question{next.job->idempotency_key, next.job->content.message_key};
    return calls_.begin(Call::kLookUp, host_->ask(question), options.lookup_limit);
  }
  const Duration transfer =
      std::chrono::seconds(static_cast<std::int64_t>(bytes_of(*next.job)) / kSlowestBytesPerSecond);
  const Duration quiet = std::min(options.send_quiet_limit + transfer, options.send_limit);
  HostLink::Sent fate{};
  const std::uint64_t request = host_->ask(to_send(*next.job, options.send_limit), &fate);
  if (fate != HostLink::Sent::kQueued) return not_handed_over(fate);
  calls_.begin(Call::kSend, request, quiet + options.cancel_grace, options.send_limit + options.cancel_grace);
}

/// What did not reach the host was certainly not sent; it concerns this one reply, not its channel.
void ChannelLife::not_handed_over(HostLink::Sent fate) {
  desk::SendReport report;
  switch (fate) {
    case HostLink::Sent::kQueued:
    case HostLink::Sent::kGone: return sends_.not_handed_over(std::nullopt);
    case HostLink::Sent::kTooLarge:
      report.status = desk::SendStatus::kFailed;
      report.reason = "The reply and its files are larger than one message may be; it was not sent [reply_too_large]";
      break;
    case HostLink::Sent::kNoMemory:
      report.status = desk::SendStatus::kRetry;
      report.reason = "The machine is short of memory.";
      report.retry_at = runtime_.clock.now() + kAfterNoMemory;
      break;
  }
  log_warning("a reply could not be handed to its channel", {{"channel", id_}, {"reason", report.reason}});
  sends_.not_handed_over(report);
  // Not from inside the pump that came here.
  runtime_.reactor->post(lifetime_.guard([this] { pump(); }));
}

void ChannelLife::take_send_reply(const wire::Frame& frame) {
  auto reply = wire::decode<wire::SendReply>(frame);
  if (!reply.value) return misbehaves("an answer that cannot be read");
  if (calls_.end(frame.request) == Call::kNone) return;
  wire::Verdict& verdict = reply.value->verdict;
  verdict.text = output_.without_secrets(verdict.text);
  if (needs_repair(verdict.status)) {
    health_.sending_failed(shown_failure(verdict));
  } else if (verdict.ok() || verdict.status == sdk::Status::kRejected) {
    health_.sending_works();
  }
  sends_.finished(*reply.value);
  pump();
}

void ChannelLife::take_hand_over(const wire::Frame& frame) {
  const auto request = wire::decode<wire::HandOver>(frame);
  if (!request.value) return misbehaves("a message that cannot be read");
  calls_.progress();
  sends_.hand_over(request.value->idempotency_key, [this, id = frame.request](const wire::Verdict& verdict) {
    if (host_) host_->send(wire::Done{verdict}, id);
  });
}

void ChannelLife::begin_poll() {
  poll_due_ = false;
  if (!inbox_->has_room()) return plan_poll(kLookForRoom);
  poll_timer_.cancel();
  next_poll_at_ = Micros{};
  moved_since_poll_ = false;
  const Duration limit = runtime_.options.poll_limit;
  wire::Poll poll;
  poll.cursor = cursor_;
  poll.timeout = limit;
  calls_.begin(Call::kPoll, host_->ask(poll), limit + runtime_.options.cancel_grace);
}

void ChannelLife::take_poll_done(const wire::Frame& frame) {
  const auto done = wire::decode<wire::PollDone>(frame);
  if (!done.value) return misbehaves("an answer that cannot be read");
  if (calls_.end(frame.request) != Call::kPoll) return;
  const wire::Verdict& verdict = done.value->verdict;
  if (verdict.ok()) {
    failures_ = 0;
    health_.success();
    if (done.value->more && moved_since_poll_) {
      poll_due_ = true;
    } else if (done.value->more) {
      plan_poll(kNothingMoved);
    } else {
      const Duration told = told_pause(done.value->next_after);
      plan_poll(told > Duration::zero() ? std::max<Duration>(told, std::chrono::seconds(1))
                                        : jitter(runtime_.random, plugin_->poll_interval, 10));
    }
  } else if (verdict.status == sdk::Status::kCancelled) {
    plan_poll(plugin_->poll_interval);
  } else {
    plan_poll(call_failed(verdict));
  }
  pump();
}

void ChannelLife::plan_poll(Duration delay) {
  next_poll_at_ = runtime_.clock.now() + delay;
  poll_timer_ = runtime_.reactor->after(delay, [this] {
    poll_due_ = true;
    pump();
  });
}

void ChannelLife::begin_stream() {
  stream_due_ = false;
  calls_.begin_stream(host_->ask(wire::Run{cursor_}));
  // Whether it works is for the plugin to tell; that it has lived for a while only ends the pauses' growth.
  stream_timer_ = runtime_.reactor->after(kStreamIsGood, [this] { failures_ = 0; });
  stream_speaks();
}

void ChannelLife::stream_speaks() {
  if (!calls_.streams()) return;
  silence_timer_ = runtime_.reactor->after(runtime_.options.stream_silence, [this] {
    health_.set(desk::ChannelState::kDegraded, "silent",
                "The plugin has not told for a long time whether it still reaches its source.");
  });
}

void ChannelLife::stream_ended(const wire::Verdict& verdict) {
  silence_timer_.cancel();
  const bool broken_off_for_a_send = stream_due_;
  const bool failed = !verdict.ok() && verdict.status != sdk::Status::kCancelled;
  const Duration pause = failed ? call_failed(verdict) : kStreamAgain;
  if (!broken_off_for_a_send || failed) {
    stream_due_ = false;
    stream_timer_ = runtime_.reactor->after(pause, [this] {
      stream_due_ = true;
      pump();
    });
  }
  pump();
}

void ChannelLife::take_health(const wire::Frame& frame) {
  const auto told = wire::decode<wire::Health>(frame);
  if (!told.value) return misbehaves("a state that cannot be read");
  calls_.progress();
  stream_speaks();
  held_health_.reset();
  if (told.value->state == FDK_HEALTH_OK) return health_.success();
  held_health_ = *told.value;
  show_health();
}

/// Masking costs; what a plugin shouts without pause is looked at as often as it could be shown, and the last of it
/// stays.
void ChannelLife::show_health() {
  if (!held_health_) return;
  if (!health_reports_.take(runtime_.clock.monotonic())) {
    health_timer_ = runtime_.reactor->after(kShowHealthAgain, [this] { show_health(); });
    return;
  }
  const wire::Health told = *std::exchange(held_health_, std::nullopt);
  health_.set(desk::ChannelState::kDegraded, output_.clean(told.code), output_.clean(told.text));
}

}  // namespace frontdesk::channels
