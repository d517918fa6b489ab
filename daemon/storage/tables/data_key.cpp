#include "storage/tables/data_key.h"

#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

DataKeyRow read_key(const Statement& row) {
  return {row.integer(0), static_cast<int>(row.integer(1)), row.integer(2), row.blob(3), row.integer(4)};
}

}  // namespace

Result<void> insert_data_key(Tx& tx, const DataKeyRow& row, Micros now) {
  return tx.execute(
      "INSERT INTO data_key (id, scope, owner_id, wrapped, kek_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row.id,
      row.scope, row.owner_id, row.wrapped, row.kek_id, now);
}

Result<std::optional<DataKeyRow>> find_data_key(ReadTx& tx, std::int64_t id) {
  return read_first(tx.query("SELECT id, scope, owner_id, wrapped, kek_id FROM data_key WHERE id = ?1", id), read_key);
}

Result<std::optional<DataKeyRow>> find_data_key_of(ReadTx& tx, int scope, std::int64_t owner_id) {
  return read_first(
      tx.query("SELECT id, scope, owner_id, wrapped, kek_id FROM data_key WHERE scope = ?1 AND owner_id = ?2"
               " ORDER BY id DESC LIMIT 1",
               scope, owner_id),
      read_key);
}

Result<int> delete_data_keys_of(Tx& tx, int scope, std::int64_t owner_id) {
  auto done = tx.execute("DELETE FROM data_key WHERE scope = ?1 AND owner_id = ?2", scope, owner_id);
  if (!done) return std::move(done).error();
  return static_cast<int>(tx.changes());
}

}  // namespace frontdesk::storage
