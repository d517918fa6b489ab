#include "storage/sql/copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>
#include <system_error>

#include "storage/sql/connection.h"
#include "storage/sql/error.h"

namespace frontdesk::storage {
namespace {

constexpr int kPagesAtOnce = 1024;  // 4 MiB
constexpr int kCacheKib = 2048;

constexpr std::string_view kCounted[] = {"user_account", "channel", "journal",  "customer",     "ticket", "message",
                                         "attachment",   "clock",   "data_key", "audit_record", "outbox", "blob"};

Result<void> copy_pages(Connection& source, Connection& target, const std::function<bool()>& goes_on) {
  // The read that stays open keeps the pages as they are now, whatever is written meanwhile.
  FD_TRY(source.run_script("BEGIN; SELECT count(*) FROM sqlite_schema"));
  sqlite3_backup* copying = sqlite3_backup_init(target.handle(), "main", source.handle(), "main");
  if (copying == nullptr) return sqlite_error(target.handle(), sqlite3_errcode(target.handle()), "begin the copy");
  int code = SQLITE_OK;
  while (code == SQLITE_OK && goes_on()) code = sqlite3_backup_step(copying, kPagesAtOnce);
  const int ended = sqlite3_backup_finish(copying);
  static_cast<void>(source.run_script("COMMIT"));
  if (code == SQLITE_OK) return Error{ErrorCode::kUnavailable, "the copy was stopped"};
  if (code != SQLITE_DONE) return sqlite_error(target.handle(), ended == SQLITE_OK ? code : ended, "copy pages");
  return {};
}

Result<void> copy_into(const std::string& from, const std::string& to, const std::function<bool()>& goes_on) {
  auto source = Connection::open(from, Connection::Mode::kReader, kCacheKib);
  if (!source) return std::move(source).error();
  auto target = Connection::open(to, Connection::Mode::kWriter, kCacheKib);
  if (!target) return std::move(target).error();
  FD_TRY((*target)->run_script("PRAGMA journal_mode=DELETE"));
  FD_TRY(copy_pages(**source, **target, goes_on));
  // One file that needs no companion: the header of the source says that there is a log.
  return (*target)->run_script("PRAGMA journal_mode=DELETE");
}

}  // namespace

Result<void> copy_database(const std::string& from, const std::string& to, const std::function<bool()>& goes_on) {
  const int made = ::open(to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) return Error{ErrorCode::kIo, "make " + to + ": " + std::generic_category().message(errno)};
  ::close(made);
  auto copied = copy_into(from, to, goes_on);
  for (const char* companion : {"-wal", "-shm", "-journal"}) ::unlink((to + companion).c_str());
  if (!copied) ::unlink(to.c_str());
  return copied;
}

Result<void> check_whole_database(ReadTx& tx) {
  auto pages = tx.query("PRAGMA integrity_check(1)");
  auto row = pages.step();
  if (!row) return Error{ErrorCode::kCorrupt, "the database cannot be read: " + row.error().message};
  if (*row && pages.text(0) != "ok") return Error{ErrorCode::kCorrupt, "the database is damaged: " + pages.text(0)};
  auto references = tx.query("PRAGMA foreign_key_check");
  auto broken = references.step();
  if (!broken) return std::move(broken).error();
  if (*broken)
    return Error{ErrorCode::kCorrupt, "rows of table " + references.text(0) + " refer to rows that are not there"};
  return {};
}

Result<RowCounts> count_rows(ReadTx& tx) {
  RowCounts counts;
  for (const std::string_view table : kCounted) {
    auto known = tx.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1", table);
    auto is_known = known.step();
    if (!is_known) return std::move(is_known).error();
    if (!*is_known) continue;  // of an older schema
    auto row = tx.query("SELECT count(*) FROM " + std::string(table));
    auto found = row.step();
    if (!found) return std::move(found).error();
    counts[std::string(table)] = row.integer(0);
  }
  return counts;
}

}  // namespace frontdesk::storage
