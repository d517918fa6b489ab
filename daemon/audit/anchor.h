// Anchor: the newest signed checkpoint outside the database (anchor_place.h), and what it says at the start.
//
//   Anchor anchor(store, trail, alarms, clock, std::move(places));   // the first place lies beside the database
//   anchor.check();   // at start, before anything is written
//   anchor.sign();    // at start, every 60 s, and at the end
//
// check() refuses a trail that is broken. A trail that could be whole, but that no anchor vouches for — records and no
// anchor, an anchor older than one kept elsewhere, or older than the records can be after a crash — raises an alarm,
// and nothing is signed until somebody accepts it (alarms.h). Thread rule: any thread but the store's writer; check()
// and sign() by one thread at a time; state() by any.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "audit/alarms.h"
#include "audit/anchor_place.h"
#include "audit/integrity.h"
#include "audit/trail.h"
#include "base/result.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::audit {

struct AnchorState {
  Seq size = -1;                    ///< of the newest checkpoint that was anchored since the start; -1: none yet
  Micros at;                        ///< when
  std::vector<std::string> places;  ///< that took it
  std::vector<std::string> missed;  ///< that did not
};

class Anchor {
 public:
  /// The references must outlive the anchor.
  Anchor(storage::Store& store, Trail& trail, Alarms& alarms, const Clock& clock, AnchorPlaces places)
      : store_(store), trail_(trail), alarms_(alarms), clock_(clock), places_(std::move(places)) {}

  /// The newest records fit together, and with the anchors; rows that are older than sums get theirs, once. Errors:
  /// kCorrupt when the trail is broken; those of storage and of the place beside the database.
  Result<void> check();
  /// Signs the trail as it is now and tells every place; nothing while an alarm holds signatures back. Never after a
  /// failed check(): the anchor is what proves that an older store was put back. `last`: the daemon ends.
  Result<void> sign(bool last = false);
  /// The trail goes on as it stands; the caller has put on record who says so and why.
  Result<void> accept();

  [[nodiscard]] AnchorState state() const;

 private:
  struct Notes {
    std::string all;     ///< of every place that can be read
    Seq beside = -1;     ///< newest size beside the database; -1: none
    Seq elsewhere = -1;  ///< newest size in another place
    std::string where;   ///< the name of that place
  };
  Result<Notes> read_places(const PublicKey& key) const;
  Result<void> sum_rows_once(Seq size);
  Result<void> alarm_at_gap(const Notes& notes, Seq size);
  void tell_places(const std::string& note, Seq size, bool last);

  storage::Store& store_;
  Trail& trail_;
  Alarms& alarms_;
  const Clock& clock_;
  const AnchorPlaces places_;
  mutable std::mutex mutex_;  // guards state_
  AnchorState state_;
};

}  // namespace frontdesk::audit
