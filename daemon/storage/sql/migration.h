// Migrations: the numbered, forward-only steps from an empty file to the present schema (schema/NNNN_name.sql, built
// into the program). All that a file lacks run in one transaction, each with its row in schema_migration, so that a
// crash leaves the schema from before or the present one, never one in between that no released program knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "storage/sql/connection.h"

namespace frontdesk::storage {

struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view sql;
};

/// What this program knows, ascending from 1 without gaps.
std::span<const Migration> embedded_migrations();

/// The schema of a file that no daemon has open; 0 when it is not there or has none yet.
Result<int> schema_of(const std::string& path);

/// Brings the file to the last of `migrations` and returns its version. Errors: kInvalid when the file has a newer
/// schema (both versions are named) or an applied step was changed since; otherwise what the database reports.
Result<int> migrate(Connection& connection, std::span<const Migration> migrations, const Clock& clock);

}  // namespace frontdesk::storage
