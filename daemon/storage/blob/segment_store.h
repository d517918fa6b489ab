// SegmentBlobStore: the blobs of a store as append-only files blobs/segment-000001.blob, each at most 256 MiB or one
// blob. A blob's place is its row in table blob; bytes that no row names (of undone units, of a crash) are gaps.
//
// What is appended must be found again, whatever happens to older files: no segment grows that is shorter than rows
// say, or that was deleted or replaced under our hands. Thread rule: put() and sync() on the writer thread, the rest on
// any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/blob/store.h"
#include "storage/sql/error.h"

namespace frontdesk::storage {

class SegmentBlobStore final : public BlobStore {
 public:
  /// `directory` is made when missing; appending goes on behind whatever the newest segment holds, or in a new one when
  /// that is not as long as `newest`, the last that rows name, says. `segment_bytes` is where a segment is full.
  static Result<std::unique_ptr<SegmentBlobStore>> open(const std::string& directory, SegmentExtent newest = {},
                                                        std::int64_t segment_bytes = 256LL << 20);
  ~SegmentBlobStore() override;
  SegmentBlobStore(const SegmentBlobStore&) = delete;
  SegmentBlobStore& operator=(const SegmentBlobStore&) = delete;

  Result<void> put(Tx& tx, BlobId id, ByteView sealed, std::int64_t size, Micros now) override;
  Result<Bytes> get(ReadTx& tx, BlobId id) override;
  Result<std::optional<Damage>> look_at(const BlobPlace& place) override;
  Result<SegmentLook> look_at_segment(const SegmentExtent& extent) override;
  void leave_segment(std::int64_t segment) override;

  /// Makes everything that was put durable. After an error nothing that was put since the last good one may be named by
  /// a row; worst() says whether anything may be put again.
  Result<void> sync();

  /// The worst failure since the last clear: of put() or sync().
  [[nodiscard]] Severity worst() const { return worst_; }
  void clear_worst() { worst_ = Severity::kStatement; }

 private:
  SegmentBlobStore(std::string directory, std::int64_t segment_bytes)
      : directory_(std::move(directory)), segment_bytes_(segment_bytes) {}
  [[nodiscard]] std::string path_of(std::int64_t segment) const;
  Result<void> start_segment(std::int64_t number);
  Result<int> open_segment(const std::string& path);
  /// A segment's file, open for appending.
  struct Growing {
    std::int64_t segment = 0;
    int descriptor = -1;
  };
  Result<void> check_in_place(const Growing& file);
  Result<void> append(ByteView data);
  Error failure(const std::string& doing, int number);

  const std::string directory_;
  const std::int64_t segment_bytes_;
  Growing file_;
  std::int64_t tail_ = 0;               // where the next blob goes
  bool dirty_ = false;                  // the growing segment has unsynced bytes
  bool directory_dirty_ = false;        // a new file's name is not durable yet
  std::atomic<std::int64_t> left_ = 0;  // neither this segment nor one before it grows
  std::vector<Growing> full_;           // those that still need a sync
  Severity worst_ = Severity::kStatement;
};

}  // namespace frontdesk::storage
