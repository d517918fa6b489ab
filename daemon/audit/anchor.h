// Anchor: the newest signed checkpoint in a file outside the database, so that an older copy of the database that was
// put back does not fit.
//
//   Anchor anchor(store, trail, directory + "/audit.anchor");
//   anchor.check();   // at start, before anything is written
//   anchor.sign();    // at start, every 60 s, and at the end
//
// Thread rule: any thread but the store's writer; check() and sign() by one thread at a time.
#pragma once

#include <atomic>
#include <string>
#include <utility>

#include "audit/trail.h"
#include "base/result.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::audit {

class Anchor {
 public:
  /// The references must outlive the anchor.
  Anchor(storage::Store& store, Trail& trail, std::string file)
      : store_(store), trail_(trail), file_(std::move(file)) {}

  /// The newest records fit together, and with the file. Errors: kCorrupt when they do not; those of storage and of the
  /// file.
  Result<void> check();
  /// Signs the trail as it is now and replaces the file. Never after a failed check(): the file is what proves that an
  /// older store was put back.
  Result<void> sign();
  /// Outcome of check(); true before.
  [[nodiscard]] bool is_intact() const { return intact_; }

 private:
  storage::Store& store_;
  Trail& trail_;
  const std::string file_;
  std::atomic<bool> intact_{true};
  Seq anchored_ = -1;  ///< size of the checkpoint in the file; -1: not written since the start
};

}  // namespace frontdesk::audit
