#include "app/backup/create.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "audit/descriptor.h"
#include "base/bytes.h"
#include "base/log.h"
#include "storage/blob/damage.h"
#include "storage/sql/connection.h"
#include "storage/tables/audit.h"

namespace frontdesk::app {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::hours kOldest{35 * 24};
constexpr int kCacheKib = 8192;

std::string segment_name(std::int64_t segment) {
  char name[40];
  std::snprintf(name, sizeof name, "segment-%06lld.blob", static_cast<long long>(segment));
  return name;
}

/// "2026-11-30T02-00-00Z": sorts by time, and is a name everywhere.
std::string name_at(Micros now) {
  std::string name = to_rfc3339(now).substr(0, 19) + "Z";
  std::ranges::replace(name, ':', '-');
  return name;
}

Result<void> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return audit::io_error(path);
}

Result<void> sync_folder(const std::string& path) {
  const audit::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || ::fsync(folder.get()) != 0) return audit::io_error(path);
  return {};
}

/// One copy while it is made; what failed is taken away again.
class Making {
 public:
  Making(const CopyOrder& order, Manifest manifest)
      : order_(order),
        manifest_(std::move(manifest)),
        partial_(order.folder + "/" + manifest_.name + ".partial"),
        draft_(order.data_directory + "/copy.draft.db") {}
  ~Making() {
    std::error_code ignored;
    fs::remove(draft_, ignored);
    fs::remove_all(partial_, ignored);
  }
  Making(const Making&) = delete;
  Making& operator=(const Making&) = delete;

  Result<Manifest> run(const privacy::FileKey* key, const std::function<bool()>& goes_on) {
    std::error_code ignored;
    fs::remove(draft_, ignored);
    FD_TRY(make_folder(order_.folder));
    forget_unfinished();
    FD_TRY(make_folder(partial_));
    FD_TRY(storage::copy_database(order_.data_directory + "/frontdesk.db", draft_, goes_on));
    auto extents = look_into_draft();
    if (!extents) return std::move(extents).error();
    FD_TRY(add(draft_, kCopiedDatabase, key, -1));
    for (const storage::SegmentExtent& extent : *extents) {
      if (!goes_on()) return Error{ErrorCode::kUnavailable, "the copy was stopped"};
      FD_TRY(add_segment(extent, key));
    }
    FD_TRY(write_manifest(partial_, manifest_));
    FD_TRY(sync_folder(partial_));
    if (::rename(partial_.c_str(), (order_.folder + "/" + manifest_.name).c_str()) != 0)
      return audit::io_error(partial_);
    FD_TRY(sync_folder(order_.folder));
    return manifest_;
  }

 private:
  /// Of daemons that were killed while they copied.
  void forget_unfinished() const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(order_.folder, ignored)) {
      if (entry.path().extension() == ".partial") fs::remove_all(entry.path(), ignored);
    }
  }

  /// Counts, and how far rows reach into the segments.
  Result<std::vector<storage::SegmentExtent>> look_into_draft() {
    auto connection = storage::Connection::open(draft_, storage::Connection::Mode::kReader, kCacheKib);
    if (!connection) return std::move(connection).error();
    storage::ReadTx tx(**connection);
    auto rows = storage::count_rows(tx);
    if (!rows) return std::move(rows).error();
    manifest_.rows = std::move(*rows);
    manifest_.records = manifest_.rows["audit_record"];
    if (order_.database_only) return std::vector<storage::SegmentExtent>();
    return storage::list_extents(tx);
  }

  Result<void> add(const std::string& from, const std::string& name, const privacy::FileKey* key, std::int64_t most) {
    auto sum = privacy::seal_file(from, partial_ + "/" + name, key, manifest_.label_of(name), most);
    if (!sum) return std::move(sum).error();
    manifest_.files.push_back({name, sum->size, to_hex(sum->sha256)});
    return {};
  }

  /// A desk that lost a file is copied all the same: what is left is worth more than before.
  Result<void> add_segment(const storage::SegmentExtent& extent, const privacy::FileKey* key) {
    const std::string name = segment_name(extent.segment);
    const std::string from = order_.data_directory + "/blobs/" + name;
    std::error_code error;
    const auto size = fs::file_size(from, error);
    if (error || static_cast<std::int64_t>(size) < extent.end) manifest_.damaged.push_back(extent.segment);
    if (error) return {};
    return add(from, name, key, extent.end);
  }

  const CopyOrder& order_;
  Manifest manifest_;
  const std::string partial_;
  const std::string draft_;  ///< clear, therefore beside the data
};

}  // namespace

Result<Manifest> create_copy(const CopyOrder& order, const Clock& clock, RandomSource& random,
                             const std::function<bool()>& goes_on) {
  Manifest manifest;
  manifest.name = name_at(clock.now());
  manifest.made_at = to_rfc3339(clock.now());
  manifest.version = order.version;
  manifest.schema = order.schema;
  manifest.database_only = order.database_only;
  manifest.audit_key = order.audit_key;
  manifest.key_check = order.key_check;
  if (!order.passphrase.empty()) manifest.salt = to_hex(random.bytes(privacy::kSealSaltBytes));
  std::error_code error;
  if (fs::exists(order.folder + "/" + manifest.name, error))
    return Error{ErrorCode::kConflict, "there is a copy of this second already: " + manifest.name};
  auto key = key_of(manifest, order.passphrase);
  if (!key) return std::move(key).error();
  Making making(order, std::move(manifest));
  return making.run(*key ? &**key : nullptr, goes_on);
}

std::vector<std::string> prune_copies(const std::string& folder, std::size_t keep, Micros now) {
  std::vector<std::string> deleted;
  const std::string oldest = name_at(now - kOldest);
  const auto copies = list_copies(folder);
  for (std::size_t i = 1; i < copies.size(); ++i) {
    if (i < keep && copies[i].name >= oldest) continue;
    std::error_code error;
    fs::remove_all(folder + "/" + copies[i].name, error);
    if (error)
      log_warning("an old copy could not be deleted", {{"copy", copies[i].name}, {"reason", error.message()}});
    else
      deleted.push_back(copies[i].name);
  }
  return deleted;
}

}  // namespace frontdesk::app
