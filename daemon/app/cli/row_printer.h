// RowPrinter: rows of an answer as JSON Lines or as an aligned table. A row {"line": …} is printed as it is,
// and the text of a row that is nothing else ({"public_key": …}, {"url": …}) stands alone, whole, so that it can be
// copied or go into a file. What is meant to be read, a "text" or a "reason" that does not fit into its column, stands
// in full below its row.
#pragma once

#include <frontdesk/json.h>

#include <iosfwd>
#include <string>
#include <vector>

namespace frontdesk::app {

class RowPrinter {
 public:
  using Columns = std::vector<std::string>;

  /// `columns`: what the table shows of a row, as paths like "customer.name": the first of them that fit, for a row
  /// that has the first column; a row that none fits is shown whole.
  RowPrinter(std::ostream& out, bool as_json, std::vector<Columns> columns = {})
      : out_(out), as_json_(as_json), columns_(std::move(columns)) {}
  void print(const json::Value& row);
  /// Writes the table; JSON Lines are written at once.
  void finish();

 private:
  std::ostream& out_;
  const bool as_json_;
  const std::vector<Columns> columns_;
  std::vector<json::Value> rows_;
};

}  // namespace frontdesk::app
