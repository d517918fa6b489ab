// Clock: one obligation with a due time (procedure.md, "Figures"). Due times are a pure function of when the
// obligation began, the profile and the ticket's facets; reclassifying recomputes them from receipt (M-25).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace frontdesk::domain {

/// Numbers are stored; see domain/profile/words.h for the words. Later issues append kinds.
enum class ClockKind : std::int64_t { kAcknowledge = 1, kResponse = 2, kResolve = 3 };
enum class ClockState : std::int64_t { kRunning = 1, kPaused = 2, kMet = 3, kBreached = 4, kVoid = 5 };

/// A due time later than any real one: sorts tickets without a running clock last.
inline constexpr Micros kNeverDue{std::int64_t{1} << 62};

/// `breached_at` is kept when the clock is met late: the state is then kBreached for good, met_at tells when it ended.
struct ServiceClock {
  ClockId id;
  ClockKind kind = ClockKind::kResponse;
  ClockState state = ClockState::kRunning;
  std::int64_t round = 1;
  Micros started_at;
  Micros due_at;
  Micros met_at;
  Micros breached_at;

  /// Still owed: running and not yet met, breached or not.
  [[nodiscard]] bool is_owed() const { return !met_at.is_set() && state != ClockState::kVoid; }
  friend bool operator==(const ServiceClock&, const ServiceClock&) = default;
};

/// The obligation was fulfilled at `at`; late fulfilment stays a breach. No effect when it is no longer owed.
void meet(ServiceClock& clock, Micros at);
/// Marks the breach when `now` is past the due time of an owed clock; true when this call changed it.
bool breach_if_due(ServiceClock& clock, Micros now);

/// An answer to the customer meets it.
bool waits_for_answer(ClockKind kind);
/// The customer was answered at `at`: what waits for an answer (acknowledge, response) is met. True when that changed
/// one.
bool meet_answers(std::vector<ServiceClock>& clocks, Micros at);

/// A round is over: what it still owes will not be asked for any more. A breach stays one, the rest becomes void.
void end_round(std::vector<ServiceClock>& clocks, Micros now);

/// When the round began, as its clocks tell; nullopt when it has none.
std::optional<Micros> round_start(const std::vector<ServiceClock>& clocks, std::int64_t round);

/// The owed clock that is due first, or nullptr.
const ServiceClock* next_owed(const std::vector<ServiceClock>& clocks);

}  // namespace frontdesk::domain
