#include "storage/sql/migration.h"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <string>

#include "base/sha256.h"

namespace frontdesk::storage {
namespace {

using Applied = std::map<int, std::string>;  // version -> checksum

Result<Applied> read_applied(Connection& connection) {
  auto created = connection.run_script(
      "CREATE TABLE IF NOT EXISTS schema_migration ("
      "version INTEGER PRIMARY KEY, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT");
  if (!created) return std::move(created).error();
  Applied applied;
  auto row = connection.statement("SELECT version, checksum FROM schema_migration ORDER BY version");
  while (true) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) return applied;
    applied.emplace(static_cast<int>(row.integer(0)), row.text(1));
  }
}

Result<void> check_applied(const Applied& applied, std::span<const Migration> migrations) {
  const int known = migrations.empty() ? 0 : migrations.back().version;
  if (!applied.empty() && applied.rbegin()->first > known) {
    return Error{ErrorCode::kInvalid,
                 "the database has schema " + std::to_string(applied.rbegin()->first) +
                     ", this program knows schemas up to " + std::to_string(known) +
                     "; start the newer Frontdesk that made it, or go back: frontdesk backup restore"};
  }
  for (const Migration& migration : migrations) {
    const auto found = applied.find(migration.version);
    if (found == applied.end() || found->second == to_hex(sha256(as_bytes(migration.sql)))) continue;
    return Error{ErrorCode::kInvalid,
                 "migration " + std::string(migration.name) + " is not the one that this database was made with"};
  }
  return {};
}

Result<void> apply(Connection& connection, const Migration& migration, Micros now) {
  FD_TRY(connection.run_script(std::string(migration.sql)));
  auto row = connection.statement("INSERT INTO schema_migration (version, checksum, applied_at) VALUES (?1, ?2, ?3)");
  row.bind(1, migration.version);
  row.bind(2, to_hex(sha256(as_bytes(migration.sql))));
  row.bind(3, now);
  return row.run();
}

/// All that is missing, in one transaction.
Result<void> apply_missing(Connection& connection, const Applied& applied, std::span<const Migration> migrations,
                           Micros now) {
  FD_TRY(connection.run_script("BEGIN IMMEDIATE"));
  for (const Migration& migration : migrations) {
    if (applied.contains(migration.version)) continue;
    if (auto done = apply(connection, migration, now); !done)
      return std::move(done).error().context("migration " + std::string(migration.name));
  }
  return connection.run_script("COMMIT");
}

}  // namespace

namespace {

/// A file without a log is opened as one that nobody writes, so that looking at it leaves no -wal and -shm beside it.
std::string still_name(const std::string& path) {
  struct stat log {};
  if (::stat((path + "-wal").c_str(), &log) == 0 && log.st_size > 0) return path;
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string name = "file:";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#' || byte < 0x20) {
      name.append("%").append(1, kDigits[byte >> 4]).append(1, kDigits[byte & 0xF]);
    } else {
      name += c;
    }
  }
  return name + "?immutable=1";
}

}  // namespace

Result<int> schema_of(const std::string& path) {
  constexpr int kCacheKib = 256;
  if (::access(path.c_str(), F_OK) != 0) return 0;
  auto connection = Connection::open(still_name(path), Connection::Mode::kReader, kCacheKib);
  if (!connection) return std::move(connection).error();
  auto table = (*connection)->statement("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'");
  if (auto row = table.step(); !row) return std::move(row).error();
  if (table.integer(0) == 0) return 0;
  auto newest = (*connection)->statement("SELECT coalesce(max(version), 0) FROM schema_migration");
  if (auto row = newest.step(); !row) return std::move(row).error();
  return static_cast<int>(newest.integer(0));
}

Result<int> migrate(Connection& connection, std::span<const Migration> migrations, const Clock& clock) {
  auto applied = read_applied(connection);
  if (!applied) return std::move(applied).error().context("read the schema version");
  FD_TRY(check_applied(*applied, migrations));
  auto done = apply_missing(connection, *applied, migrations, clock.now());
  if (!done) {
    if (connection.in_transaction()) static_cast<void>(connection.run_script("ROLLBACK"));
    return std::move(done).error();
  }
  return migrations.empty() ? 0 : migrations.back().version;
}

}  // namespace frontdesk::storage
