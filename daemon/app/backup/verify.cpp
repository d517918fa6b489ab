#include "app/backup/verify.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "audit/descriptor.h"
#include "audit/export.h"
#include "audit/integrity.h"
#include "base/bytes.h"
#include "storage/blob/damage.h"
#include "storage/blob/segment_store.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"

namespace frontdesk::app {
namespace {

namespace fs = std::filesystem;
constexpr int kCacheKib = 16384;
constexpr std::size_t kPlacesAtOnce = 1000;

Error corrupt(std::string what) { return {ErrorCode::kCorrupt, std::move(what)}; }

Result<void> compare_rows(storage::ReadTx& tx, const Manifest& manifest) {
  auto rows = storage::count_rows(tx);
  if (!rows) return std::move(rows).error();
  for (const auto& [table, count] : *rows) {
    const auto told = manifest.rows.find(table);
    const std::int64_t wanted = told == manifest.rows.end() ? -1 : told->second;
    if (wanted != count)
      return corrupt("table " + table + " has " + std::to_string(count) + " rows, the manifest says " +
                     std::to_string(wanted));
  }
  return {};
}

Result<void> check_records(storage::ReadTx& tx, const Manifest& manifest) {
  auto key = audit::PublicKey::parse(manifest.audit_key);
  if (!key) return std::move(key).error().context("the manifest's audit key");
  auto checked = audit::check_trail(tx, *key, audit::kCheckAll, "");
  if (!checked) return std::move(checked).error().context("check the audit trail");
  if (!checked->intact)
    return corrupt("the audit trail is broken at record " + std::to_string(checked->first_bad) + ": " +
                   checked->reason);
  if (checked->size != manifest.records) return corrupt("the audit trail has another length than the manifest says");
  return {};
}

Result<void> check_blobs(storage::ReadTx& tx, const std::string& folder, const Manifest& manifest) {
  if (folder.empty()) return {};
  auto extents = storage::list_extents(tx);
  if (!extents) return std::move(extents).error();
  if (extents->empty()) return {};
  auto blobs = storage::SegmentBlobStore::open(folder, extents->back());
  if (!blobs) return std::move(blobs).error();
  for (storage::BlobPlace last;;) {
    auto places = storage::list_places(tx, last, kPlacesAtOnce);
    if (!places) return std::move(places).error();
    if (places->empty()) return {};
    for (const storage::BlobPlace& place : *places) {
      auto damage = (*blobs)->look_at(place);
      if (!damage) return std::move(damage).error();
      if (!*damage || std::ranges::find(manifest.damaged, place.segment) != manifest.damaged.end()) continue;
      auto known = storage::damaged_since(tx, place.id);
      if (!known) return std::move(known).error();
      if (!*known) return corrupt("stored file " + to_text(place.id) + " is " + std::string(to_text(**damage)));
    }
    last = places->back();
  }
}

}  // namespace

Result<void> unpack_copy(const std::string& copy, const Manifest& manifest, const privacy::FileKey* key,
                         const std::string& into) {
  if (::mkdir(into.c_str(), 0700) != 0) return audit::io_error(into);
  if (::mkdir((into + "/blobs").c_str(), 0700) != 0) return audit::io_error(into + "/blobs");
  for (const CopiedFile& file : manifest.files) {
    const std::string to = into + (file.name == kCopiedDatabase ? "/" : "/blobs/") + file.name;
    auto sum = privacy::open_file(copy + "/" + file.name, to, key, manifest.label_of(file.name));
    if (!sum) return std::move(sum).error();
    if (sum->size != file.size || to_hex(sum->sha256) != file.sha256)
      return corrupt(copy + "/" + file.name + " is not as it was written");
  }
  return {};
}

Result<void> check_unpacked(const std::string& folder, const Manifest& manifest, const storage::RowHash& row_hash,
                            const std::string& blobs) {
  auto connection =
      storage::Connection::open(folder + "/" + kCopiedDatabase, storage::Connection::Mode::kReader, kCacheKib);
  if (!connection) return std::move(connection).error();
  (*connection)->set_row_hash(row_hash);
  storage::ReadTx tx(**connection);
  FD_TRY(storage::check_whole_database(tx));
  FD_TRY(compare_rows(tx, manifest));
  // Of an older schema only the program that made it knows more.
  if (manifest.schema != storage::embedded_migrations().back().version) return {};
  FD_TRY(check_records(tx, manifest));
  return check_blobs(tx, manifest.database_only ? blobs : folder + "/blobs", manifest);
}

Result<void> verify_copy(const std::string& copy, const Secret& passphrase, const std::string& scratch,
                         const storage::RowHash& row_hash) {
  auto manifest = read_manifest(copy);
  if (!manifest) return std::move(manifest).error();
  auto key = key_of(*manifest, passphrase);
  if (!key) return std::move(key).error();
  const std::string folder = scratch + "/copy.drill";
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  auto outcome = unpack_copy(copy, *manifest, *key ? &**key : nullptr, folder);
  if (outcome) outcome = check_unpacked(folder, *manifest, row_hash);
  fs::remove_all(folder, ignored);
  return outcome;
}

}  // namespace frontdesk::app
