#include "app/cli/row_printer.h"

#include <algorithm>
#include <ostream>

#include "base/text.h"

namespace frontdesk::app {
namespace {

constexpr std::size_t kMostWidth = 64;  // a SHA-256, which people copy

std::string cell(const json::Value& value);

/// "agent, supervisor" of a list, "answer all, assign own" of members; what is nothing is left out.
std::string list(const json::Value& value) {
  std::string shown;
  const auto add = [&](const std::string& one) { shown.append(shown.empty() ? "" : ", ").append(one); };
  for (const json::Value& item : value.items()) add(cell(item));
  for (const auto& [name, member] : value.members()) {
    const std::string text = cell(member);
    if (!text.empty() && text != "-" && text != "none") add(name + " " + text);
  }
  return shown.empty() ? "-" : shown;
}

std::string cell(const json::Value& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return text::shorten(text::one_line(value.as_string()), kMostWidth);
  if (value.is_bool()) return value.as_bool() ? "yes" : "no";
  if (value.is_array() || value.is_object()) return list(value);
  return json::serialize(value);
}

/// A "text" or "reason" that its cell shows only the beginning of, indented; empty for everything else.
std::string in_full(const std::string& name, const json::Value& value) {
  if ((name != "text" && name != "reason") || !value.is_string()) return {};
  const std::string whole = text::without_controls(value.as_string());
  if (text::one_line(whole) == cell(value)) return {};
  std::string lines;
  for (const std::string_view line : text::split(whole, '\n')) lines.append("    ").append(line).append("\n");
  return lines;
}

/// Terminals show CJK two columns wide.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = text::next_code_point(text, at);
    columns += text::is_cjk(c) || (c >= 0xFF00 && c <= 0xFF60) || (c >= 0x3000 && c <= 0x303F) ? 2 : 1;
  }
  return columns;
}

const json::Value& at_path(const json::Value& row, std::string_view path) {
  const json::Value* at = &row;
  for (const std::string_view name : text::split(path, '.')) at = &at->get(name);
  return *at;
}

/// What people look at of a row: each column under the last word of its path that says something by itself.
json::Value only(const json::Value& row, const RowPrinter::Columns& columns) {
  json::Value shown;
  for (const std::string& path : columns) {
    const auto dot = path.rfind('.');
    std::string name = path.substr(dot == std::string::npos ? 0 : dot + 1);
    const bool says_little = name == "name" || name == "display_name" || name == "number" || name == "text";
    if (dot != std::string::npos && (says_little || shown.find(name) != nullptr)) name = path.substr(0, dot);
    shown.set(name, at_path(row, path));
  }
  return shown;
}

}  // namespace

void RowPrinter::print(const json::Value& row) {
  if (const json::Value* line = row.find("line")) {
    out_ << line->as_string() << '\n';
  } else if (as_json_) {
    out_ << json::serialize(row) << '\n';
  } else if (row.members().size() == 1 && row.members().front().second.is_string()) {
    out_ << row.members().front().second.as_string() << '\n';
  } else {
    const auto fit = std::ranges::find_if(columns_, [&](const Columns& columns) {
      return row.find(columns.front().substr(0, columns.front().find('.'))) != nullptr;
    });
    rows_.push_back(fit == columns_.end() ? row : only(row, *fit));
  }
}

void RowPrinter::finish() {
  // Rows of one shape form a table; a row of another shape begins the next one.
  for (std::size_t begin = 0; begin < rows_.size();) {
    const json::Object& names = rows_[begin].members();
    const auto same_shape = [&](const json::Value& row) {
      return std::equal(row.members().begin(), row.members().end(), names.begin(), names.end(),
                        [](const auto& a, const auto& b) { return a.first == b.first; });
    };
    std::size_t end = begin + 1;
    while (end < rows_.size() && same_shape(rows_[end])) ++end;
    std::vector<std::size_t> widths;
    for (const auto& [name, value] : names) {
      std::size_t widest = name.size();
      for (std::size_t i = begin; i < end; ++i) widest = std::max(widest, width(cell(rows_[i].get(name))));
      widths.push_back(widest);
    }
    const auto write = [&](std::size_t column, const std::string& text) {
      out_ << text << std::string(widths[column] - width(text) + 2, ' ');
    };
    for (std::size_t column = 0; column < names.size(); ++column) write(column, names[column].first);
    out_ << '\n';
    for (; begin < end; ++begin) {
      for (std::size_t column = 0; column < names.size(); ++column)
        write(column, cell(rows_[begin].get(names[column].first)));
      out_ << '\n';
      for (const auto& [name, value] : rows_[begin].members()) out_ << in_full(name, value);
    }
  }
}

}  // namespace frontdesk::app
