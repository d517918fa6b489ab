// bench_sqlite_floor [count]: the least that storing a message can cost. The rows of a message in the product's own
// schema, by the bare SQLite interface in one loop: one transaction for 64 messages, synchronous=FULL, no queue, no
// thread, no savepoint, no folding. Product figures are told as a share of this.
#include <openssl/evp.h>
#include <sqlite3.h>

#include <cstdlib>
#include <string>

#include "bench/storage_workload.h"
#include "storage/search/tokenizer.h"
#include "storage/sql/migration.h"

namespace frontdesk::bench {
namespace {

void check(int code, int wanted = SQLITE_OK) {
  if (code == wanted) return;
  std::fprintf(stderr, "sqlite: %s\n", sqlite3_errstr(code));
  std::exit(1);
}

class Floor {
 public:
  explicit Floor(const std::string& path) {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    check(sqlite3_open(path.c_str(), &database_));
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        "PRAGMA wal_autocheckpoint=8000; PRAGMA foreign_keys=ON");
    if (!storage::register_search_tokenizer(database_).ok()) std::exit(1);
    for (const auto& migration : storage::embedded_migrations()) run(std::string(migration.sql));
    run(kRows);
    journal_ = prepare(kInsertJournal);
    ticket_ = prepare(kInsertTicket);
    touch_ = prepare(kTouchTicket);
    message_ = prepare(kInsertMessage);
    audit_ = prepare(kInsertAudit);
    search_ = prepare("INSERT INTO search (rowid, body) VALUES (?1, ?2)");
  }
  ~Floor() {
    for (sqlite3_stmt* statement : {journal_, ticket_, touch_, message_, audit_, search_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  void run(const std::string& sql) { check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr)); }

  void put(const Message& message) {
    const std::int64_t now = message.id >> 20;
    number(journal_, 1, message.id);
    number(journal_, 2, kChannel);
    blob(journal_, 3, message.dedup_key);
    blob(journal_, 4, digest(message.sealed));
    blob(journal_, 5, message.sealed);
    number(journal_, 6, now);
    step(journal_);
    if (message.is_new_ticket) {
      number(ticket_, 1, message.id);
      text(ticket_, 2, "P" + std::to_string(message.id));
      number(ticket_, 3, kChannel);
      number(ticket_, 4, kCustomer);
      text(ticket_, 5, message.text.substr(0, 30));
      number(ticket_, 6, now);
      number(ticket_, 7, now + 3600);
      step(ticket_);
    } else {
      number(touch_, 1, message.ticket);
      number(touch_, 2, now);
      step(touch_);
    }
    number(message_, 1, message.id);
    number(message_, 2, message.ticket);
    text(message_, 3, message.text);
    blob(message_, 4, message.sealed);
    number(message_, 5, now);
    number(message_, 6, message.id);
    step(message_);
    append_audit(message, now);
    number(search_, 1, message.id);
    text(search_, 2, message.text);
    step(search_);
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  static void number(sqlite3_stmt* statement, int index, std::int64_t value) {
    sqlite3_bind_int64(statement, index, value);
  }
  static void text(sqlite3_stmt* statement, int index, const std::string& value) {
    sqlite3_bind_text(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  static void blob(sqlite3_stmt* statement, int index, const Bytes& value) {
    sqlite3_bind_blob(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  static void step(sqlite3_stmt* statement) {
    check(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
  }
  static Bytes digest(const Bytes& data) {
    static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Bytes out(32);
    EVP_Digest(data.data(), data.size(), out.data(), nullptr, kAlgorithm, nullptr);
    return out;
  }
  void append_audit(const Message& message, std::int64_t now) {
    const Bytes record(200, static_cast<std::uint8_t>(message.id));
    const Bytes leaf = digest(record);
    chain_.insert(chain_.end(), leaf.begin(), leaf.end());
    chain_ = digest(chain_);
    number(audit_, 1, ++sequence_);
    blob(audit_, 2, record);
    blob(audit_, 3, leaf);
    blob(audit_, 4, chain_);
    number(audit_, 5, now);
    number(audit_, 6, message.ticket);
    step(audit_);
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt *journal_ = nullptr, *ticket_ = nullptr, *touch_ = nullptr, *message_ = nullptr, *audit_ = nullptr,
               *search_ = nullptr;
  Bytes chain_;
  std::int64_t sequence_ = 0;
};

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  using namespace frontdesk::bench;
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000;
  const Scratch scratch("frontdesk-floor-");
  Floor floor(scratch.path() + "/floor.db");
  Workload workload;
  std::vector<Message> messages(count);
  for (auto& message : messages) message = workload.next();

  const Meter meter;
  for (std::size_t i = 0; i < count; i += kGroup) {
    floor.run("BEGIN IMMEDIATE");
    for (std::size_t j = i; j < std::min(i + kGroup, count); ++j) floor.put(messages[j]);
    floor.run("COMMIT");
  }
  meter.print("sqlite_floor", count);
  return 0;
}
