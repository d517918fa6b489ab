// SegmentBlobStore: the blobs of a store as append-only files blobs/segment-000001.blob, each at most 256 MiB or one
// blob. A blob's place is its row in table blob; bytes that no row names (of undone units, of a crash) are gaps.
//
// Thread rule: put() and sync() on the writer thread, get() on any.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/blob/store.h"
#include "storage/sql/error.h"

namespace frontdesk::storage {

class SegmentBlobStore final : public BlobStore {
 public:
  /// `directory` is made when missing; appending goes on behind whatever the newest segment holds.
  /// `segment_bytes` is where a segment is full.
  static Result<std::unique_ptr<SegmentBlobStore>> open(const std::string& directory,
                                                        std::int64_t segment_bytes = 256LL << 20);
  ~SegmentBlobStore() override;
  SegmentBlobStore(const SegmentBlobStore&) = delete;
  SegmentBlobStore& operator=(const SegmentBlobStore&) = delete;

  Result<void> put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) override;
  Result<Bytes> get(ReadTx& tx, BlobId id) override;

  /// Makes everything that was put durable. After an error the store must not be written any more.
  Result<void> sync();

  /// The worst failure since the last clear: of put() or sync().
  [[nodiscard]] Severity worst() const { return worst_; }
  void clear_worst() { worst_ = Severity::kStatement; }

 private:
  SegmentBlobStore(std::string directory, std::int64_t segment_bytes)
      : directory_(std::move(directory)), segment_bytes_(segment_bytes) {}
  [[nodiscard]] std::string path_of(std::int64_t segment) const;
  Result<void> start_segment(std::int64_t number);
  Result<void> append(ByteView data);
  Error failure(const std::string& doing, int number);

  const std::string directory_;
  const std::int64_t segment_bytes_;
  int descriptor_ = -1;  // of the segment that grows
  std::int64_t segment_ = 0;
  std::int64_t tail_ = 0;         // where the next blob goes
  bool dirty_ = false;            // the growing segment has unsynced bytes
  bool directory_dirty_ = false;  // a new file's name is not durable yet
  std::vector<int> full_;         // full segments that still need a sync
  Severity worst_ = Severity::kStatement;
};

}  // namespace frontdesk::storage
