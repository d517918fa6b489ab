// BlobStore: sealed bytes (raw originals, attachments) in append-only segment files beside the database.
//
// put() appends within a writer unit; the writer syncs the segment before it commits the group, so a row never names
// bytes that a crash can lose. Bytes of a unit that is undone stay as a gap that the sweep removes. What is put is
// already sealed by the vault; the store adds a SHA-256 of the stored bytes, checked on every get().
#pragma once

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  /// `size` is the length before sealing, kept for display. Writer thread only.
  virtual Result<void> put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) = 0;
  /// Errors: kNotFound, kCorrupt (digest differs), kIo. Any thread.
  virtual Result<Bytes> get(ReadTx& tx, BlobId id) = 0;
};

}  // namespace frontdesk::storage
