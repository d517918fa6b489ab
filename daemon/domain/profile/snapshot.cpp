#include "domain/profile/snapshot.h"

#include <algorithm>
#include <chrono>

namespace frontdesk::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr ClockKind kKinds[] = {ClockKind::kAcknowledge, ClockKind::kResponse, ClockKind::kResolve};

ServiceClock start_clock(ClockKind kind, std::int64_t round, Micros received_at, Duration limit) {
  ServiceClock clock;
  clock.kind = kind;
  clock.round = round;
  clock.started_at = received_at;
  clock.due_at = received_at + limit;
  return clock;
}

}  // namespace

Priority Profile::priority_for(TicketType type) const {
  const auto found = default_priority.find(type);
  return found == default_priority.end() ? Priority::kP3 : found->second;
}

std::optional<Duration> Profile::limit(ClockKind kind, TicketType type, Priority priority) const {
  const auto found = limits.find({kind, priority});
  if (found == limits.end()) return std::nullopt;
  const auto cap = type_caps.find({kind, type});
  return cap == type_caps.end() ? found->second : std::min(found->second, cap->second);
}

TicketType Profile::classify(const std::string& folded_text) const {
  for (const ClassificationRule& rule : classification) {
    for (const std::string& word : rule.words) {
      if (folded_text.find(word) != std::string::npos) return rule.type;
    }
  }
  return default_type;
}

Profile default_profile() {
  Profile profile;
  profile.default_priority = {{TicketType::kFunctionFault, Priority::kP1},
                              {TicketType::kServiceExperience, Priority::kP2},
                              {TicketType::kConsultation, Priority::kP3},
                              {TicketType::kComplaint, Priority::kP3}};
  profile.limits = {
      {{ClockKind::kAcknowledge, Priority::kP1}, minutes(15)}, {{ClockKind::kResponse, Priority::kP1}, hours(2)},
      {{ClockKind::kResponse, Priority::kP2}, hours(4)},       {{ClockKind::kResponse, Priority::kP3}, hours(8)},
      {{ClockKind::kResolve, Priority::kP1}, hours(24)},       {{ClockKind::kResolve, Priority::kP2}, hours(48)},
      {{ClockKind::kResolve, Priority::kP3}, hours(72)}};
  profile.type_caps = {{{ClockKind::kResponse, TicketType::kComplaint}, hours(4)}};
  return profile;
}

std::vector<ServiceClock> start_clocks(const Profile& profile, TicketType type, Priority priority, std::int64_t round,
                                       Micros received_at) {
  std::vector<ServiceClock> clocks;
  for (const ClockKind kind : kKinds) {
    if (const auto limit = profile.limit(kind, type, priority)) {
      clocks.push_back(start_clock(kind, round, received_at, *limit));
    }
  }
  return clocks;
}

void start_next_round(const Profile& profile, std::vector<ServiceClock>& clocks, TicketType type, Priority priority,
                      std::int64_t round, Micros now) {
  end_round(clocks, now);
  const auto fresh = start_clocks(profile, type, priority, round, now);
  clocks.insert(clocks.end(), fresh.begin(), fresh.end());
}

std::vector<ServiceClock> reclassify_clocks(const Profile& profile, std::vector<ServiceClock> clocks, TicketType type,
                                            Priority priority, const Round& round, Micros now) {
  for (const ClockKind kind : kKinds) {
    const auto limit = profile.limit(kind, type, priority);
    bool has_one = false;
    // More than one where a merged ticket still owed what had been met here.
    for (ServiceClock& clock : clocks) {
      if (clock.kind != kind || clock.round != round.number) continue;
      has_one = true;
      if (clock.met_at.is_set()) continue;
      if (!limit) {
        clock.state = ClockState::kVoid;
        continue;
      }
      clock.due_at = clock.started_at + *limit;
      clock.state = ClockState::kRunning;
      clock.breached_at = Micros{};
    }
    if (!has_one && limit) clocks.push_back(start_clock(kind, round.number, round.started_at, *limit));
  }
  if (round.answered_at.is_set()) {
    for (ServiceClock& clock : clocks) {
      if (waits_for_answer(clock.kind) && clock.started_at <= round.answered_at) meet(clock, round.answered_at);
    }
  }
  for (ServiceClock& clock : clocks) breach_if_due(clock, now);
  return clocks;
}

void take_over_clocks(const Profile& profile, std::vector<ServiceClock>& clocks, TicketType type, Priority priority,
                      std::int64_t round, const std::vector<ServiceClock>& of_other, Micros now) {
  for (const ServiceClock& other : of_other) {
    const auto limit = profile.limit(other.kind, type, priority);
    if (!other.is_owed() || !limit) continue;
    const auto same = std::find_if(clocks.begin(), clocks.end(), [&](const ServiceClock& clock) {
      return clock.kind == other.kind && clock.round == round && clock.is_owed();
    });
    if (same == clocks.end()) {
      clocks.push_back(start_clock(other.kind, round, other.started_at, *limit));
      breach_if_due(clocks.back(), now);
    } else if (other.started_at < same->started_at) {
      same->started_at = other.started_at;
      same->due_at = other.started_at + *limit;
      breach_if_due(*same, now);
    }
  }
}

}  // namespace frontdesk::domain
