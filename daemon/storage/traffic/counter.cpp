#include "storage/traffic/counter.h"

#include "storage/search/prefix.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {

// The sum is read back by a statement of its own: RETURNING makes SQLite build a table and a journal for each run.
Result<std::int64_t> add_to_counter(Tx& tx, std::string_view name, std::int64_t delta) {
  auto added = tx.execute(
      "INSERT INTO counter (name, value) VALUES (?1, ?2) "
      "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value",
      name, delta);
  if (!added) return std::move(added).error();
  return counter(tx, name);
}

Result<std::int64_t> counter(ReadTx& tx, std::string_view name) {
  auto value = read_first(tx.query("SELECT value FROM counter WHERE name = ?1", name),
                          [](const Statement& row) { return row.integer(0); });
  if (!value) return std::move(value).error();
  return value->value_or(0);
}

Result<std::vector<Counter>> counters_with_prefix(ReadTx& tx, std::string_view prefix) {
  return read_all(tx.query("SELECT name, value FROM counter WHERE name >= ?1 AND name < ?2 ORDER BY name", prefix,
                           end_of_prefix(prefix)),
                  [](const Statement& row) {
                    return Counter{row.text(0), row.integer(1)};
                  });
}

}  // namespace frontdesk::storage
