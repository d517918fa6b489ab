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
    const auto of_kind = [&](const ServiceClock& clock) { return clock.kind == kind && clock.round == round.number; };
    const auto found = std::find_if(clocks.begin(), clocks.end(), of_kind);
    if (found == clocks.end()) {
      if (limit) clocks.push_back(start_clock(kind, round.number, round.started_at, *limit));
    } else if (found->met_at.is_set()) {
      continue;
    } else if (!limit) {
      found->state = ClockState::kVoid;
    } else {
      found->due_at = found->started_at + *limit;
      found->state = ClockState::kRunning;
      found->breached_at = Micros{};
    }
  }
  if (round.answered_at.is_set()) meet_answers(clocks, round.answered_at);
  for (ServiceClock& clock : clocks) breach_if_due(clock, now);
  return clocks;
}

}  // namespace frontdesk::domain
