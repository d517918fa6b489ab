// BlobScrub: looks whether the bytes of originals and attachments are still on disk as their rows say. Damage is kept
// as rows (storage/blob/damage.h), raises an alarm for each segment that it hits, and is withdrawn when the bytes are
// back.
//
//   BlobScrub scrub(store, alarms, clock, directory + "/blobs.scrub");
//   scrub.check_at_start();  // every file is there and long enough
//   scrub.step();            // every 10 s: the same, and a stretch of bytes; goes on where it stopped, also after a
//   restart
//
// A fault counts only while the row still names that place, so that nothing is told of what is deleted or moved
// meanwhile. Thread rule: any thread but the store's writer, one at a time; damaged() and progress() by any.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "audit/alarms.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/blob/store.h"

namespace frontdesk::storage {
class Store;
}

namespace frontdesk::audit {

class BlobScrub {
 public:
  /// How much one step reads at the most, one blob more: a gigabyte takes about five minutes.
  static constexpr std::int64_t kBytes = std::int64_t{32} << 20;
  static constexpr std::size_t kBlobs = 1024;

  /// `file` holds the place where the next step begins; empty: it is not kept.
  BlobScrub(storage::Store& store, Alarms& alarms, const Clock& clock, std::string file)
      : store_(store), alarms_(alarms), clock_(clock), file_(std::move(file)) {}

  Result<void> check_at_start();
  Result<void> step();

  /// Blobs that are damaged, as of the last look.
  [[nodiscard]] std::int64_t damaged() const { return damaged_; }

  struct Progress {
    std::int64_t segment = 0;  ///< of the last blob that was looked at
    std::int64_t position = 0;
    std::int64_t blob = 0;
  };
  [[nodiscard]] Progress progress() const;

 private:
  struct Finding {
    storage::BlobPlace place;
    storage::Damage damage{};
  };
  /// Of a stretch of blobs: how many were looked at, and those that were found damaged.
  struct Stretch {
    std::size_t looked_at = 0;
    std::vector<Finding> damaged;
  };

  void load();
  Result<void> check_segments();
  Result<void> mark(std::int64_t segment, const storage::BlobStore::SegmentLook& look);
  Result<Stretch> look_at(const std::vector<storage::BlobPlace>& places);
  Result<void> check_next();
  /// Some of those that are known to be damaged, in turn.
  Result<void> check_damaged_again();
  /// One alarm for each segment with damage, none for any other.
  Result<void> tell();

  storage::Store& store_;
  Alarms& alarms_;
  const Clock& clock_;
  const std::string file_;
  bool loaded_ = false;
  BlobId checked_again_;  // the last
  std::atomic<std::int64_t> damaged_{0};
  mutable std::mutex mutex_;  // guards at_
  Progress at_;
};

}  // namespace frontdesk::audit
