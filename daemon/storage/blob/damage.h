// Damage: blobs whose bytes on disk are not those of their rows any more, as rows of blob_damage.
//
// A look at the segments (blob/store.h) finds it, BlobScrub (audit/blob_scrub.h) keeps the rows. A row is only written
// for a blob that still lies where the look found it, goes with its blob, and goes when the bytes are whole again.
// Thread rule: that of the transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "storage/sql/transaction.h"

namespace frontdesk::storage {

/// Stored; numbers are never reused.
enum class Damage : std::uint8_t {
  kGone = 1,        ///< the segment's file is not there
  kCut = 2,         ///< the file ends before the blob does
  kChanged = 3,     ///< other bytes than those that were stored
  kUnreadable = 4,  ///< the system cannot read them
};
/// gone, cut, changed, unreadable.
std::string_view to_text(Damage damage);

/// Where a blob lies, and what must be found there.
struct BlobPlace {
  BlobId id;
  std::int64_t segment = 0;
  std::int64_t position = 0;  ///< in bytes
  std::int64_t size = 0;      ///< sealed, in bytes
  Bytes digest;
};

/// How far rows reach into a segment, in bytes.
struct SegmentExtent {
  std::int64_t segment = 0;
  std::int64_t end = 0;
};

/// Every segment that rows name, ascending. A few look-ups for each segment.
Result<std::vector<SegmentExtent>> list_extents(ReadTx& tx);
/// In the order in which they lie on disk, behind `after` (its digest and size do not matter).
Result<std::vector<BlobPlace>> list_places(ReadTx& tx, const BlobPlace& after, std::size_t limit);
/// Those with damage, by id, behind `after`.
Result<std::vector<BlobPlace>> list_damaged_places(ReadTx& tx, BlobId after, std::size_t limit);

/// Nothing to do for a blob that was moved or deleted meanwhile. One with damage keeps its time.
Result<void> mark_damaged(Tx& tx, const BlobPlace& place, Damage damage, Micros now);
/// The same for every blob of the segment that reaches beyond `length` (-1: every one) and is not marked.
Result<bool> has_unmarked_beyond(ReadTx& tx, std::int64_t segment, std::int64_t length);
Result<void> mark_beyond(Tx& tx, std::int64_t segment, std::int64_t length, Damage damage, Micros now);
Result<void> mark_whole(Tx& tx, BlobId id);

/// Since when a blob is damaged; nullopt: it is not known to be.
Result<std::optional<Micros>> damaged_since(ReadTx& tx, BlobId id);

struct DamagedSegment {
  std::int64_t segment = 0;
  Damage damage{};  ///< the worst: the smallest number
  std::int64_t blobs = 0;
};
Result<std::vector<DamagedSegment>> list_damaged_segments(ReadTx& tx);

/// A damaged blob with what it belongs to; ids are not set where it belongs to nothing.
struct DamagedFile {
  BlobId blob;
  std::int64_t segment = 0;
  Damage damage{};
  Micros found_at;
  AttachmentId attachment;  ///< not set: the original of the message
  MessageId message;
  TicketId ticket;
  std::string ticket_number;
};
/// By blob, which is by age; behind `after`.
Result<std::vector<DamagedFile>> list_damaged_files(ReadTx& tx, BlobId after, std::size_t limit);

}  // namespace frontdesk::storage
