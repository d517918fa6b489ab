#include "storage/search/tokenizer.h"

#include <sqlite3.h>

#include "storage/search/text.h"
#include "storage/sql/error.h"

namespace frontdesk::storage {
namespace {

using EmitToken = int (*)(void*, int, const char*, int, int, int);

// The tokenizer has no state; FTS5 only wants a pointer that is not null.
int create(void*, const char**, int, Fts5Tokenizer** made) {
  static char instance;
  *made = reinterpret_cast<Fts5Tokenizer*>(&instance);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

int tokenize(Fts5Tokenizer*, void* context, int flags, const char* data, int size, EmitToken emit) {
  const std::string_view folded(data, size < 0 ? 0 : static_cast<std::size_t>(size));
  // In a query the last character by itself would make a phrase, which detail=none refuses.
  const bool last_alone = (flags & FTS5_TOKENIZE_QUERY) == 0;
  int code = SQLITE_OK;
  std::size_t at = 0;
  for (Run run = next_run(folded, at); run.characters > 0 && code == SQLITE_OK; run = next_run(folded, at)) {
    at = run.end;
    for_each_token(folded, run, last_alone, [&](std::size_t begin, std::size_t end) {
      code = emit(context, 0, folded.data() + begin, static_cast<int>(end - begin), static_cast<int>(begin),
                  static_cast<int>(end));
      return code == SQLITE_OK;
    });
  }
  return code;
}

fts5_api* find_api(sqlite3* connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

Result<void> register_search_tokenizer(sqlite3* connection) {
  fts5_api* const api = find_api(connection);
  if (api == nullptr) return Error{ErrorCode::kInternal, "this SQLite has no FTS5"};
  fts5_tokenizer tokenizer{create, destroy, tokenize};
  const int code = api->xCreateTokenizer(api, "frontdesk", nullptr, &tokenizer, nullptr);
  if (code != SQLITE_OK) return sqlite_error(connection, code, "register the tokenizer");
  return {};
}

}  // namespace frontdesk::storage
