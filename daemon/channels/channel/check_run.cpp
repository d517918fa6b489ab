#include "channels/channel/check_run.h"

#include <algorithm>

#include "channels/translation.h"

namespace frontdesk::channels {
namespace {

constexpr std::size_t kMaxSteps = 64;

}  // namespace

CheckRun::CheckRun(Runtime& runtime, CheckOrder order, Finished finished)
    : runtime_(runtime),
      order_(std::move(order)),
      finished_(std::move(finished)),
      output_(runtime.clock, ChannelId{}),
      host_(*runtime.reactor, runtime.options.host, runtime.users, order_.plugin, "check", output_,
            HostLife::Events{[this] { request_ = host_.ask(wire::Check{order_.config}); },
                             [this](const wire::Frame& frame) { take_frame(frame); },
                             [this](const HostEnd& end) {
                               if (!settled_)
                                 settle(Error{ErrorCode::kUnavailable, "The connection test broke off: " + end.reason});
                               finished_(std::move(*settled_));
                             }}) {}

void CheckRun::start() {
  limit_ = runtime_.reactor->after(runtime_.options.check_limit, [this] {
    settle(Error{ErrorCode::kTimeout, "The connection test did not end in time."});
    host_.kill("hung", "the connection test did not end in time");
  });
  host_.start();
}

void CheckRun::cancel() {
  settle(Error{ErrorCode::kUnavailable, "The connection test was broken off because the desk is being stopped."});
  host_.kill("stopped", "the desk is being stopped");
}

void CheckRun::take_frame(const wire::Frame& frame) {
  switch (static_cast<wire::Type>(frame.type)) {
    case wire::Type::kCheckStep: {
      const auto step = wire::decode<wire::CheckStep>(frame);
      if (!step.value) return host_.kill("garbage", "a step that cannot be read");
      if (outcome_.steps.size() >= kMaxSteps) return;
      outcome_.steps.push_back(to_check_step(step.value->step));
      outcome_.steps.back().text = output_.without_secrets(outcome_.steps.back().text);
      return;
    }
    case wire::Type::kSecretGet: return take_secret_get(frame);
    case wire::Type::kSecretPut:
      return host_.send(wire::Done{{sdk::Status::kRejected, "not_stored", "A test stores nothing.", {}, {}}},
                        frame.request);
    case wire::Type::kSubmit: {
      wire::SubmitReply refusal;
      refusal.verdict = {sdk::Status::kRejected, "not_taken", "A test takes no items.", {}, {}};
      return host_.send(refusal, frame.request);
    }
    case wire::Type::kDone: return take_done(frame);
    case wire::Type::kHealth:
    case wire::Type::kMetrics: return;
    default: return host_.kill("garbage", "the plugin sent something else than a test");
  }
}

void CheckRun::take_secret_get(const wire::Frame& frame) {
  const auto asked = wire::decode<wire::SecretGet>(frame);
  if (!asked.value) return host_.kill("garbage", "a question for a secret that cannot be read");
  wire::SecretValue answer;
  const auto found =
      std::ranges::find(order_.secrets, asked.value->path, [](const auto& secret) { return secret.first; });
  if (found != order_.secrets.end()) {
    output_.hide(found->second);
    answer.found = true;
    answer.value = found->second.reveal();
  }
  host_.send(answer, frame.request);
  wipe(answer.value);
}

void CheckRun::take_done(const wire::Frame& frame) {
  const auto done = wire::decode<wire::Done>(frame);
  if (!done.value) return host_.kill("garbage", "an answer that cannot be read");
  if (frame.request != request_) return;
  const wire::Verdict& verdict = done.value->verdict;
  outcome_.ok = verdict.ok();
  const auto failed = std::ranges::find(outcome_.steps, "failed", &desk::CheckStep::state);
  if (!verdict.ok() && failed == outcome_.steps.end()) {
    outcome_.steps.push_back({"check", "failed", verdict.code, output_.without_secrets(verdict.text)});
  } else if (!verdict.ok()) {
    failed->code = verdict.code;
  }
  settle(outcome_);
  host_.stop();
}

void CheckRun::settle(Result<desk::CheckOutcome> outcome) {
  if (!settled_) settled_.emplace(std::move(outcome));
}

}  // namespace frontdesk::channels
