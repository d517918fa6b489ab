#include "storage/traffic/event.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {

Result<void> append_event(Tx& tx, std::string_view kind, std::string_view data_json, Micros now) {
  return tx.execute(
      "INSERT INTO event (seq, kind, data_json, created_at) "
      "VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM event), ?1, ?2, ?3)",
      kind, data_json, now);
}

Result<std::vector<EventRecord>> events_since(ReadTx& tx, std::int64_t after, std::size_t limit) {
  return read_all(
      tx.query("SELECT seq, kind, data_json, created_at FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2", after, limit),
      [](const Statement& row) {
        return EventRecord{row.integer(0), row.text(1), row.text(2), row.time(3)};
      });
}

Result<EventRange> event_range(ReadTx& tx) {
  return read_one(
      tx.query("SELECT (SELECT min(seq) FROM event), (SELECT max(seq) FROM event)"),
      [](const Statement& row) {
        return EventRange{row.integer(0), row.integer(1)};
      },
      "event");
}

Result<std::int64_t> prune_events(Tx& tx, Micros before) {
  // Times grow with the numbers, so the old ones are a prefix: find its end instead of reading the table.
  auto done = tx.execute(
      "DELETE FROM event WHERE seq < (SELECT max(seq) FROM event) "
      "AND seq < coalesce((SELECT seq FROM event WHERE created_at >= ?1 ORDER BY seq LIMIT 1), 9223372036854775807)",
      before);
  if (!done) return std::move(done).error();
  return tx.changes();
}

}  // namespace frontdesk::storage
