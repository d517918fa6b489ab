// Statement: one prepared SQL statement, owned by its connection's cache; lent out while it is used.
//
// Parameters are numbered (?1, ?2 …) and bound in order; text and bytes are copied by the engine. Values come out by
// column, counted from 0. SQL NULL reads as 0 or empty. Thread rule: the thread of its connection.
//
//   auto row = tx.query("SELECT name, version FROM channel WHERE id = ?1", id);
//   while (true) {
//     auto more = row.step();
//     if (!more) return std::move(more).error();
//     if (!*more) break;
//     use(row.text(0), row.integer(1));
//   }
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"

namespace frontdesk::storage {

struct CachedStatement;  // connection.h: what the cache lends out

class Statement {
 public:
  explicit Statement(CachedStatement& lent);
  /// A statement that could not be prepared: every step returns `error`.
  explicit Statement(Error error);
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  /// Resets the statement and gives it back to the cache.
  ~Statement();

  template <std::integral Number>
  void bind(int index, Number value) {
    bind_integer(index, static_cast<std::int64_t>(value));
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void bind(int index, Enum value) { bind_integer(index, static_cast<std::int64_t>(value)); }
  template <class Tag>
  void bind(int index, Id<Tag> id) {
    bind_integer(index, id.raw());
  }
  void bind(int index, Micros at) { bind_integer(index, at.count()); }
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, ByteView blob);
  void bind(int index, const Bytes& blob) { bind(index, ByteView(blob)); }
  void bind(int index, std::nullptr_t);

  /// True: a row is there. False: done. Errors: kConflict for a broken UNIQUE or other constraint, kUnavailable for
  /// a full disk or a busy file, kCorrupt, kIo.
  Result<bool> step();
  /// Steps to the end; for statements without rows.
  Result<void> run();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Bytes blob(int column) const;
  /// The same without a copy, valid until the next step.
  [[nodiscard]] std::string_view text_view(int column) const;
  [[nodiscard]] ByteView blob_view(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] Micros time(int column) const { return Micros{integer(column)}; }
  [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }
  template <class Enum>
  requires std::is_enum_v<Enum>
  [[nodiscard]] Enum enumerator(int column) const { return static_cast<Enum>(integer(column)); }
  template <class IdType>
  [[nodiscard]] IdType id(int column) const {
    return IdType{integer(column)};
  }

 private:
  void bind_integer(int index, std::int64_t value);
  void check_bound(int code);

  CachedStatement* lent_ = nullptr;
  Error failure_;
  bool failed_ = false;
};

}  // namespace frontdesk::storage
