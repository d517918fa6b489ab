#include "storage/data_key_repository.h"

namespace frontdesk::storage {
namespace {

Result<std::optional<DataKeyRow>> read_one(Statement statement) {
  auto found = statement.step();
  if (!found) return std::move(found).error();
  if (!*found) return std::optional<DataKeyRow>();
  DataKeyRow row;
  row.id = statement.integer(0);
  row.scope = static_cast<int>(statement.integer(1));
  row.owner_id = statement.integer(2);
  row.wrapped = statement.blob(3);
  row.kek_id = statement.integer(4);
  return std::optional<DataKeyRow>(std::move(row));
}

}  // namespace

Result<void> insert_data_key(Tx& tx, const DataKeyRow& row, Micros now) {
  return tx.execute(
      "INSERT INTO data_key (id, scope, owner_id, wrapped, kek_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row.id,
      row.scope, row.owner_id, row.wrapped, row.kek_id, now);
}

Result<std::optional<DataKeyRow>> find_data_key(ReadTx& tx, std::int64_t id) {
  return read_one(tx.query("SELECT id, scope, owner_id, wrapped, kek_id FROM data_key WHERE id = ?1", id));
}

Result<std::optional<DataKeyRow>> find_data_key_of(ReadTx& tx, int scope, std::int64_t owner_id) {
  return read_one(
      tx.query("SELECT id, scope, owner_id, wrapped, kek_id FROM data_key WHERE scope = ?1 AND owner_id = ?2"
               " ORDER BY id DESC LIMIT 1",
               scope, owner_id));
}

Result<int> delete_data_keys_of(Tx& tx, int scope, std::int64_t owner_id) {
  auto done = tx.execute("DELETE FROM data_key WHERE scope = ?1 AND owner_id = ?2", scope, owner_id);
  if (!done) return std::move(done).error();
  return static_cast<int>(tx.changes());
}

}  // namespace frontdesk::storage
