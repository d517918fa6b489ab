// ReadTx and Tx: what repositories are written against.
//
// A ReadTx sees one consistent snapshot. A Tx is one unit of work on the writer thread: it runs inside a savepoint of
// the writer's current group, so returning an error undoes this unit and no other. Both lend prepared statements from
// their connection's cache: the SQL text is the key, so pass literals. Thread rule: only inside the callback that
// received them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "storage/sql/row_sum.h"
#include "storage/sql/statement.h"

namespace frontdesk::storage {

class Connection;

class ReadTx {
 public:
  explicit ReadTx(Connection& connection) : connection_(connection) {}
  ReadTx(const ReadTx&) = delete;
  ReadTx& operator=(const ReadTx&) = delete;

  /// A statement with its parameters bound in order.
  template <class... Values>
  Statement query(std::string_view sql, const Values&... values) {
    Statement statement = prepare(sql);
    int index = 0;
    (statement.bind(++index, values), ...);
    return statement;
  }

  /// The sum of a row with these columns (row_sum.h); empty when the store has no key.
  template <class... Values>
  [[nodiscard]] Bytes row_sum(std::string_view table, const Values&... values) const {
    if (!has_row_key()) return {};
    RowColumns columns(table);
    (columns.add(values), ...);
    return row_sum_of(columns);
  }
  [[nodiscard]] Bytes row_sum_of(const RowColumns& columns) const;
  [[nodiscard]] RowProof compare_sum(ByteView stored, ByteView expected) const;
  [[nodiscard]] bool has_row_key() const;

 protected:
  Statement prepare(std::string_view sql);
  Connection& connection_;
};

class Tx : public ReadTx {
 public:
  using ReadTx::ReadTx;

  /// Runs a statement without rows.
  template <class... Values>
  Result<void> execute(std::string_view sql, const Values&... values) {
    return query(sql, values...).run();
  }
  /// Rows changed by the last execute.
  [[nodiscard]] std::int64_t changes() const;

  /// Runs `work` in a savepoint of its own: an error, or an exception, which becomes kInternal, undoes what it did and
  /// nothing else of this unit. Not nested.
  Result<void> attempt(const std::function<Result<void>(Tx&)>& work);
  /// Runs `work` after every unit of the group, just before COMMIT; forgotten when this unit is undone. An error
  /// fails the whole group. For work that is much cheaper in batches (the search index); it leaves no further work.
  void at_commit(std::function<Result<void>(Tx&)> work);
  /// Adds `delta` to a counter, summed up with the rest of the group and written once, before COMMIT. This transaction
  /// does not see it; where the new value is needed at once, add_to_counter (traffic/counter.h).
  void count_at_commit(std::string counter, std::int64_t delta);
};

}  // namespace frontdesk::storage
