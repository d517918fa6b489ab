// SQLite by its C interface, with a tokenizer for FTS5 that gives every two neighbouring Chinese characters and every
// word of ASCII letters and digits in lower case.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "demand.h"

namespace frontdesk::mail_floor {

class Database {
 public:
  /// A new file with the floor's tables.
  explicit Database(const std::string& path);
  ~Database() { sqlite3_close(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  void run(const char* sql) { demand(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); }
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(const Database& database, const char* sql) {
    demand(sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) == SQLITE_OK,
           sql);
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Without rows. The values live until the statement has run.
  template <class... Values>
  void run(const Values&... values) {
    bind_all(values...);
    demand(sqlite3_step(handle_) == SQLITE_DONE, "a row could not be written");
    sqlite3_reset(handle_);
  }
  /// The first column of the only row, 0 when there is none.
  template <class... Values>
  std::int64_t find(const Values&... values) {
    bind_all(values...);
    const std::int64_t found = sqlite3_step(handle_) == SQLITE_ROW ? sqlite3_column_int64(handle_, 0) : 0;
    sqlite3_reset(handle_);
    return found;
  }

 private:
  template <class... Values>
  void bind_all(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
  }
  void bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_, index, value); }
  void bind(int index, const std::string& value) {
    sqlite3_bind_text(handle_, index, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  }

  sqlite3_stmt* handle_ = nullptr;
};

}  // namespace frontdesk::mail_floor
