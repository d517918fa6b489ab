#include "storage/blob/damage.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

BlobPlace read_place(const Statement& row) {
  return {.id = row.id<BlobId>(0),
          .segment = row.integer(1),
          .position = row.integer(2),
          .size = row.integer(3),
          .digest = row.blob(4)};
}

Result<std::optional<std::int64_t>> next_segment(ReadTx& tx, std::int64_t after) {
  return read_first(tx.query("SELECT segment FROM blob WHERE segment > ?1 ORDER BY segment LIMIT 1", after),
                    [](const Statement& row) { return row.integer(0); });
}

}  // namespace

std::string_view to_text(Damage damage) {
  switch (damage) {
    case Damage::kGone: return "gone";
    case Damage::kCut: return "cut";
    case Damage::kChanged: return "changed";
    case Damage::kUnreadable: return "unreadable";
  }
  return "";
}

Result<std::vector<SegmentExtent>> list_extents(ReadTx& tx) {
  std::vector<SegmentExtent> extents;
  for (std::int64_t last = 0;;) {
    auto segment = next_segment(tx, last);
    if (!segment) return std::move(segment).error();
    if (!*segment) return extents;
    last = **segment;
    auto end = read_one(
        tx.query("SELECT max(position + stored_size) FROM blob WHERE segment = ?1 AND position = "
                 "(SELECT max(position) FROM blob WHERE segment = ?1)",
                 last),
        [](const Statement& row) { return row.integer(0); }, "blob in the segment");
    if (!end) return std::move(end).error();
    extents.push_back({last, *end});
  }
}

Result<std::vector<BlobPlace>> list_places(ReadTx& tx, const BlobPlace& after, std::size_t limit) {
  return read_all(tx.query("SELECT id, segment, position, stored_size, digest FROM blob "
                           "WHERE (segment, position, id) > (?1, ?2, ?3) ORDER BY segment, position, id LIMIT ?4",
                           after.segment, after.position, after.id, limit),
                  read_place);
}

Result<std::vector<BlobPlace>> list_damaged_places(ReadTx& tx, BlobId after, std::size_t limit) {
  return read_all(tx.query("SELECT b.id, b.segment, b.position, b.stored_size, b.digest FROM blob_damage d "
                           "JOIN blob b ON b.id = d.blob_id WHERE d.blob_id > ?1 ORDER BY d.blob_id LIMIT ?2",
                           after, limit),
                  read_place);
}

Result<void> mark_damaged(Tx& tx, const BlobPlace& place, Damage damage, Micros now) {
  return tx.execute(
      "INSERT INTO blob_damage (blob_id, kind, found_at) SELECT id, ?4, ?5 FROM blob "
      "WHERE id = ?1 AND segment = ?2 AND position = ?3 ON CONFLICT (blob_id) DO UPDATE SET kind = excluded.kind",
      place.id, place.segment, place.position, damage, now);
}

Result<void> mark_beyond(Tx& tx, std::int64_t segment, std::int64_t length, Damage damage, Micros now) {
  return tx.execute(
      "INSERT INTO blob_damage (blob_id, kind, found_at) SELECT id, ?3, ?4 FROM blob "
      "WHERE segment = ?1 AND position + stored_size > ?2 ON CONFLICT DO NOTHING",
      segment, length, damage, now);
}

Result<bool> has_unmarked_beyond(ReadTx& tx, std::int64_t segment, std::int64_t length) {
  auto found = read_first(tx.query("SELECT 1 FROM blob b WHERE b.segment = ?1 AND b.position + b.stored_size > ?2 AND "
                                   "NOT EXISTS (SELECT 1 FROM blob_damage d WHERE d.blob_id = b.id) LIMIT 1",
                                   segment, length),
                          [](const Statement&) { return true; });
  if (!found) return std::move(found).error();
  return found->has_value();
}

Result<void> mark_whole(Tx& tx, BlobId id) { return tx.execute("DELETE FROM blob_damage WHERE blob_id = ?1", id); }

Result<std::optional<Micros>> damaged_since(ReadTx& tx, BlobId id) {
  return read_first(tx.query("SELECT found_at FROM blob_damage WHERE blob_id = ?1", id),
                    [](const Statement& row) { return row.time(0); });
}

Result<std::vector<DamagedSegment>> list_damaged_segments(ReadTx& tx) {
  return read_all(tx.query("SELECT b.segment, min(d.kind), count(*) FROM blob_damage d JOIN blob b ON b.id = d.blob_id "
                           "GROUP BY b.segment ORDER BY b.segment"),
                  [](const Statement& row) {
                    return DamagedSegment{row.integer(0), row.enumerator<Damage>(1), row.integer(2)};
                  });
}

Result<std::vector<DamagedFile>> list_damaged_files(ReadTx& tx, BlobId after, std::size_t limit) {
  return read_all(
      tx.query("SELECT d.blob_id, b.segment, d.kind, d.found_at, coalesce(a.id, 0), coalesce(m.id, 0), "
               "coalesce(t.id, 0), coalesce(t.number, '') FROM blob_damage d JOIN blob b ON b.id = d.blob_id "
               "LEFT JOIN attachment a ON a.blob_id = d.blob_id "
               "LEFT JOIN message m ON m.id = coalesce(a.message_id, "
               "(SELECT id FROM message WHERE raw_blob_id = d.blob_id AND raw_blob_id <> 0 LIMIT 1)) "
               "LEFT JOIN ticket t ON t.id = m.ticket_id WHERE d.blob_id > ?1 ORDER BY d.blob_id LIMIT ?2",
               after, limit),
      [](const Statement& row) {
        return DamagedFile{.blob = row.id<BlobId>(0),
                           .segment = row.integer(1),
                           .damage = row.enumerator<Damage>(2),
                           .found_at = row.time(3),
                           .attachment = row.id<AttachmentId>(4),
                           .message = row.id<MessageId>(5),
                           .ticket = row.id<TicketId>(6),
                           .ticket_number = row.text(7)};
      });
}

}  // namespace frontdesk::storage
