// ReplayFloor: the least that storing a run's rows can cost. It takes the rows that a product run left in its database
// and writes them into an empty one by the bare SQLite interface: one loop, one transaction for 64 messages,
// synchronous=FULL, the same tables and indexes, the same search index. No queue, no thread, no savepoint, no keys, no
// masking, no foreign key checks.
#pragma once

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "storage/migration.h"
#include "storage/search_text.h"
#include "storage/search_tokenizer.h"

namespace frontdesk::bench {

class ReplayFloor {
 public:
  static constexpr std::size_t kGroup = 64;  ///< messages per transaction, as the store's group

  /// Loads every row of `database`.
  explicit ReplayFloor(const std::string& database) {
    sqlite3* from = open(database);
    for (const char* name : kTables) tables_.push_back(load(from, name));
    // A filed item's sealed content is erased from the journal; the message's stands for it, a little smaller.
    for (Table& table : tables_) {
      if (table.name == "journal") table = load(from, "journal", kJournalRows);
    }
    check(sqlite3_create_function(from, "fold", 1, SQLITE_UTF8, nullptr, fold, nullptr, nullptr));
    tables_.push_back(load(from, "search",
                           "SELECT m.id AS rowid, fold(iif(m.id = (SELECT min(id) FROM message f WHERE f.ticket_id = "
                           "m.ticket_id), t.subject_masked || char(10), '') || m.text_masked) AS body "
                           "FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.kind = 1"));
    messages_ = rows_of("journal");
    tickets_ = rows_of("ticket");
    sqlite3_close(from);
  }
  ~ReplayFloor() {
    for (Table& table : tables_) {
      for (auto& row : table.rows) {
        for (sqlite3_value* value : row) sqlite3_value_free(value);
      }
    }
  }
  ReplayFloor(const ReplayFloor&) = delete;
  ReplayFloor& operator=(const ReplayFloor&) = delete;

  [[nodiscard]] std::size_t messages() const { return messages_; }

  /// Writes all rows into the new file; `before_commit` is called once per group.
  template <class BeforeCommit>
  void run(const std::string& database, BeforeCommit before_commit) {
    prepare(database);
    const std::size_t groups = (messages_ + kGroup - 1) / kGroup;
    for (std::size_t group = 0; group < groups; ++group) {
      execute("BEGIN IMMEDIATE");
      for (Table& table : tables_) {
        const std::size_t end = table.rows.size() * (group + 1) / groups;
        for (std::size_t i = table.rows.size() * group / groups; i < end; ++i) insert(table, table.rows[i]);
      }
      settle(groups, group);
      before_commit(group);
      execute("COMMIT");
    }
    for (Table& table : tables_) sqlite3_finalize(std::exchange(table.insert, nullptr));
    for (sqlite3_stmt** statement : {&settle_, &touch_, &count_}) sqlite3_finalize(std::exchange(*statement, nullptr));
    sqlite3_close(std::exchange(database_, nullptr));
  }

 private:
  struct Table {
    std::string name;
    std::string columns;
    int width = 0;
    std::vector<std::vector<sqlite3_value*>> rows;
    sqlite3_stmt* insert = nullptr;
  };
  static constexpr const char* kTables[] = {
      "channel",    "data_key", "blob",         "journal",      "customer",
      "identity",   "ticket",   "conversation", "message",      "message_reference",
      "attachment", "clock",    "event",        "audit_record", "audit_checkpoint",
      "identifier"};

  static constexpr char kJournalRows[] =
      "SELECT j.id, j.channel_id, j.dedup_key, j.revision, j.content_hash, m.text_sealed AS payload_sealed, "
      "j.raw_blob_id, j.received_at, j.fate, j.ticket_id, j.message_id, j.attempts, j.reason, j.worked_at "
      "FROM journal j LEFT JOIN message m ON m.journal_id = j.id ORDER BY j.id";

  static void check(int code, int wanted = SQLITE_OK) {
    if (code == wanted) return;
    std::fprintf(stderr, "floor: %s\n", sqlite3_errstr(code));
    std::exit(1);
  }
  static void fold(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    const std::string folded = storage::fold_for_search(text != nullptr ? text : "");
    sqlite3_result_text(context, folded.data(), static_cast<int>(folded.size()), SQLITE_TRANSIENT);
  }
  static sqlite3* open(const std::string& path) {
    sqlite3* handle = nullptr;
    check(sqlite3_open(path.c_str(), &handle));
    if (!storage::register_search_tokenizer(handle)) std::exit(1);
    return handle;
  }

  static Table load(sqlite3* from, const std::string& name, const std::string& sql = {}) {
    Table table;
    table.name = name;
    sqlite3_stmt* rows = nullptr;
    check(sqlite3_prepare_v2(from, sql.empty() ? ("SELECT * FROM " + name).c_str() : sql.c_str(), -1, &rows, nullptr));
    table.width = sqlite3_column_count(rows);
    for (int i = 0; i < table.width; ++i)
      table.columns += (i > 0 ? ", " : "") + std::string(sqlite3_column_name(rows, i));
    while (sqlite3_step(rows) == SQLITE_ROW) {
      auto& row = table.rows.emplace_back();
      for (int i = 0; i < table.width; ++i) row.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
    }
    sqlite3_finalize(rows);
    return table;
  }

  [[nodiscard]] std::size_t rows_of(const std::string& name) const {
    for (const Table& table : tables_) {
      if (table.name == name) return table.rows.size();
    }
    return 0;
  }

  void prepare(const std::string& path) {
    database_ = open(path);
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=8000; PRAGMA foreign_keys=OFF");
    for (const auto& migration : storage::embedded_migrations()) execute(std::string(migration.sql).c_str());
    for (Table& table : tables_) {
      std::string sql = "INSERT INTO " + table.name + " (" + table.columns + ") VALUES (";
      for (int i = 0; i < table.width; ++i) sql += i > 0 ? ", ?" : "?";
      table.insert = statement(sql + ")");
    }
    settle_ = statement("UPDATE journal SET worked_at = worked_at + 1, payload_sealed = NULL WHERE id = ?1");
    touch_ =
        statement("UPDATE ticket SET updated_at = updated_at + 1, message_count = message_count + 1 WHERE id = ?1");
    count_ = statement(
        "INSERT INTO counter (name, value) VALUES (?1, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value RETURNING value");
  }

  /// What the product changes after inserting: the journal's fate, tickets that get another message, the counters.
  void settle(std::size_t groups, std::size_t group) {
    for (const Table& table : tables_) {
      const std::size_t begin = table.rows.size() * group / groups;
      const std::size_t end = table.rows.size() * (group + 1) / groups;
      for (std::size_t i = begin; i < end; ++i) {
        if (table.name == "journal") {
          step(settle_, table.rows[i][0]);
        } else if (table.name == "ticket") {
          for (const char* name : {"ticket.all", "ticket.open", "ticket.unassigned", "number.ticket"}) count(name);
          if (i * (messages_ - tickets_) / tickets_ != (i + 1) * (messages_ - tickets_) / tickets_)
            step(touch_, table.rows[i][0]);
        }
      }
    }
  }

  static void insert(Table& table, const std::vector<sqlite3_value*>& row) {
    for (int i = 0; i < table.width; ++i) sqlite3_bind_value(table.insert, i + 1, row[static_cast<std::size_t>(i)]);
    check(sqlite3_step(table.insert), SQLITE_DONE);
    sqlite3_reset(table.insert);
  }
  static void step(sqlite3_stmt* statement, sqlite3_value* id) {
    sqlite3_bind_value(statement, 1, id);
    check(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
  }
  void count(const char* name) {
    sqlite3_bind_text(count_, 1, name, -1, SQLITE_STATIC);
    check(sqlite3_step(count_), SQLITE_ROW);
    sqlite3_reset(count_);
  }
  sqlite3_stmt* statement(const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    check(sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
    return made;
  }
  void execute(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

  std::vector<Table> tables_;
  std::size_t messages_ = 0;
  std::size_t tickets_ = 0;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* settle_ = nullptr;
  sqlite3_stmt* touch_ = nullptr;
  sqlite3_stmt* count_ = nullptr;
};

}  // namespace frontdesk::bench
