#include "storage/sql/error.h"

#include <sqlite3.h>

#include <string>

namespace frontdesk::storage {
namespace {

ErrorCode code_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT: return ErrorCode::kConflict;
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
    case SQLITE_NOMEM: return ErrorCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::kCorrupt;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY: return ErrorCode::kIo;
    case SQLITE_TOOBIG: return ErrorCode::kLimit;
    default: return ErrorCode::kInternal;
  }
}

}  // namespace

Error sqlite_error(sqlite3* connection, int code, const char* doing, bool with_message) {
  std::string text = std::string("database ") + doing + ": ";
  const bool is_constraint = (code & 0xFF) == SQLITE_CONSTRAINT;
  text += connection != nullptr && (with_message || is_constraint) ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  return {code_of(code), text + " (" + std::to_string(code) + ")"};
}

Severity severity_of(int code) {
  // The index of the log could not grow. It is no part of what must last, so trying again risks nothing.
  if (code == SQLITE_IOERR_SHMSIZE) return Severity::kDiskFull;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return Severity::kHeld;
    case SQLITE_FULL: return Severity::kDiskFull;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Severity::kBroken;
    default: return Severity::kStatement;
  }
}

}  // namespace frontdesk::storage
