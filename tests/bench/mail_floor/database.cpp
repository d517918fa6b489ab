#include "database.h"

namespace frontdesk::mail_floor {
namespace {

using EmitToken = int (*)(void*, int, const char*, int, int, int);

int create(void*, const char**, int, Fts5Tokenizer** made) {
  static char instance;
  *made = reinterpret_cast<Fts5Tokenizer*>(&instance);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// U+3400 to U+9FFF, in UTF-8: E3 90 80 to E9 BF BF.
bool is_han(const char* text, int left) {
  return left >= 3 && text[0] >= '\xE3' && text[0] <= '\xE9' && (text[0] != '\xE3' || text[1] >= '\x90');
}

int word_at(const char* text, int size, int at, char* lower, int most) {
  int end = at;
  for (; end < size && is_alphanumeric(text[end]); ++end) {
    const char c = text[end];
    if (end - at < most) lower[end - at] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return end;
}

int tokenize(Fts5Tokenizer*, void* context, int, const char* text, int size, EmitToken emit) {
  constexpr int kCharacter = 3, kMostWord = 64;
  char lower[kMostWord];
  int code = SQLITE_OK;
  for (int at = 0; at < size && code == SQLITE_OK;) {
    if (is_han(text + at, size - at)) {
      const int width = is_han(text + at + kCharacter, size - at - kCharacter) ? 2 * kCharacter : kCharacter;
      code = emit(context, 0, text + at, width, at, at + width);
      at += kCharacter;
    } else if (const int end = word_at(text, size, at, lower, kMostWord); end > at) {
      code = emit(context, 0, lower, end - at < kMostWord ? end - at : kMostWord, at, end);
      at = end;
    } else {
      ++at;
    }
  }
  return code;
}

void add_tokenizer(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr);
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  fts5_tokenizer tokenizer{create, destroy, tokenize};
  demand(api != nullptr && api->xCreateTokenizer(api, "bigram", nullptr, &tokenizer, nullptr) == SQLITE_OK, "no FTS5");
}

constexpr char kTables[] = R"(
CREATE TABLE journal (id INTEGER PRIMARY KEY, dedup BLOB UNIQUE, payload BLOB, raw_at INTEGER, raw_size INTEGER,
  fate INTEGER);
CREATE TABLE customer (id INTEGER PRIMARY KEY, address_hash BLOB UNIQUE, name TEXT, address BLOB);
CREATE TABLE ticket (id INTEGER PRIMARY KEY, number TEXT UNIQUE, customer INTEGER, subject TEXT, preview TEXT,
  state INTEGER, updated INTEGER);
CREATE INDEX ticket_by_state ON ticket(state, updated);
CREATE INDEX ticket_by_customer ON ticket(customer, updated);
CREATE TABLE message (id INTEGER PRIMARY KEY, ticket INTEGER, journal INTEGER, text TEXT, html TEXT, original BLOB);
CREATE INDEX message_by_ticket ON message(ticket, id);
CREATE TABLE reference (hash BLOB PRIMARY KEY, ticket INTEGER) WITHOUT ROWID;
CREATE TABLE attachment (id INTEGER PRIMARY KEY, message INTEGER, name TEXT);
CREATE TABLE event (id INTEGER PRIMARY KEY, ticket INTEGER, name TEXT);
CREATE TABLE audit (sequence INTEGER PRIMARY KEY, ticket INTEGER, record TEXT, chain BLOB);
CREATE VIRTUAL TABLE search USING fts5(body, content='', detail=none, columnsize=0, tokenize='bigram');
)";

}  // namespace

Database::Database(const std::string& path) {
  demand(sqlite3_open(path.c_str(), &handle_) == SQLITE_OK, "the database cannot be opened");
  add_tokenizer(handle_);
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
      "PRAGMA wal_autocheckpoint=8000");
  run(kTables);
}

}  // namespace frontdesk::mail_floor
