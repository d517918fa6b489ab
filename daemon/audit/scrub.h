// Scrub: walks the whole trail and every row that carries a sum, a stretch at a time, again and again, and raises an
// alarm where something was changed past the desk. The start looks only at the newest records.
//
//   Scrub scrub(store, trail, alarms, directory + "/audit.scrub");
//   scrub.check_people();   // at start: users, sessions, channels, whole
//   scrub.step();           // every 30 s; goes on where it stopped, also after a restart
//
// Thread rule: any thread but the store's writer, one at a time; progress() by any.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>

#include "audit/alarms.h"
#include "audit/trail.h"
#include "base/result.h"

namespace frontdesk::storage {
class Store;
struct SummedTable;
}  // namespace frontdesk::storage

namespace frontdesk::audit {

class Scrub {
 public:
  /// How much one step looks at: about 50 ms.
  static constexpr Seq kRecords = 4096;
  static constexpr std::size_t kRows = 4096;

  /// `file` holds the place where the next step begins; empty: it is not kept.
  Scrub(storage::Store& store, Trail& trail, Alarms& alarms, std::string file)
      : store_(store), trail_(trail), alarms_(alarms), file_(std::move(file)) {}

  Result<void> check_people();
  Result<void> step();

  struct Progress {
    Seq record = 0;         ///< of the trail, the next to be looked at
    std::size_t table = 0;  ///< of storage::summed_tables()
    std::int64_t row = 0;   ///< the last that was looked at
  };
  [[nodiscard]] Progress progress() const;

 private:
  void load();
  Result<void> check_records(Progress& at);
  Result<void> check_rows(Progress& at);
  /// One stretch of a table, behind row `row`, which moves on; alarms are raised and settled. Whether there is more.
  Result<bool> check_stretch(const storage::SummedTable& table, std::int64_t& row);

  storage::Store& store_;
  Trail& trail_;
  Alarms& alarms_;
  const std::string file_;
  bool loaded_ = false;
  mutable std::mutex mutex_;  // guards at_
  Progress at_;
};

}  // namespace frontdesk::audit
