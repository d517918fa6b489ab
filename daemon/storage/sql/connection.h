// Connection: one handle on the database file with its cache of prepared statements and the settings of the house.
//
// The writer's connection is made by the writer and used on its thread alone; readers' connections are lent to one
// thread at a time. No connection checkpoints by itself: the writer asks for it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"
#include "storage/sql/error.h"
#include "storage/sql/group_work.h"
#include "storage/sql/row_sum.h"
#include "storage/sql/statement.h"

struct sqlite3;
struct sqlite3_stmt;

namespace frontdesk::storage {

class Connection;

/// A prepared statement in the cache; `in_use` while a Statement holds it.
struct CachedStatement {
  sqlite3_stmt* handle = nullptr;
  Connection* owner = nullptr;
  bool in_use = false;
};

class Connection {
 public:
  enum class Mode { kWriter, kReader };

  /// The writer makes the file when it is missing. `cache_kib` is the page cache.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode, int cache_kib);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// A statement from the cache, or freshly prepared; a text that is in use gets a second statement.
  Statement statement(std::string_view sql);
  /// Runs a script of any number of statements without parameters and rows.
  Result<void> run_script(const std::string& sql);

  [[nodiscard]] std::int64_t changes() const;
  /// True while BEGIN has not been ended; SQLite ends it by itself after some errors.
  [[nodiscard]] bool in_transaction() const;

  /// The worst failure of any statement since the last clear.
  [[nodiscard]] Severity worst() const { return worst_; }
  void note(int code);
  void clear_worst() { worst_ = Severity::kStatement; }

  /// How long a statement waits for another program that holds the database; kPatience from the beginning.
  void set_patience(std::chrono::milliseconds patience);
  static constexpr std::chrono::milliseconds kPatience{5000};

  /// Pages in the write-ahead log after the last commit. Writer only.
  [[nodiscard]] int log_pages() const { return log_pages_; }
  enum class Checkpoint { kPassive, kTruncate };
  /// Copies the log into the database; true when all of it could be copied (no reader held it back).
  Result<bool> checkpoint(Checkpoint kind);

  /// What Tx::at_commit and Tx::count_at_commit left for the end of the group.
  GroupWork& group_work() { return group_work_; }

  /// What row sums are made with; empty: rows have none. Set once, before the first transaction.
  void set_row_hash(RowHash hash) { row_hash_ = std::move(hash); }
  [[nodiscard]] const RowHash& row_hash() const { return row_hash_; }

  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Cache =
      std::unordered_map<std::string, std::vector<std::unique_ptr<CachedStatement>>, TextHash, std::equal_to<>>;

  Connection() = default;
  Result<void> configure(Mode mode, int cache_kib);
  void drop_idle_statements();

  sqlite3* handle_ = nullptr;
  Cache cache_;
  GroupWork group_work_;
  RowHash row_hash_;
  Severity worst_ = Severity::kStatement;
  int log_pages_ = 0;
};

}  // namespace frontdesk::storage
