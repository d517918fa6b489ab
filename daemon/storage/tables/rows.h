// From rows to values: the loops around Statement::step that every repository needs.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.h"
#include "storage/sql/statement.h"

namespace frontdesk::storage {

/// Every row through `read`, which makes one value of the current row.
template <class Read>
auto read_all(Statement row, Read read) -> Result<std::vector<std::invoke_result_t<Read, const Statement&>>> {
  std::vector<std::invoke_result_t<Read, const Statement&>> values;
  while (true) {
    auto more = row.step();
    if (!more) return std::move(more).error();
    if (!*more) return values;
    values.push_back(read(std::as_const(row)));
  }
}

/// The first row through `read`; nullopt when there is none.
template <class Read>
auto read_first(Statement row, Read read) -> Result<std::optional<std::invoke_result_t<Read, const Statement&>>> {
  using Value = std::optional<std::invoke_result_t<Read, const Statement&>>;
  auto found = row.step();
  if (!found) return std::move(found).error();
  if (!*found) return Value();
  Value value(read(std::as_const(row)));
  // A statement with RETURNING checks foreign keys at its end, so go there.
  FD_TRY(row.step());
  return value;
}

/// The same, where no row is kNotFound: "there is no <what>", with the key of its translation where it has one.
template <class Read>
auto read_one(Statement row, Read read, const std::string& what, const char* key = "")
    -> Result<std::invoke_result_t<Read, const Statement&>> {
  auto first = read_first(std::move(row), std::move(read));
  if (!first) return std::move(first).error();
  if (!*first) return Error{ErrorCode::kNotFound, "there is no " + what, key};
  return std::move(**first);
}

}  // namespace frontdesk::storage
