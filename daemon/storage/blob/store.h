// BlobStore: sealed bytes (raw originals, attachments) in append-only segment files beside the database.
//
// put() appends within a writer unit; the writer syncs the segment before it commits the group, so a row never names
// bytes that a crash can lose. Bytes of a unit that is undone stay as a gap that the sweep removes. What is put is
// already sealed by the vault; the store adds a SHA-256 of the stored bytes, checked on every get().
#pragma once

#include <optional>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/blob/damage.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  /// `size` is the length before sealing, kept for display. Writer thread only.
  virtual Result<void> put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) = 0;
  /// Errors: kNotFound, kCorrupt (cut, or its digest differs), kIo (gone, unreadable), kUnavailable for now. Any
  /// thread.
  virtual Result<Bytes> get(ReadTx& tx, BlobId id) = 0;

  /// Reads the bytes at the place, piece by piece and past the cache of later readers; nullopt: they are those of the
  /// row. Errors: kUnavailable, nothing can be said now. Any thread.
  virtual Result<std::optional<Damage>> look_at(const BlobPlace& place) = 0;
  struct SegmentLook {
    std::optional<Damage> damage;  ///< nullopt: the file reaches as far as rows say
    std::int64_t length = 0;       ///< that is there, in bytes
  };
  /// The file's length alone. Errors: as above. Any thread.
  virtual Result<SegmentLook> look_at_segment(const SegmentExtent& extent) = 0;
  /// What comes next lies in a segment behind this one, so that it can be put back from a backup and nothing newer is
  /// lost by it. Any thread.
  virtual void leave_segment(std::int64_t segment) = 0;
};

}  // namespace frontdesk::storage
