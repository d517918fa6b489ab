#include "channels/channel/submit_gate.h"

#include <frontdesk/sdk/read_again.h>

#include <algorithm>
#include <exception>

#include "base/log.h"
#include "channels/translation.h"
#include "item/rules.h"

namespace frontdesk::channels {
namespace {

constexpr Duration kLookForRoom = std::chrono::milliseconds(200);

std::string broken_state(const std::vector<wire::StateEntry>& entries) {
  if (entries.size() > FDK_MAX_STATE_ENTRIES) return "too many state entries";
  for (const wire::StateEntry& entry : entries) {
    if (sdk::is_desk_state(entry.key)) return "a state key that is the desk's";
    if (entry.key.empty() || entry.key.size() > FDK_MAX_KEY) return "a state key is empty or too long";
    if (entry.value && entry.value->size() > FDK_MAX_STATE_VALUE) return "a state value is too large";
  }
  return {};
}

}  // namespace

SubmitGate::SubmitGate(Runtime& runtime, ChannelId channel,
                       const std::vector<std::pair<std::string, std::string>>& state, Events events)
    : runtime_(runtime), channel_(channel), events_(std::move(events)) {
  for (const auto& [key, value] : state) {
    if (sdk::is_desk_state(key)) continue;
    const std::size_t bytes = key.size() + value.size();
    if (state_.emplace(key, bytes).second) state_bytes_ += bytes;
  }
}

std::string SubmitGate::over_credit(const Load& load) {
  const wire::Window window;
  if (load.items > window.items) return "more items in one submit than a window holds";
  const auto too_much = [&](const Load& before) {
    return before.submits > 0 && (before.items + load.items > window.items || before.bytes + load.bytes > window.bytes);
  };
  if (too_much(in_flight_)) return "more than it has credit for";
  if (!closed_) return {};
  if (too_much(since_closed_)) return "items although its window is closed";
  since_closed_.items += load.items;
  since_closed_.bytes += load.bytes;
  since_closed_.submits += 1;
  return {};
}

std::string SubmitGate::over_state(const std::vector<wire::StateEntry>& entries) {
  for (const wire::StateEntry& entry : entries) {
    const auto found = state_.find(entry.key);
    if (found != state_.end()) {
      state_bytes_ -= found->second;
      state_.erase(found);
    }
    if (!entry.value || entry.value->empty()) continue;
    const std::size_t bytes = entry.key.size() + entry.value->size();
    state_.emplace(entry.key, bytes);
    state_bytes_ += bytes;
  }
  const bool over = state_.size() > FDK_MAX_STATE_ENTRIES || state_bytes_ > FDK_MAX_STATE_TOTAL;
  return over ? "more state than a plugin may keep" : "";
}

void SubmitGate::take(const wire::Frame& frame) {
  auto submit = wire::decode<wire::Submit>(frame);
  if (!submit.value) return events_.misbehaves("a submit that cannot be read: " + submit.error);
  const Load load{std::max<std::uint64_t>(submit.value->items.size(), 1), frame.header.size() + frame.tail.size(), 1};
  if (auto why = over_credit(load); !why.empty()) return events_.misbehaves(why);
  if (submit.value->cursor && submit.value->cursor->size() > FDK_MAX_CURSOR)
    return events_.misbehaves("a cursor that is too long");
  if (submit.value->refused.size() > wire::Window().items)
    return events_.misbehaves("more refused items than a batch may hold");
  if (auto why = broken_state(submit.value->state); !why.empty()) return events_.misbehaves(why);
  if (auto why = over_state(submit.value->state); !why.empty()) return events_.misbehaves(why);

  desk::InboundBatch batch;
  batch.channel = channel_;
  batch.cursor = submit.value->cursor;
  std::vector<sdk::ItemOutcome> outcomes;
  for (sdk::Item& item : submit.value->items) {
    // The host has checked the same rules, but the host runs the plugin's code.
    std::string refusal = item::broken_rule(item);
    desk::InboundItem inbound(std::move(item));
    if (refusal.empty()) refusal = inbound.unsupported();
    if (refusal.empty()) {
      outcomes.push_back({sdk::Outcome::kAccepted, {}});
      batch.items.push_back(std::move(inbound));
    } else {
      batch.refused.push_back({inbound.ledger_key(), inbound.raw, refusal});
      outcomes.push_back({sdk::Outcome::kRejected, std::move(refusal)});
    }
  }
  for (wire::Refused& item : submit.value->refused) {
    batch.refused.push_back({std::move(item.key), std::move(item.content), std::move(item.reason)});
  }
  for (wire::StateEntry& entry : submit.value->state) {
    batch.state_writes.emplace_back(std::move(entry.key), std::move(entry.value).value_or(std::string()));
  }
  in_flight_.items += load.items;
  in_flight_.bytes += load.bytes;
  in_flight_.submits += 1;
  auto done = lifetime_.guard([this, request = frame.request, load, outcomes = std::move(outcomes),
                               cursor = batch.cursor](Result<std::vector<desk::ItemOutcome>> result) mutable {
    try {
      finish(request, load, std::move(outcomes), cursor, std::move(result));
    } catch (const std::exception&) {
      events_.failed();
    }
  });
  runtime_.ports.inbound.submit(
      std::move(batch), [reactor = runtime_.reactor, done](Result<std::vector<desk::ItemOutcome>> result) {
        reactor->post([done, result = std::move(result)]() mutable { done(std::move(result)); });
      });
}

void SubmitGate::finish(std::uint64_t request, Load load, std::vector<sdk::ItemOutcome> outcomes,
                        const std::optional<std::string>& cursor, Result<std::vector<desk::ItemOutcome>> result) {
  in_flight_.items -= load.items;
  in_flight_.bytes -= load.bytes;
  in_flight_.submits -= 1;
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
  if (!result) return;
  const auto fresh = std::ranges::count(reply.outcomes, sdk::Outcome::kAccepted, &sdk::ItemOutcome::outcome);
  events_.taken(cursor, reply.outcomes.size(), static_cast<std::size_t>(fresh));
}

wire::Window SubmitGate::next_window() {
  if (has_room()) {
    // The answer that carries this window opens it again: what the host sends from now on is within its credit.
    closed_ = false;
    reopen_timer_.cancel();
    return {};
  }
  if (!closed_) since_closed_ = {};
  closed_ = true;
  reopen_timer_ = runtime_.reactor->after(kLookForRoom, [this] { reopen(); });
  return {0, 0};
}

void SubmitGate::reopen() {
  if (!closed_) return;
  if (!has_room()) {
    reopen_timer_ = runtime_.reactor->after(kLookForRoom, [this] { reopen(); });
    return;
  }
  closed_ = false;
  events_.credit({});
}

}  // namespace frontdesk::channels
