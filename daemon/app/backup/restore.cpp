#include "app/backup/restore.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "app/backup/verify.h"
#include "audit/descriptor.h"
#include "audit/durable_file.h"
#include "audit/export.h"
#include "storage/directory_lock.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"

namespace frontdesk::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnfinished = "/restore.unfinished";
constexpr const char* kRestored = "/restored";

/// All that is data; keys, tokens and locks stay where they are.
constexpr std::array<const char*, 9> kData{"frontdesk.db", "frontdesk.db-wal", "frontdesk.db-shm",
                                           "blobs",        "audit.anchor",     "audit.scrub",
                                           "blobs.scrub",  "intake.note",      "last_end"};

bool is_there(const std::string& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

Result<void> sync_folder(const std::string& path) {
  const audit::Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || ::fsync(folder.get()) != 0) return audit::io_error(path);
  return {};
}

Result<void> move(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return audit::io_error(from);
  return {};
}

/// Whoever runs the command, the data belongs to the user of the data directory.
Result<void> give_to_owner(const std::string& root, const std::string& path) {
  struct stat owner {};
  if (::stat(root.c_str(), &owner) != 0) return audit::io_error(root);
  if (::geteuid() != 0 || owner.st_uid == 0) return {};
  if (::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) return audit::io_error(path);
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(path, error)) {
    if (::lchown(entry.path().c_str(), owner.st_uid, owner.st_gid) != 0) return audit::io_error(entry.path().string());
  }
  return {};
}

class Restoring {
 public:
  Restoring(const RestoreOrder& order, const Clock& clock, Manifest manifest)
      : order_(order),
        data_(order.data_directory),
        fresh_(data_ + "/restore.new"),
        aside_(data_ + "/before-restore-" + std::to_string(clock.now().count() / 1'000'000)),
        manifest_(std::move(manifest)) {}

  Result<Restored> run() {
    FD_TRY(find_keys());
    auto key = key_of(manifest_, order_.passphrase);
    if (!key) return std::move(key).error();
    FD_TRY(prepare(*key ? &**key : nullptr));
    FD_TRY(begin());
    FD_TRY(put_aside());
    FD_TRY(put_in_place());
    FD_TRY(finish());
    return Restored{manifest_, is_there(aside_ + "/frontdesk.db") ? aside_ : std::string()};
  }

 private:
  /// Before anything is written: a copy without its key is of no use.
  Result<void> find_keys() {
    auto keys = order_.keys.empty() ? read_keys(data_) : open_keys(order_.keys, order_.passphrase);
    if (!keys) return std::move(keys).error();
    auto check = key_check_of(keys->vault);
    if (!check) return std::move(check).error();
    if (*check != manifest_.key_check)
      return Error{ErrorCode::kForbidden,
                   "the vault key is not the one of this copy; give its file of keys. Nothing was changed"};
    keys_ = std::move(*keys);
    return {};
  }

  Result<void> prepare(const privacy::FileKey* key) {
    std::error_code ignored;
    fs::remove_all(fresh_, ignored);
    auto outcome = unpack_copy(order_.copy, manifest_, key, fresh_);
    if (outcome) outcome = check_unpacked(fresh_, manifest_, {}, data_ + "/blobs");
    if (outcome) outcome = write_anchor();
    if (outcome) outcome = give_to_owner(data_, fresh_);
    if (!outcome) fs::remove_all(fresh_, ignored);
    return outcome;
  }

  /// The trail ends where the copy was made: the anchor beside it has to say so, too.
  Result<void> write_anchor() {
    auto connection = storage::Connection::open(fresh_ + "/frontdesk.db", storage::Connection::Mode::kReader, 1024);
    if (!connection) return std::move(connection).error();
    storage::ReadTx tx(**connection);
    auto note = audit::newest_checkpoint(tx);
    if (!note && note.error().code == ErrorCode::kNotFound) return {};
    if (!note) return std::move(note).error();
    return audit::write_durably(fresh_ + "/audit.anchor", *note, 0600);
  }

  /// From here on only this command may go on. One that was cut off named its folder already.
  Result<void> begin() {
    if (auto earlier = audit::read_small_file(data_ + kUnfinished, false)) aside_ = *earlier;
    FD_TRY(audit::write_durably(data_ + kUnfinished, aside_, 0600));
    if (::mkdir(aside_.c_str(), 0700) != 0 && errno != EEXIST) return audit::io_error(aside_);
    return {};
  }

  /// Of before an upgrade there is a database only, whose rows name the segments that are here.
  [[nodiscard]] bool stays(const std::string& name) const { return manifest_.database_only && name == "blobs"; }

  Result<void> put_aside() {
    for (const std::string name : kData) {
      if (!is_there(data_ + "/" + name) || stays(name)) continue;
      std::error_code error;
      if (is_there(aside_ + "/" + name))
        fs::remove_all(data_ + "/" + name, error);  // of the attempt that was cut off
      else
        FD_TRY(move(data_ + "/" + name, aside_ + "/" + name));
      if (error) return Error{ErrorCode::kIo, data_ + "/" + name + ": " + error.message()};
    }
    return sync_folder(aside_);
  }

  Result<void> put_in_place() {
    for (const char* name : {"blobs", "audit.anchor", "frontdesk.db"}) {
      if (is_there(fresh_ + "/" + name) && !stays(name)) FD_TRY(move(fresh_ + "/" + name, data_ + "/" + name));
    }
    if (order_.keys.empty()) return {};
    FD_TRY(put_key("/vault.key", keys_.vault));
    return put_key("/audit.key", keys_.audit);
  }

  Result<void> put_key(const std::string& name, const Secret& key) {
    if (auto there = audit::read_small_file(data_ + name, false); there && *there == key.reveal()) return {};
    if (is_there(data_ + name)) FD_TRY(move(data_ + name, aside_ + name));
    FD_TRY(audit::write_durably(data_ + name, key.reveal(), 0600));
    return give_to_owner(data_, data_ + name);
  }

  Result<void> finish() {
    FD_TRY(audit::write_durably(data_ + kRestored, manifest_.name, 0600));
    for (const std::string& made : {data_ + kRestored, data_ + "/frontdesk.lock", aside_}) {
      FD_TRY(give_to_owner(data_, made));
    }
    FD_TRY(sync_folder(data_));
    if (::unlink((data_ + kUnfinished).c_str()) != 0) return audit::io_error(data_ + kUnfinished);
    std::error_code ignored;
    fs::remove_all(fresh_, ignored);
    fs::remove(aside_, ignored);  // only when nothing was there
    return sync_folder(data_);
  }

  const RestoreOrder& order_;
  const std::string data_;
  const std::string fresh_;
  std::string aside_;
  Manifest manifest_;
  DeskKeys keys_;
};

}  // namespace

Result<Restored> restore_copy(const RestoreOrder& order, const Clock& clock) {
  auto manifest = read_manifest(order.copy);
  if (!manifest) return std::move(manifest).error();
  const int known = storage::embedded_migrations().back().version;
  if (manifest->schema > known)
    return Error{ErrorCode::kInvalid, "the copy was made by Frontdesk " + manifest->version + " with schema " +
                                          std::to_string(manifest->schema) + "; this one knows schemas up to " +
                                          std::to_string(known)};
  if (::mkdir(order.data_directory.c_str(), 0700) != 0 && errno != EEXIST) return audit::io_error(order.data_directory);
  auto lock = storage::DirectoryLock::take(order.data_directory);
  if (!lock) return std::move(lock).error();
  return Restoring(order, clock, std::move(*manifest)).run();
}

Result<void> check_no_unfinished_restore(const std::string& data_directory) {
  if (!is_there(data_directory + kUnfinished)) return {};
  return Error{ErrorCode::kUnavailable,
               "a restore of " + data_directory +
                   " was cut off; run the same frontdesk backup restore again, which goes on with it"};
}

std::string restored_copy(const std::string& data_directory) {
  auto name = audit::read_small_file(data_directory + kRestored, false);
  return name ? *name : std::string();
}

void forget_restored_copy(const std::string& data_directory) { ::unlink((data_directory + kRestored).c_str()); }

}  // namespace frontdesk::app
