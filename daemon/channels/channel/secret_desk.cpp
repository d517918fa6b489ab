#include "channels/channel/secret_desk.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/log.h"

namespace frontdesk::channels {
namespace {

constexpr std::size_t kMaxPath = 200;
constexpr std::size_t kMaxSecret = 64U << 10;
constexpr std::size_t kMostOpen = 1000;
constexpr std::size_t kMostRenewals = 50;
constexpr std::size_t kMostKnown = 64;
constexpr Duration kLookAgain = std::chrono::milliseconds(20);
constexpr Duration kReadAgain = std::chrono::seconds(1);
constexpr Duration kStoreAgain = std::chrono::seconds(1);

bool is_passing(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kIo || error.code == ErrorCode::kTimeout;
}

}  // namespace

SecretDesk::SecretDesk(Runtime& runtime, ChannelId channel, PluginOutput& output, std::vector<std::string> form_paths,
                       Events events)
    : runtime_(runtime),
      channel_(channel),
      output_(output),
      form_paths_(std::move(form_paths)),
      events_(std::move(events)) {}

void SecretDesk::take_get(const wire::Frame& frame) {
  auto asked = wire::decode<wire::SecretGet>(frame);
  if (!asked.value || asked.value->path.size() > kMaxPath)
    return events_.misbehaves("a question for a secret that cannot be read");
  if (questions_.size() >= kMostOpen)
    return events_.misbehaves("questions for secrets without waiting for the answers");
  questions_.push_back({std::move(asked.value->path), frame.request});
  if (questions_.size() == 1) answer_waiting();
}

void SecretDesk::answer_waiting() {
  while (!questions_.empty() && answers_.take(runtime_.clock.monotonic())) {
    const Question question = std::move(questions_.front());
    questions_.pop_front();
    answer(question);
  }
  if (!questions_.empty()) answer_timer_ = runtime_.reactor->after(kLookAgain, [this] { answer_waiting(); });
}

void SecretDesk::answer(const Question& question) {
  const auto known = known_.find(question.path);
  if (known != known_.end()) return tell(question, &known->second);
  read(question);
}

void SecretDesk::read(Question question) {
  auto path = question.path;
  runtime_.worker.run(
      [port = &runtime_.ports.channels, id = channel_, path = std::move(path)] { return port->secret(id, path); },
      lifetime_.guard(
          [this, question = std::move(question)](Result<Secret> secret) { told(question, std::move(secret)); }));
}

void SecretDesk::told(const Question& question, Result<Secret> secret) {
  if (!secret && is_passing(secret.error())) {
    log_warning("a secret cannot be read now", {{"channel", channel_}, {"reason", secret.error()}});
    questions_.push_back(question);
    answer_timer_ = runtime_.reactor->after(kReadAgain, [this] { answer_waiting(); });
    return;
  }
  if (!secret || secret->empty()) return tell(question, nullptr);
  output_.hide(*secret);
  if (known_.size() >= kMostKnown) return tell(question, &*secret);
  const auto kept = known_.insert_or_assign(question.path, std::move(*secret)).first;
  tell(question, &kept->second);
}

void SecretDesk::tell(const Question& question, const Secret* secret) {
  wire::SecretValue answer;
  answer.found = secret != nullptr;
  if (secret != nullptr) answer.value = secret->reveal();
  events_.answer(answer, question.request);
  wipe(answer.value);
}

void SecretDesk::take_put(const wire::Frame& frame) {
  auto given = wire::decode<wire::SecretPut>(frame);
  if (!given.value || given.value->path.size() > kMaxPath) return events_.misbehaves("a secret that cannot be read");
  Renewal renewal{std::move(given.value->path), Secret(std::move(given.value->value)), frame.request};
  const bool fits =
      renewal.value.reveal().size() <= kMaxSecret && std::ranges::find(form_paths_, renewal.path) != form_paths_.end();
  if (!fits) {
    return refuse(frame.request, sdk::Status::kRejected,
                  "Only secrets of the configuration's form are stored, of at most 64 KiB.");
  }
  if (renewals_.size() >= kMostRenewals) {
    return refuse(frame.request, sdk::Status::kRetry, "Too many new secrets wait to be stored.");
  }
  output_.hide(renewal.value);
  renewals_.push_back(std::move(renewal));
  if (renewals_.size() == 1) store_waiting();
}

void SecretDesk::store_waiting() {
  while (!renewals_.empty() && stores_.take(runtime_.clock.monotonic())) {
    Renewal renewal = std::move(renewals_.front());
    renewals_.pop_front();
    store(std::move(renewal));
  }
  if (!renewals_.empty()) store_timer_ = runtime_.reactor->after(kStoreAgain, [this] { store_waiting(); });
}

void SecretDesk::store(Renewal renewal) {
  auto shared = std::make_shared<Renewal>(std::move(renewal));
  runtime_.worker.run([port = &runtime_.ports.channels, id = channel_,
                       shared] { return port->put_secret(id, shared->path, shared->value.clone()); },
                      lifetime_.guard([this, shared](const Result<void>& stored) {
                        if (!stored)
                          return refuse(shared->request, sdk::Status::kRetry, "The secret could not be stored.");
                        known_.insert_or_assign(shared->path, std::move(shared->value));
                        events_.stored({}, shared->request);
                      }));
}

void SecretDesk::refuse(std::uint64_t request, sdk::Status status, const char* text) {
  events_.stored({{status, "not_stored", text, {}, {}}}, request);
}

}  // namespace frontdesk::channels
