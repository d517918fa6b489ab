#include "storage/sql/connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <mutex>

#include "storage/search/tokenizer.h"

namespace frontdesk::storage {
namespace {

constexpr std::size_t kMostTexts = 512;

// Memory statistics cost a process-wide lock at every allocation; nobody reads them.
void configure_library_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
  });
}

int remember_log_pages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode, int cache_kib) {
  configure_library_once();
  std::unique_ptr<Connection> connection(new Connection);
  const int access = mode == Mode::kWriter ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  constexpr int kHow = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  const int code = sqlite3_open_v2(path.c_str(), &connection->handle_, access | kHow, nullptr);
  if (code != SQLITE_OK) return sqlite_error(connection->handle_, code, "open");
  auto configured = connection->configure(mode, cache_kib);
  if (!configured) return std::move(configured).error().context("open the database");
  return connection;
}

Result<void> Connection::configure(Mode mode, int cache_kib) {
  sqlite3_extended_result_codes(handle_, 1);
  set_patience(kPatience);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  FD_TRY(register_search_tokenizer(handle_));

  const std::string shared =
      "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
      "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" +
      std::to_string(cache_kib) + ";";
  if (mode == Mode::kReader) return run_script(shared + "PRAGMA wal_autocheckpoint=0; PRAGMA query_only=ON;");
  auto result = run_script(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
      "PRAGMA journal_size_limit=67108864;" +
      shared);
  // After wal_autocheckpoint, which would install a hook of its own.
  sqlite3_wal_hook(handle_, remember_log_pages, &log_pages_);
  return result;
}

Connection::~Connection() {
  for (const auto& [text, statements] : cache_) {
    for (const auto& statement : statements) sqlite3_finalize(statement->handle);
  }
  sqlite3_close(handle_);
}

Statement Connection::statement(std::string_view sql) {
  auto found = cache_.find(sql);
  if (found == cache_.end()) {
    if (cache_.size() >= kMostTexts) drop_idle_statements();
    found = cache_.try_emplace(std::string(sql)).first;
  }
  auto& same_text = found->second;
  for (const auto& cached : same_text) {
    if (!cached->in_use) return Statement(*cached);
  }
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &prepared, nullptr);
  if (code != SQLITE_OK || prepared == nullptr) {
    note(code);
    if (same_text.empty()) cache_.erase(found);
    return Statement(sqlite_error(handle_, code == SQLITE_OK ? SQLITE_MISUSE : code, "prepare", true));
  }
  same_text.push_back(std::make_unique<CachedStatement>(CachedStatement{prepared, this, false}));
  return Statement(*same_text.back());
}

// Only texts made at run time can fill the cache; dropping every idle one is simple and rare.
void Connection::drop_idle_statements() {
  for (auto entry = cache_.begin(); entry != cache_.end();) {
    std::erase_if(entry->second, [](const auto& cached) {
      if (!cached->in_use) sqlite3_finalize(cached->handle);
      return !cached->in_use;
    });
    entry = entry->second.empty() ? cache_.erase(entry) : std::next(entry);
  }
}

Result<void> Connection::run_script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  note(code);
  return sqlite_error(handle_, code, "script", true);
}

std::int64_t Connection::changes() const { return sqlite3_changes64(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Connection::set_patience(std::chrono::milliseconds patience) {
  sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
}

void Connection::note(int code) { worst_ = std::max(worst_, severity_of(code)); }

Result<bool> Connection::checkpoint(Checkpoint kind) {
  int in_log = 0;
  int copied = 0;
  const int mode = kind == Checkpoint::kTruncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &in_log, &copied);
  if (code == SQLITE_BUSY) return false;
  if (code != SQLITE_OK) {
    note(code);
    return sqlite_error(handle_, code, "checkpoint");
  }
  return copied >= in_log;
}

}  // namespace frontdesk::storage
