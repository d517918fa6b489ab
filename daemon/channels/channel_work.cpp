// What a running channel does: opening, polling, streaming, sending, and answering its host.
#include <algorithm>

#include "base/log.h"
#include "channels/channel_runner.h"
#include "channels/translation.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kAfterRepairNeeded = std::chrono::minutes(30);
constexpr Duration kFirstPause = std::chrono::seconds(2);
constexpr Duration kLongestPause = std::chrono::minutes(15);
constexpr Duration kLookForRoom = std::chrono::seconds(1);
constexpr Duration kStreamIsGood = std::chrono::seconds(30);
constexpr Duration kStreamAgain = std::chrono::seconds(1);
constexpr std::size_t kMaxSecretPath = 200;

bool needs_repair(sdk::Status status) { return status == sdk::Status::kAuth || status == sdk::Status::kConfig; }

}  // namespace

std::unique_ptr<InboxGate> ChannelRunner::make_inbox() {
  InboxGate::Events events;
  events.reply = [this](const wire::SubmitReply& reply, std::uint64_t request) { host_->send(reply, request); };
  events.credit = [this](const wire::Credit& credit) { host_->send(credit); };
  events.taken = [this](const std::optional<std::string>& cursor, std::size_t items) {
    if (cursor) cursor_ = *cursor;
    if (items > 0) health_.success();
  };
  events.misbehaves = [this](const std::string& why) { misbehaves(why); };
  return std::make_unique<InboxGate>(runtime_, id_, std::move(events));
}

void ChannelRunner::take_frame(wire::Frame frame) {
  switch (static_cast<wire::Type>(frame.type)) {
    case wire::Type::kDone: return take_done(frame);
    case wire::Type::kSubmit: return inbox_->take(frame);
    case wire::Type::kPollDone: return take_poll_done(frame);
    case wire::Type::kSendReply: return take_send_reply(frame);
    case wire::Type::kSecretGet: return take_secret_get(frame);
    case wire::Type::kSecretPut: return take_secret_put(frame);
    case wire::Type::kHealth: return take_health(frame);
    case wire::Type::kMetrics: return;  // no page shows a plugin's own figures
    default: return misbehaves("a message of unknown type " + std::to_string(frame.type));
  }
}

void ChannelRunner::misbehaves(const std::string& why) { host_->kill("misbehaved", "the plugin sent " + why); }

void ChannelRunner::take_done(const wire::Frame& frame) {
  const auto done = wire::decode<wire::Done>(frame);
  if (!done.value) return misbehaves("an answer that cannot be read");
  if (calls_.end_stream(frame.request)) return stream_ended(done.value->verdict);
  if (calls_.end(frame.request) == Call::kOpen) opened(done.value->verdict);
}

void ChannelRunner::opened(const wire::Verdict& verdict) {
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
  if (plugin_->sends) sends_.wake();
  pump();
}

Duration ChannelRunner::call_failed(const wire::Verdict& verdict) {
  desk::ChannelHealth health = to_health(verdict);
  health.text = output_.without_secrets(health.text);
  health_.set(health);
  log_warning("channel call failed", {{"channel", id_},
                                      {"code", verdict.code},
                                      {"text", health.text},
                                      {"detail", output_.without_secrets(verdict.detail)}});
  if (needs_repair(verdict.status)) return jitter(runtime_.random, kAfterRepairNeeded, 20);
  const Duration pause = std::min<Duration>(kLongestPause, kFirstPause * (1LL << std::min(failures_++, 16)));
  return std::max(jitter(runtime_.random, pause, 20), std::chrono::duration_cast<Duration>(verdict.retry_after));
}

void ChannelRunner::pump() {
  const bool free = state_ == RunState::kRunning && host_ && !host_->is_stopping() && calls_.running() == Call::kNone;
  if (!free) return;
  const bool alone = calls_.streams() && !plugin_->sends_while_receiving;
  if (sends_.has_next() && alone) {
    stream_due_ = true;
    return calls_.cancel_stream();
  }
  if (sends_.has_next()) return begin_send();
  if (poll_due_ && !alone) return begin_poll();
  if (stream_due_ && !calls_.streams()) begin_stream();
}

void ChannelRunner::begin_send() {
  const SendQueue::Next next = sends_.next();
  const Duration limit = runtime_.options.send_limit;
  if (next.look_up) {
    const wire::LookupSend question{next.job->idempotency_key, next.job->message_key};
    return calls_.begin(Call::kLookUp, host_->ask(question), limit);
  }
  calls_.begin(Call::kSend, host_->ask(to_send(*next.job, limit)), limit + runtime_.options.cancel_grace);
}

void ChannelRunner::take_send_reply(const wire::Frame& frame) {
  auto reply = wire::decode<wire::SendReply>(frame);
  if (!reply.value) return misbehaves("an answer that cannot be read");
  if (calls_.end(frame.request) == Call::kNone) return;
  reply.value->verdict.text = output_.without_secrets(reply.value->verdict.text);
  if (needs_repair(reply.value->verdict.status)) call_failed(reply.value->verdict);
  sends_.finished(*reply.value);
  pump();
}

void ChannelRunner::begin_poll() {
  poll_due_ = false;
  if (!inbox_->has_room()) return plan_poll(kLookForRoom);
  poll_timer_.cancel();
  next_poll_at_ = Micros{};
  const Duration limit = runtime_.options.poll_limit;
  wire::Poll poll;
  poll.cursor = cursor_;
  poll.timeout = limit;
  calls_.begin(Call::kPoll, host_->ask(poll), limit + runtime_.options.cancel_grace);
}

void ChannelRunner::take_poll_done(const wire::Frame& frame) {
  const auto done = wire::decode<wire::PollDone>(frame);
  if (!done.value) return misbehaves("an answer that cannot be read");
  if (calls_.end(frame.request) != Call::kPoll) return;
  const wire::Verdict& verdict = done.value->verdict;
  if (verdict.ok()) {
    failures_ = 0;
    health_.success();
    if (done.value->more) {
      poll_due_ = true;
    } else {
      const auto told = std::chrono::duration_cast<Duration>(done.value->next_after);
      plan_poll(told > Duration::zero() ? std::clamp<Duration>(told, std::chrono::seconds(1), std::chrono::hours(24))
                                        : jitter(runtime_.random, plugin_->poll_interval, 10));
    }
  } else if (verdict.status == sdk::Status::kCancelled) {
    plan_poll(plugin_->poll_interval);
  } else {
    plan_poll(call_failed(verdict));
  }
  pump();
}

void ChannelRunner::plan_poll(Duration delay) {
  next_poll_at_ = runtime_.clock.now() + delay;
  poll_timer_ = runtime_.reactor->after(delay, [this] {
    poll_due_ = true;
    pump();
  });
}

void ChannelRunner::begin_stream() {
  stream_due_ = false;
  calls_.begin_stream(host_->ask(wire::Run{cursor_}));
  stream_timer_ = runtime_.reactor->after(kStreamIsGood, [this] {
    failures_ = 0;
    health_.success();
  });
}

void ChannelRunner::stream_ended(const wire::Verdict& verdict) {
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

void ChannelRunner::take_secret_get(const wire::Frame& frame) {
  const auto asked = wire::decode<wire::SecretGet>(frame);
  if (!asked.value || asked.value->path.size() > kMaxSecretPath)
    return misbehaves("a question for a secret that cannot be read");
  runtime_.worker.run(
      [port = &runtime_.ports.channels, id = id_, path = asked.value->path] { return port->secret(id, path); },
      host_scope_.guard([this, request = frame.request](Result<Secret> secret) {
        wire::SecretValue answer;
        answer.found = secret.ok() && !secret->empty();
        if (answer.found) {
          output_.hide(*secret);
          answer.value = secret->reveal();
        }
        host_->send(answer, request);
        wipe(answer.value);
      }));
}

void ChannelRunner::take_secret_put(const wire::Frame& frame) {
  auto given = wire::decode<wire::SecretPut>(frame);
  if (!given.value || given.value->path.size() > kMaxSecretPath) return misbehaves("a secret that cannot be read");
  auto value = std::make_shared<Secret>(std::move(given.value->value));
  output_.hide(*value);
  runtime_.worker.run([port = &runtime_.ports.channels, id = id_, path = given.value->path,
                       value] { return port->put_secret(id, path, value->clone()); },
                      host_scope_.guard([this, request = frame.request](Result<void> stored) {
                        wire::Done done;
                        if (!stored)
                          done.verdict = {sdk::Status::kRetry, "not_stored", "The secret could not be stored.", {}, {}};
                        host_->send(done, request);
                      }));
}

void ChannelRunner::take_health(const wire::Frame& frame) {
  const auto told = wire::decode<wire::Health>(frame);
  if (!told.value) return misbehaves("a state that cannot be read");
  if (told.value->state == FDK_HEALTH_OK) return health_.success();
  health_.set(desk::ChannelState::kDegraded, told.value->code, output_.without_secrets(told.value->text));
}

}  // namespace frontdesk::channels
