#include "storage/sql/statement.h"

#include <sqlite3.h>

#include <utility>

#include "storage/sql/connection.h"

namespace frontdesk::storage {

Statement::Statement(CachedStatement& lent) : lent_(&lent) { lent.in_use = true; }

Statement::Statement(Error error) : failure_(std::move(error)), failed_(true) {}

Statement::Statement(Statement&& other) noexcept
    : lent_(std::exchange(other.lent_, nullptr)), failure_(std::move(other.failure_)), failed_(other.failed_) {}

Statement::~Statement() {
  if (lent_ == nullptr) return;
  sqlite3_reset(lent_->handle);
  sqlite3_clear_bindings(lent_->handle);
  lent_->in_use = false;
}

void Statement::check_bound(int code) {
  if (code == SQLITE_OK || failed_) return;
  failure_ = sqlite_error(lent_->owner->handle(), code, "bind");
  failed_ = true;
}

void Statement::bind_integer(int index, std::int64_t value) {
  if (lent_ != nullptr) check_bound(sqlite3_bind_int64(lent_->handle, index, value));
}

void Statement::bind(int index, std::string_view text) {
  if (lent_ == nullptr) return;
  const char* data = text.data() == nullptr ? "" : text.data();
  check_bound(sqlite3_bind_text64(lent_->handle, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int index, ByteView blob) {
  if (lent_ == nullptr) return;
  // A null pointer would bind NULL; an empty blob is a value.
  const void* data = blob.data() == nullptr ? static_cast<const void*>("") : blob.data();
  check_bound(sqlite3_bind_blob64(lent_->handle, index, data, blob.size(), SQLITE_TRANSIENT));
}

void Statement::bind(int index, std::nullptr_t) {
  if (lent_ != nullptr) check_bound(sqlite3_bind_null(lent_->handle, index));
}

Result<bool> Statement::step() {
  if (failed_) return failure_;
  const int code = sqlite3_step(lent_->handle);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  lent_->owner->note(code);
  return sqlite_error(lent_->owner->handle(), code, "statement");
}

Result<void> Statement::run() {
  while (true) {
    auto more = step();
    if (!more) return std::move(more).error();
    if (!*more) return {};
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(lent_->handle, column); }

std::string_view Statement::text_view(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(lent_->handle, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(lent_->handle, column))};
}

ByteView Statement::blob_view(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(lent_->handle, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(lent_->handle, column))};
}

std::string Statement::text(int column) const { return std::string(text_view(column)); }

Bytes Statement::blob(int column) const {
  const ByteView view = blob_view(column);
  return {view.begin(), view.end()};
}

bool Statement::is_null(int column) const { return sqlite3_column_type(lent_->handle, column) == SQLITE_NULL; }

}  // namespace frontdesk::storage
