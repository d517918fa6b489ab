// Alarms: what was found changed past the desk — a gap or a fault of the trail, a row whose sum does not fit, a segment
// whose bytes are gone. Each is
// written into the trail as "audit.alarm" and to the log, once, and stays until it is settled.
//
// While one is about the trail itself nothing is signed: a signature over a gap would make the forgery ours. Somebody
// with the right says that the trail goes on as it stands ("audit.accept", with a reason); until then the alarm comes
// back with every start. Thread rule: any thread but the store's writer.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "audit/trail.h"
#include "base/result.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::audit {

inline constexpr const char* kAlarmAction = "audit.alarm";
inline constexpr const char* kAcceptAction = "audit.accept";

struct Alarm {
  std::string
      object;  ///< "audit_record", or the kind of the row: user, session, channel, outbox, ticket; or kSegmentObject
  std::int64_t id = 0;  ///< position in the trail, the row's id, or the segment's number
  std::string reason;   ///< in words
};

/// What an alarm about a segment of stored files is about (blob_scrub.h).
inline constexpr const char* kSegmentObject = "blob_segment";
/// About the trail or a row, which somebody changed; else about a file, which a disk can lose by itself.
inline bool is_of_records(const Alarm& alarm) { return alarm.object != kSegmentObject; }

class Alarms {
 public:
  /// Both must outlive the alarms.
  Alarms(storage::Store& store, Trail& trail) : store_(store), trail_(trail) {}

  /// At start: alarms of the trail that are on record and that nobody has accepted.
  Result<void> take_up();
  /// Nothing to do for one that stands already. An alarm that cannot be recorded stands all the same.
  void raise(const Alarm& alarm);
  /// The row fits again: somebody wrote it anew. Or the segment is whole again.
  void settle(const std::string& object, std::int64_t id);
  /// Those of the trail are over; the caller has recorded kAcceptAction.
  void accept();

  [[nodiscard]] bool holds_signatures() const;
  /// The first 100, those of the trail before those of rows.
  [[nodiscard]] std::vector<Alarm> standing() const;

 private:
  void hold(const Alarm& alarm);

  storage::Store& store_;
  Trail& trail_;
  mutable std::mutex mutex_;     // guards standing_
  std::vector<Alarm> standing_;  // at most kMostStanding
};

}  // namespace frontdesk::audit
