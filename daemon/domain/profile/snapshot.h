// Profile: the written service procedure as data — which clocks run for which ticket, and what a new ticket is taken
// for. Read from config/profile/*.yaml by the app room; immutable once loaded, shared as a snapshot.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "domain/access/rules.h"
#include "domain/clock/service_clock.h"
#include "domain/ticket/state.h"

namespace frontdesk::domain {

/// Words in a subject or text that decide type and priority of a new ticket, tried in order; folded (text::fold).
struct ClassificationRule {
  TicketType type = TicketType::kConsultation;
  std::vector<std::string> words;
};

struct Profile {
  std::string name = "sop";
  std::string version = "built-in";  ///< changes with every change of the file; part of every audit record
  std::string number_prefix = "P";
  std::string customer_prefix = "C";
  TicketType default_type = TicketType::kConsultation;
  /// D-02: the type sets the default priority.
  std::map<TicketType, Priority> default_priority;
  std::vector<ClassificationRule> classification;
  /// Limits by priority; a missing pair means that no such clock runs.
  std::map<std::pair<ClockKind, Priority>, Duration> limits;
  /// D-02: a type may tighten a limit, never loosen it (complaint: response within 4 h at any priority).
  std::map<std::pair<ClockKind, TicketType>, Duration> type_caps;
  /// Who may do what.
  std::shared_ptr<const AccessRules> access = default_access();

  [[nodiscard]] Priority priority_for(TicketType type) const;
  /// nullopt: no such clock for these facets.
  [[nodiscard]] std::optional<Duration> limit(ClockKind kind, TicketType type, Priority priority) const;
  /// The first rule with a word inside `folded_text`, else the default type.
  [[nodiscard]] TicketType classify(const std::string& folded_text) const;
};

/// The figures of procedure.md. The daemon reads them from the packaged file; tests build on these, and prove that the
/// file says the same.
Profile default_profile();

/// The clocks of a round that begins at `received_at`.
std::vector<ServiceClock> start_clocks(const Profile& profile, TicketType type, Priority priority, std::int64_t round,
                                       Micros received_at);

/// The next round begins at `now`: the clocks before it end, fresh ones start.
void start_next_round(const Profile& profile, std::vector<ServiceClock>& clocks, TicketType type, Priority priority,
                      std::int64_t round, Micros now);

/// The round that a ticket is in, as far as its clocks depend on it.
struct Round {
  std::int64_t number = 1;
  Micros started_at;   ///< receipt of what opened it
  Micros answered_at;  ///< first reply sent in it; not set while there is none. Meets only what began before
};

/// M-25: what changes when a ticket is reclassified. Owed clocks of the round get new due times from their own start;
/// kinds that no longer apply become void; kinds that now apply start with the round, and an answer that was sent
/// before they applied meets them. Met clocks and those of earlier rounds stay as they are.
std::vector<ServiceClock> reclassify_clocks(const Profile& profile, std::vector<ServiceClock> clocks, TicketType type,
                                            Priority priority, const Round& round, Micros now);

/// Another ticket becomes part of this one: what it still owes is owed here, in this round, since it began there. Where
/// the same is owed here, the earlier beginning counts; due times follow from this ticket's facets.
void take_over_clocks(const Profile& profile, std::vector<ServiceClock>& clocks, TicketType type, Priority priority,
                      std::int64_t round, const std::vector<ServiceClock>& of_other, Micros now);

}  // namespace frontdesk::domain
