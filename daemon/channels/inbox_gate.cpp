#include "channels/inbox_gate.h"

#include "base/log.h"
#include "channels/translation.h"
#include "wire/item_rules.h"

namespace frontdesk::channels {
namespace {

/// The plugin's threads may submit side by side, but not without bound.
constexpr std::size_t kMaxSubmitsInFlight = 16;
constexpr std::size_t kMaxStateEntries = 1024;
constexpr Duration kLookForRoom = std::chrono::milliseconds(200);

std::string broken_state(const std::vector<wire::StateEntry>& entries) {
  if (entries.size() > kMaxStateEntries) return "too many state entries";
  for (const wire::StateEntry& entry : entries) {
    if (entry.key.empty() || entry.key.size() > FDK_MAX_KEY) return "a state key is empty or too long";
    if (entry.value && entry.value->size() > FDK_MAX_STATE_VALUE) return "a state value is too large";
  }
  return {};
}

}  // namespace

InboxGate::InboxGate(Runtime& runtime, ChannelId channel, Events events)
    : runtime_(runtime), channel_(channel), events_(std::move(events)) {}

void InboxGate::take(const wire::Frame& frame) {
  auto submit = wire::decode<wire::Submit>(frame);
  if (!submit.value) return events_.misbehaves("a submit that cannot be read: " + submit.error);
  const bool too_much = submit.value->items.size() > wire::Window{}.items || submits_in_flight_ >= kMaxSubmitsInFlight;
  if (too_much) return events_.misbehaves("more items than it has credit for");
  if (submit.value->cursor && submit.value->cursor->size() > FDK_MAX_CURSOR)
    return events_.misbehaves("a cursor that is too long");
  if (auto why = broken_state(submit.value->state); !why.empty()) return events_.misbehaves(why);

  desk::InboundBatch batch;
  batch.channel = channel_;
  batch.cursor = submit.value->cursor;
  std::vector<sdk::ItemOutcome> outcomes;
  for (sdk::Item& item : submit.value->items) {
    // The host has checked the same rules, but the host runs the plugin's code.
    std::string broken = wire::broken_rule(item);
    const auto outcome = broken.empty() ? sdk::Outcome::kAccepted : sdk::Outcome::kRejected;
    outcomes.push_back({outcome, std::move(broken)});
    if (outcome == sdk::Outcome::kAccepted) batch.items.push_back(to_inbound(std::move(item)));
  }
  for (wire::StateEntry& entry : submit.value->state) {
    batch.state_writes.emplace_back(std::move(entry.key), std::move(entry.value).value_or(std::string()));
  }
  ++submits_in_flight_;
  auto done = lifetime_.guard([this, request = frame.request, outcomes = std::move(outcomes),
                               cursor = batch.cursor](Result<std::vector<desk::ItemOutcome>> result) mutable {
    finish(request, std::move(outcomes), std::move(cursor), std::move(result));
  });
  runtime_.ports.inbound.submit(
      std::move(batch), [reactor = runtime_.reactor, done](Result<std::vector<desk::ItemOutcome>> result) {
        reactor->post([done, result = std::move(result)]() mutable { done(std::move(result)); });
      });
}

void InboxGate::finish(std::uint64_t request, std::vector<sdk::ItemOutcome> outcomes, std::optional<std::string> cursor,
                       Result<std::vector<desk::ItemOutcome>> result) {
  --submits_in_flight_;
  wire::SubmitReply reply;
  if (!result) {
    log_warning("items were not taken", {{"channel", channel_}, {"reason", result.error()}});
    reply.verdict = {
        sdk::Status::kRetry, "not_taken", "The desk could not store the items; submit them again.", {}, {}};
  } else {
    auto next = result->begin();
    for (sdk::ItemOutcome& outcome : outcomes) {
      if (outcome.outcome == sdk::Outcome::kAccepted && next != result->end()) outcome = to_outcome(*next++);
    }
    reply.outcomes = std::move(outcomes);
  }
  reply.window = next_window();
  events_.reply(reply, request);
  if (result) events_.taken(cursor, reply.outcomes.size());
}

wire::Window InboxGate::next_window() {
  if (has_room()) return {};
  closed_ = true;
  reopen_timer_ = runtime_.reactor->after(kLookForRoom, [this] { reopen(); });
  return {0, 0};
}

void InboxGate::reopen() {
  if (!closed_) return;
  if (!has_room()) {
    reopen_timer_ = runtime_.reactor->after(kLookForRoom, [this] { reopen(); });
    return;
  }
  closed_ = false;
  events_.credit({});
}

}  // namespace frontdesk::channels
