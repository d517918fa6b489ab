#include "storage/store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "storage/blob/segment_store.h"
#include "storage/directory_lock.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"
#include "storage/sql/reader_pool.h"
#include "storage/sql/writer.h"
#include "storage/work_note.h"

namespace frontdesk::storage {
namespace {

Result<void> make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return Error{ErrorCode::kIo, "make the data directory " + path + ": " + std::generic_category().message(errno)};
}

/// Makes the file with narrow rights; SQLite gives its companions the same.
Result<void> make_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return Error{ErrorCode::kIo, "open " + path + ": " + std::generic_category().message(errno)};
  ::close(descriptor);
  return {};
}

/// Makes the names of new files durable.
Result<void> sync_directory(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int reason = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return Error{ErrorCode::kIo, "sync " + path + ": " + std::generic_category().message(reason)};
}

}  // namespace

class Store::Impl {
 public:
  Impl(DirectoryLock held, std::unique_ptr<SegmentBlobStore> segments, std::unique_ptr<WorkNote> note,
       std::unique_ptr<Connection> connection, const std::string& path, int version, const StoreOptions& options)
      : lock(std::move(held)),
        blobs(std::move(segments)),
        work_note(std::move(note)),
        schema_version(version),
        writer(std::move(connection), *blobs, options),
        readers(path, std::max(options.readers, 1), std::max(options.cache_mib * 1024 / 8, 1024), options.row_hash) {}
  // The writer empties the log while readers can still serve its callbacks; its connection is closed last.
  ~Impl() { writer.finish(); }

  DirectoryLock lock;
  std::unique_ptr<SegmentBlobStore> blobs;
  std::unique_ptr<WorkNote> work_note;
  int schema_version;
  Writer writer;
  ReaderPool readers;
};

Store::Store() = default;
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const StoreOptions& options, const Clock& clock) {
  FD_TRY(make_directory(options.directory));
  auto lock = DirectoryLock::take(options.directory);
  if (!lock) return std::move(lock).error();
  const std::string path = options.directory + "/frontdesk.db";
  FD_TRY(make_file(path));
  auto connection = Connection::open(path, Connection::Mode::kWriter, std::max(options.cache_mib, 1) * 1024);
  if (!connection) return std::move(connection).error();
  (*connection)->set_row_hash(options.row_hash);
  auto version = migrate(**connection, embedded_migrations(), clock);
  if (!version) return std::move(version).error();
  ReadTx tx(**connection);
  auto extents = list_extents(tx);
  if (!extents) return std::move(extents).error();
  auto blobs =
      SegmentBlobStore::open(options.directory + "/blobs", extents->empty() ? SegmentExtent{} : extents->back());
  if (!blobs) return std::move(blobs).error();
  auto note = WorkNote::open(options.directory + "/intake.note");
  if (!note) return std::move(note).error();
  FD_TRY(sync_directory(options.directory));

  std::unique_ptr<Store> store(new Store);
  store->impl_ = std::make_unique<Impl>(std::move(*lock), std::move(*blobs), std::move(*note), std::move(*connection),
                                        path, *version, options);
  return store;
}

void Store::write(Unit unit, Done done) { impl_->writer.write(std::move(unit), std::move(done)); }

Result<void> Store::read_erased(const std::function<void(ReadTx&)>& work) { return impl_->readers.read(work); }

BlobStore& Store::blobs() { return *impl_->blobs; }

WorkNote& Store::work_note() { return *impl_->work_note; }

int Store::schema_version() const { return impl_->schema_version; }

std::size_t Store::backlog() const { return impl_->writer.backlog(); }

bool Store::is_writable(std::string* reason) const { return impl_->writer.is_writable(reason); }

bool Store::takes_mail(std::string* reason) const { return impl_->writer.takes_mail(reason); }

}  // namespace frontdesk::storage
