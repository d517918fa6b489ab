// ReplayFloor: the least that storing a run's rows can cost. It takes the rows that a product run left in its database
// and writes them into an empty one by the bare SQLite interface: one loop, one transaction for 64 messages,
// synchronous=FULL, the same tables and indexes, the same search index. It also changes what the product changes later:
// an item's fate erases its content, a further message touches its ticket and its conversation, counters grow. No
// queue, no thread, no savepoint, no keys, no masking, no foreign key checks, no look-up.
#pragma once

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "storage/search/text.h"
#include "storage/search/tokenizer.h"
#include "storage/sql/migration.h"

namespace frontdesk::bench {

class ReplayFloor {
 public:
  static constexpr std::size_t kGroup = 64;  ///< messages per transaction, as the store's group

  /// Loads every row of `database`.
  explicit ReplayFloor(const std::string& database) {
    sqlite3* from = open(database);
    for (const Source& source : kSources) tables_.push_back(load(from, source.name, source.sql));
    check(sqlite3_create_function(from, "fold", 1, SQLITE_UTF8, nullptr, fold, nullptr, nullptr));
    tables_.push_back(load(from, "search",
                           "SELECT m.id AS rowid, fold(iif(m.id = (SELECT min(id) FROM message f WHERE f.ticket_id = "
                           "m.ticket_id), t.subject_masked || char(10), '') || m.text_masked) AS body "
                           "FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.kind = 1"));
    fates_ = load(from, "fates", kFates);
    joins_ = load(from, "joins", kJoins);
    messages_ = rows_of("journal");
    sqlite3_close(from);
  }
  ~ReplayFloor() {
    for (Table& table : tables_) free_rows(table);
    free_rows(fates_);
    free_rows(joins_);
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
        each_of_group(table, group, groups, [&](const Row& row) { run(table.insert, row); });
      }
      settle(group, groups);
      before_commit(group);
      execute("COMMIT");
    }
    for (Table& table : tables_) sqlite3_finalize(std::exchange(table.insert, nullptr));
    for (sqlite3_stmt** statement : {&settle_, &touch_, &reseal_, &count_})
      sqlite3_finalize(std::exchange(*statement, nullptr));
    sqlite3_close(std::exchange(database_, nullptr));
  }

 private:
  using Row = std::vector<sqlite3_value*>;
  struct Table {
    std::string name;
    std::string columns;
    int width = 0;
    std::vector<Row> rows;
    sqlite3_stmt* insert = nullptr;
  };
  struct Source {
    const char* name;
    const char* sql;  ///< null: the whole table in the order of its key, which is that of time
  };
  // A filed item's sealed content is erased from the journal; the message's stands for it, a little smaller. Tables
  // whose key is a keyed hash were not written in its order: sorted rows would be too easy.
  static constexpr Source kSources[] = {
      {"channel"},
      {"data_key"},
      {"blob"},
      {"journal",
       "SELECT j.id, j.channel_id, j.dedup_key, j.revision, j.content_hash, m.text_sealed AS payload_sealed, "
       "j.raw_blob_id, j.received_at FROM journal j LEFT JOIN message m ON m.journal_id = j.id ORDER BY j.id"},
      {"customer"},
      {"identity"},
      {"ticket"},
      {"conversation"},
      {"message"},
      {"message_reference", "SELECT * FROM message_reference ORDER BY message_id"},
      {"attachment"},
      {"clock"},
      {"event"},
      {"audit_record"},
      {"audit_checkpoint"},
      {"identifier", "SELECT * FROM identifier ORDER BY ticket_id"}};
  static constexpr char kFates[] =
      "SELECT id, fate, ticket_id, message_id, attempts, reason, worked_at FROM journal ORDER BY id";
  /// Messages that went on with a ticket.
  static constexpr char kJoins[] =
      "SELECT m.ticket_id, m.created_at, m.conversation_id FROM message m WHERE m.kind = 1 AND "
      "m.id <> (SELECT min(id) FROM message f WHERE f.ticket_id = m.ticket_id AND f.kind = 1) ORDER BY m.id";

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

  static Table load(sqlite3* from, const std::string& name, const char* sql) {
    Table table;
    table.name = name;
    sqlite3_stmt* rows = nullptr;
    check(sqlite3_prepare_v2(from, sql == nullptr ? ("SELECT * FROM " + name).c_str() : sql, -1, &rows, nullptr));
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
    settle_ = statement(
        "UPDATE journal SET fate = ?2, ticket_id = ?3, message_id = ?4, attempts = ?5, reason = ?6, worked_at = ?7, "
        "payload_sealed = NULL WHERE id = ?1");
    touch_ = statement(
        "UPDATE ticket SET updated_at = ?2, last_message_at = ?2, preview_masked = substr(preview_masked, 1, 100), "
        "news = news + 1, version = version + 1 WHERE id = ?1");
    // Other bytes, and more of them: the product's routing learns the message's name.
    reseal_ = statement("UPDATE conversation SET key_sealed = zeroblob(length(key_sealed) + 16) WHERE id = ?1");
    count_ = statement(
        "INSERT INTO counter (name, value) VALUES (?1, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value");
  }

  /// What the product changes after inserting.
  void settle(std::size_t group, std::size_t groups) {
    each_of_group(fates_, group, groups, [&](const Row& row) { run(settle_, row); });
    each_of_group(joins_, group, groups, [&](const Row& row) {
      run(touch_, {row[0], row[1]});
      run(reseal_, {row[2]});
    });
    for (const Table& table : tables_) {
      if (table.name != "ticket" && table.name != "customer") continue;
      each_of_group(table, group, groups, [&](const Row&) { count("number"); });
    }
    for (const char* name : {"ticket.all", "ticket.open", "ticket.unassigned", "ticket.resolved", "journal.pending",
                             "journal.ticket", "journal.follow_up"})
      count(name);
  }

  template <class Use>
  static void each_of_group(const Table& table, std::size_t group, std::size_t groups, Use use) {
    const std::size_t end = table.rows.size() * (group + 1) / groups;
    for (std::size_t i = table.rows.size() * group / groups; i < end; ++i) use(table.rows[i]);
  }
  static void run(sqlite3_stmt* statement, const Row& values) {
    for (std::size_t i = 0; i < values.size(); ++i) sqlite3_bind_value(statement, static_cast<int>(i + 1), values[i]);
    check(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
  }
  void count(const char* name) {
    sqlite3_bind_text(count_, 1, name, -1, SQLITE_STATIC);
    check(sqlite3_step(count_), SQLITE_DONE);
    sqlite3_reset(count_);
  }
  static void free_rows(Table& table) {
    for (Row& row : table.rows) {
      for (sqlite3_value* value : row) sqlite3_value_free(value);
    }
  }
  sqlite3_stmt* statement(const std::string& sql) {
    sqlite3_stmt* made = nullptr;
    check(sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
    return made;
  }
  void execute(const char* sql) { check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

  std::vector<Table> tables_;
  Table fates_;
  Table joins_;
  std::size_t messages_ = 0;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* settle_ = nullptr;
  sqlite3_stmt* touch_ = nullptr;
  sqlite3_stmt* reseal_ = nullptr;
  sqlite3_stmt* count_ = nullptr;
};

}  // namespace frontdesk::bench
