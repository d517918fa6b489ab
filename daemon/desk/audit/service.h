// AuditService: reading the trail, and putting on record that somebody was refused (security.md, bad inputs 49).
//
// A refusal changes nothing, so nobody pays for its record but the trail: one person's refusals are recorded up to
// kMostPerMinute a minute, the next record tells how many were left out. Thread rule: any thread but the store's
// writer.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "audit/browse.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "desk/actor.h"

namespace frontdesk::audit {
class Trail;
}
namespace frontdesk::storage {
class Store;
}

namespace frontdesk::desk {

struct TrailGuard;

/// What was refused. Nothing here comes from the caller's hand but the id.
struct Denial {
  std::string what;         ///< method and route pattern, e.g. "GET /api/v1/tickets/{id}"
  std::string why;          ///< error key or code, e.g. "error.forbidden"
  std::string object_type;  ///< "ticket", …; may be empty
  std::int64_t object_id = 0;
};

/// A record as the auditor reads it.
struct AuditEntry {
  audit::Record record;
  std::string number;  ///< of the ticket that the record is about; empty for everything else
};

class AuditService {
 public:
  static constexpr std::int64_t kMostPerMinute = 10;

  AuditService(storage::Store& store, audit::Trail& trail, const Clock& clock)
      : store_(store), trail_(trail), clock_(clock) {}

  /// The trail goes on as it stands, though an alarm is about it: signatures are held until somebody says so. On record
  /// with what it was about and why. Errors: kConflict (key "error.no_alarm") when nothing is held.
  Result<void> accept(const Actor& actor, const TrailGuard& guard, const std::string& reason);

  /// Newest first; with a `ticket_number`, what is about that ticket (nothing when there is none).
  Result<std::vector<AuditEntry>> list(audit::Query query, const std::string& ticket_number) const;
  Result<audit::TrailState> state() const;

  /// Records "access.denied" for somebody who is signed in; false when the minute's share is used up.
  bool record_denial(const Actor& actor, const Denial& denial);

 private:
  struct Minute {
    Duration began{0};
    std::int64_t recorded = 0;
    std::int64_t left_out = 0;  ///< since the last record
  };

  storage::Store& store_;
  audit::Trail& trail_;
  const Clock& clock_;
  std::mutex mutex_;  // guards minutes_
  std::map<UserId, Minute> minutes_;
};

}  // namespace frontdesk::desk
