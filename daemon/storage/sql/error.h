// Turns SQLite's result codes into errors that callers decide by. Texts carry table and column names, never values.
#pragma once

#include "base/result.h"

struct sqlite3;

namespace frontdesk::storage {

/// `doing` says what failed, e.g. "prepare". The detail comes from SQLite's own table of codes; only for constraints
/// (which name columns) and for `with_message` (statement texts, which are ours) from the connection.
Error sqlite_error(sqlite3* connection, int code, const char* doing, bool with_message = false);

/// How bad a result code is for the whole store.
enum class Severity {
  kStatement,  ///< concerns this statement only
  kHeld,       ///< another program holds the database: nothing can be written until it lets go
  kDiskFull,   ///< nothing can be written until there is room
  kBroken,     ///< the file system or the file failed: stop writing, never retry blindly
};
Severity severity_of(int code);

}  // namespace frontdesk::storage
