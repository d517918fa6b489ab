#include "domain/clock/service_clock.h"

namespace frontdesk::domain {

void meet(ServiceClock& clock, Micros at) {
  if (!clock.is_owed()) return;
  clock.met_at = at;
  if (at > clock.due_at) {
    clock.state = ClockState::kBreached;
    if (!clock.breached_at.is_set()) clock.breached_at = clock.due_at;
  } else {
    clock.state = ClockState::kMet;
    clock.breached_at = Micros{};
  }
}

bool breach_if_due(ServiceClock& clock, Micros now) {
  if (!clock.is_owed() || clock.breached_at.is_set() || now <= clock.due_at) return false;
  clock.breached_at = clock.due_at;
  clock.state = ClockState::kBreached;
  return true;
}

bool waits_for_answer(ClockKind kind) { return kind == ClockKind::kAcknowledge || kind == ClockKind::kResponse; }

bool meet_answers(std::vector<ServiceClock>& clocks, Micros at) {
  bool changed = false;
  for (ServiceClock& clock : clocks) {
    if (!waits_for_answer(clock.kind) || !clock.is_owed()) continue;
    meet(clock, at);
    changed = true;
  }
  return changed;
}

void end_round(std::vector<ServiceClock>& clocks, Micros now) {
  for (ServiceClock& clock : clocks) {
    if (!clock.is_owed()) continue;
    breach_if_due(clock, now);
    if (clock.breached_at.is_set()) {
      meet(clock, now);
    } else {
      clock.state = ClockState::kVoid;
    }
  }
}

std::optional<Micros> round_start(const std::vector<ServiceClock>& clocks, std::int64_t round) {
  std::optional<Micros> start;
  for (const ServiceClock& clock : clocks) {
    if (clock.round == round && (!start || clock.started_at < *start)) start = clock.started_at;
  }
  return start;
}

const ServiceClock* next_owed(const std::vector<ServiceClock>& clocks) {
  const ServiceClock* next = nullptr;
  for (const ServiceClock& clock : clocks) {
    if (clock.is_owed() && (next == nullptr || clock.due_at < next->due_at)) next = &clock;
  }
  return next;
}

}  // namespace frontdesk::domain
