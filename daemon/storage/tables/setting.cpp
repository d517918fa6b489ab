#include "storage/tables/setting.h"

#include "storage/search/prefix.h"
#include "storage/tables/rows.h"

namespace frontdesk::storage {
namespace {

Setting read_setting(const Statement& row) {
  return {row.text(0), row.text(1), row.integer(2), row.time(3), row.id<UserId>(4)};
}

}  // namespace

Result<std::optional<Setting>> find_setting(ReadTx& tx, std::string_view name) {
  return read_first(tx.query("SELECT name, value, version, updated_at, updated_by FROM setting WHERE name = ?1", name),
                    read_setting);
}

Result<std::vector<Setting>> list_settings(ReadTx& tx, std::string_view prefix) {
  return read_all(tx.query("SELECT name, value, version, updated_at, updated_by FROM setting "
                           "WHERE name >= ?1 AND name < ?2 ORDER BY name",
                           prefix, end_of_prefix(prefix)),
                  read_setting);
}

Result<std::int64_t> put_setting(Tx& tx, std::string_view name, std::string_view value, std::int64_t seen_version,
                                 UserId by, Micros now) {
  const char* const insert =
      "INSERT INTO setting (name, value, version, updated_at, updated_by) VALUES (?1, ?2, ?3 + 1, ?4, ?5) "
      "ON CONFLICT (name) DO NOTHING RETURNING version";
  const char* const update =
      "UPDATE setting SET value = ?2, version = version + 1, updated_at = ?4, updated_by = ?5 "
      "WHERE name = ?1 AND version = ?3 RETURNING version";
  auto version = read_first(tx.query(seen_version == 0 ? insert : update, name, value, seen_version, now, by),
                            [](const Statement& row) { return row.integer(0); });
  if (!version) return std::move(version).error();
  if (*version) return **version;
  return Error{ErrorCode::kConflict,
               "the setting " + std::string(name) + " was changed since version " + std::to_string(seen_version),
               "error.version"};
}

}  // namespace frontdesk::storage
