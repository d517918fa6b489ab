// FakeDesk: the desk's three ports in memory, for tests of the supervisor.
//
// Everything a channel did can be awaited by wait_until(), which returns as soon as the condition holds.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "desk/ports.h"

namespace frontdesk::channels::test {

class FakeDesk final : public desk::InboundPort, public desk::OutboundPort, public desk::ChannelPort {
 public:
  struct Channel {
    desk::ChannelSetup setup;
    std::map<std::string, std::string> secrets;
    desk::ChannelHealth health;
    std::vector<desk::ChannelState> states;  ///< every state told, in order
    std::set<std::string> keys;              ///< dedup keys taken
    std::int64_t submits = 0;
    std::int64_t repeated = 0;  ///< items whose key was known
  };
  struct Queued {
    desk::OutboundJob job;
    std::vector<desk::SendReport> reports;
    bool due = true;
    int claims = 0;
  };

  /// `ready` runs under the lock. False when it did not come true within two minutes, which
  /// end what hangs on a machine that is busy with much else.
  template <class Ready>
  bool wait_until(Ready ready) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::minutes(2), ready);
  }
  template <class Change>
  void change(Change apply) {
    const std::lock_guard lock(mutex_);
    apply();
    changed_.notify_all();
  }

  // Guarded by the lock of wait_until and change.
  std::map<ChannelId, Channel> channels;
  std::vector<Queued> outbox;
  std::vector<desk::OutboundJob> interrupted;
  std::vector<desk::OutboundJob> unknown;  ///< what take_unknown() gives, once
  bool room = true;
  bool refuse_submits = false;
  std::atomic<bool> hold_claims = false;
  int claims_held = 0;
  bool hold_submits = false;
  std::vector<std::function<void()>> held_submits;  ///< answers that wait for release_submits()
  std::int64_t health_saves = 0;
  std::vector<std::string> refusals;            ///< reasons of items that were not taken
  std::set<desk::SendStatus> refused_statuses;  ///< reports that the desk will never take
  bool refuse_claims = false;
  int secret_reads = 0;
  int secret_saves = 0;
  int secrets_unavailable = 0;  ///< so many reads of secrets fail, as a busy store does

  void release_submits() {
    std::vector<std::function<void()>> answers;
    change([&] {
      hold_submits = false;
      answers.swap(held_submits);
    });
    for (const auto& answer : answers) answer();
  }

  void submit(desk::InboundBatch batch, Done done) override {
    std::vector<desk::ItemOutcome> outcomes;
    bool refused = false;
    bool held = false;
    change([&] {
      held = hold_submits;
      refused = refuse_submits;
      if (refused) return;
      Channel& channel = channels[batch.channel];
      ++channel.submits;
      for (const desk::RefusedItem& item : batch.refused) refusals.push_back(item.reason);
      for (const desk::InboundItem& item : batch.items) {
        const bool is_new = channel.keys.insert(item.ledger_key()).second;
        if (!is_new) ++channel.repeated;
        outcomes.push_back(is_new ? desk::ItemOutcome::kAccepted : desk::ItemOutcome::kDuplicate);
      }
      if (batch.cursor) channel.setup.cursor = *batch.cursor;
      if (held) held_submits.push_back([done, outcomes] { done(outcomes); });
    });
    if (held) return;
    if (refused) return done(Error{ErrorCode::kUnavailable, "refused by the test"});
    done(std::move(outcomes));
  }
  bool has_room() const override {
    const std::lock_guard lock(mutex_);
    return room;
  }

  Result<std::vector<desk::OutboundJob>> claim_due(ChannelId channel, std::size_t limit) override {
    auto jobs = look_at_due(channel, limit);
    for (const desk::OutboundJob& job : *jobs) {
      if (auto claimed = claim(job.id); !claimed) return std::move(claimed).error();
    }
    return jobs;
  }
  Result<std::vector<desk::OutboundJob>> look_at_due(ChannelId channel, std::size_t limit) override {
    std::vector<desk::OutboundJob> jobs;
    if (hold_claims) {
      change([&] { ++claims_held; });
      wait_until([&] { return !hold_claims; });
    }
    change([&] {
      for (Queued& queued : outbox) {
        if (!queued.due || queued.job.channel != channel || jobs.size() >= limit) continue;
        jobs.push_back(queued.job);
      }
    });
    return jobs;
  }
  Result<void> claim(OutboxId job) override {
    bool claimed = false;
    change([&] {
      for (Queued& queued : outbox) {
        if (queued.job.id != job || !queued.due || refuse_claims) continue;
        queued.due = false;
        ++queued.claims;
        claimed = true;
      }
    });
    if (!claimed) return Error{ErrorCode::kUnavailable, "refused by the test"};
    return {};
  }
  Result<void> report(OutboxId job, const desk::SendReport& report) override {
    bool refused = false;
    change([&] {
      refused = refused_statuses.contains(report.status);
      for (Queued& queued : outbox) {
        if (queued.job.id != job || refused) continue;
        queued.reports.push_back(report);
        // One that is to be tried at once is due again, as long as the test has not seen a third try.
        queued.due = report.status == desk::SendStatus::kRetry && queued.reports.size() < 3 && is_due_now(report);
        queued.job.attempt += 1;
      }
    });
    if (refused) return Error{ErrorCode::kCorrupt, "refused by the test"};
    return {};
  }
  Result<void> give_back(OutboxId job) override {
    change([&] {
      for (Queued& queued : outbox) {
        if (queued.job.id == job) queued.due = true;
      }
    });
    return {};
  }
  Result<std::vector<desk::OutboundJob>> take_unknown(ChannelId) override { return std::exchange(unknown, {}); }
  Result<std::vector<desk::OutboundJob>> take_interrupted() override { return std::exchange(interrupted, {}); }
  static bool is_due_now(const desk::SendReport& report) { return report.retry_at <= SystemClock().now(); }
  Result<std::optional<Micros>> next_due_at() override { return std::optional<Micros>(); }

  Result<std::vector<desk::ChannelSetup>> load_all() override {
    std::vector<desk::ChannelSetup> all;
    change([&] {
      for (const auto& [id, channel] : channels) all.push_back(channel.setup);
    });
    return all;
  }
  Result<desk::ChannelSetup> load(ChannelId id) override {
    const std::lock_guard lock(mutex_);
    const auto found = channels.find(id);
    if (found == channels.end()) return Error{ErrorCode::kNotFound, "no such channel"};
    return found->second.setup;
  }
  Result<Secret> secret(ChannelId id, const std::string& path) override {
    const std::lock_guard lock(mutex_);
    ++secret_reads;
    if (secrets_unavailable > 0) {
      --secrets_unavailable;
      return Error{ErrorCode::kUnavailable, "the store is busy"};
    }
    const auto& secrets = channels[id].secrets;
    const auto found = secrets.find(path);
    if (found == secrets.end()) return Error{ErrorCode::kNotFound, "no such secret"};
    return Secret(found->second);
  }
  Result<void> put_secret(ChannelId id, const std::string& path, Secret value) override {
    change([&] {
      ++secret_saves;
      channels[id].secrets[path] = value.reveal();
    });
    return {};
  }
  Result<void> save_health(ChannelId id, const desk::ChannelHealth& health) override {
    change([&] {
      ++health_saves;
      channels[id].health = health;
      channels[id].states.push_back(health.state);
    });
    return {};
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace frontdesk::channels::test
