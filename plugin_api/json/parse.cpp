#include <simdjson.h>

#include <unordered_set>

#include "frontdesk/json.h"

namespace frontdesk::json {
namespace {

using simdjson::dom::element_type;

/// A key set pays off only beyond this size; below, comparing is faster.
constexpr std::size_t kSmallObject = 16;

bool has_duplicate_keys(const Object& members) {
  if (members.size() <= kSmallObject) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if (members[i].first == members[k].first) return true;
      }
    }
    return false;
  }
  std::unordered_set<std::string_view> seen;
  for (const Member& member : members) {
    if (!seen.insert(member.first).second) return true;
  }
  return false;
}

/// Depth is bounded by the parser, so the recursion is too.
bool convert(const simdjson::dom::element& from, Value& to, std::string& error) {
  switch (from.type()) {
    case element_type::NULL_VALUE: return true;
    case element_type::BOOL: to = Value(from.get_bool().value_unsafe()); return true;
    case element_type::INT64: to = Value(std::int64_t{from.get_int64().value_unsafe()}); return true;
    case element_type::DOUBLE: to = Value(from.get_double().value_unsafe()); return true;
    case element_type::STRING: to = Value(std::string_view(from.get_string().value_unsafe())); return true;
    case element_type::UINT64: error = "a number is beyond 64 bits with sign; send it as text"; return false;
    case element_type::ARRAY: {
      Array items;
      const simdjson::dom::array array = from.get_array().value_unsafe();
      for (const auto item : array) {
        if (!convert(item, items.emplace_back(), error)) return false;
      }
      to = Value(std::move(items));
      return true;
    }
    case element_type::OBJECT: {
      Object members;
      const simdjson::dom::object object = from.get_object().value_unsafe();
      for (const auto field : object) {
        members.emplace_back(std::string(field.key), Value{});
        if (!convert(field.value, members.back().second, error)) return false;
      }
      if (has_duplicate_keys(members)) {
        error = "an object has the same key twice";
        return false;
      }
      to = Value(std::move(members));
      return true;
    }
  }
  return false;
}

}  // namespace

Parsed parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes)
    return {std::nullopt, "larger than " + std::to_string(limits.max_bytes) + " bytes"};
  simdjson::dom::parser parser(limits.max_bytes);
  // The parser asks for memory per byte and level; both are known here.
  if (parser.allocate(std::max<std::size_t>(text.size(), 32), limits.max_depth) != simdjson::SUCCESS) {
    return {std::nullopt, "out of memory"};
  }
  simdjson::dom::element root;
  if (const auto failed = parser.parse(text.data(), text.size()).get(root); failed != simdjson::SUCCESS) {
    return {std::nullopt, simdjson::error_message(failed)};
  }
  Parsed result;
  Value value;
  if (convert(root, value, result.error)) result.value = std::move(value);
  return result;
}

}  // namespace frontdesk::json
