#include "desk/use_case/input.h"

#include <algorithm>

#include "base/text.h"

namespace frontdesk::desk {

const std::string& InputReader::next_path() {
  static const std::string kNone;
  return path_read_ < input_.path.size() ? input_.path[path_read_++] : kNone;
}

// In a query an empty value is the same as none: that is how forms leave a field open.
const json::Value* InputReader::ask(std::string_view name) {
  asked_.emplace_back(name);
  const json::Value* value = input_.fields.find(name);
  if (value != nullptr && input_.is_query && value->as_string().empty()) return nullptr;
  return value;
}

void InputReader::fault(std::string_view name, std::string_view message, std::string_view key) {
  faults_.push_back({std::string(name), std::string(message), std::string(key)});
}

std::optional<std::string> InputReader::text(std::string_view name, const TextRule& rule) {
  const json::Value* value = ask(name);
  if (value == nullptr) {
    if (!rule.optional) fault(name, "is required", "error.field_required");
    return std::nullopt;
  }
  if (!value->is_string()) {
    fault(name, "must be text", "error.field_type");
    return std::nullopt;
  }
  if (frontdesk::text::length(value->as_string()) > rule.most) {
    if (input_.is_query) return frontdesk::text::shorten(value->as_string(), rule.most);
    fault(name, "is too long", "error.field_long");
    return std::nullopt;
  }
  if (value->as_string().empty() && !rule.optional) {
    fault(name, "is required", "error.field_required");
    return std::nullopt;
  }
  return std::string(value->as_string());
}

std::optional<bool> InputReader::flag(std::string_view name) {
  const json::Value* value = ask(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->as_bool();
  if (input_.is_query && (value->as_string() == "true" || value->as_string() == "false"))
    return value->as_string() == "true";
  fault(name, "must be true or false", "error.field_type");
  return std::nullopt;
}

std::optional<std::int64_t> InputReader::id(std::string_view name, bool optional, bool& null) {
  const json::Value* value = ask(name);
  null = value != nullptr && value->is_null();
  if (null) return std::nullopt;
  if (value == nullptr) {
    if (!optional) fault(name, "is required", "error.field_required");
    return std::nullopt;
  }
  const auto id = parse_id_number(value->as_string());
  if (!id) fault(name, "must be an id: digits in a string", "error.field_type");
  return id;
}

std::vector<std::string> InputReader::texts(std::string_view name, const ListRule& rule) {
  std::vector<std::string> items;
  const json::Value* value = ask(name);
  if (value == nullptr) {
    if (!rule.optional) fault(name, "is required", "error.field_required");
    return items;
  }
  const bool are_texts = value->is_array() &&
                         std::ranges::all_of(value->items(), [](const json::Value& item) { return item.is_string(); });
  if (!are_texts) {
    fault(name, "must be a list of texts", "error.field_type");
  } else if (value->items().size() > rule.most) {
    fault(name, "has too many entries", "error.field_long");
  } else {
    for (const json::Value& item : value->items()) items.emplace_back(item.as_string());
  }
  return items;
}

std::optional<std::string> InputReader::word(std::string_view name, const WordRule& rule, bool& null) {
  const json::Value* value = ask(name);
  null = rule.nullable && value != nullptr && value->is_null();
  if (value == nullptr || null) return std::nullopt;
  if (value->is_string() && std::ranges::find(rule.words, value->as_string()) != rule.words.end())
    return std::string(value->as_string());
  std::string known;
  for (const std::string_view word : rule.words) known.append(known.empty() ? "" : ", ").append(word);
  fault(name, "is not a known word; it is one of " + known, "error.field_type");
  return std::nullopt;
}

// A page that asks for more than there may be gets what there may be.
std::int64_t InputReader::number(std::string_view name, const NumberRule& rule) {
  const json::Value* value = ask(name);
  if (value == nullptr) return rule.fallback;
  if (input_.is_query) return std::min(parse_id_number(value->as_string()).value_or(rule.fallback), rule.most);
  if (value->is_int() && value->as_int() >= rule.least && value->as_int() <= rule.most) return value->as_int();
  fault(name, "must be a number from " + std::to_string(rule.least) + " to " + std::to_string(rule.most),
        "error.field_type");
  return rule.fallback;
}

std::optional<Micros> InputReader::moment(std::string_view name) {
  const json::Value* value = ask(name);
  if (value == nullptr) return std::nullopt;
  auto moment = parse_rfc3339(value->as_string());
  if (!moment) fault(name, "is no moment such as 2024-03-15T02:00:00Z", "error.time");
  return moment;
}

const json::Value* InputReader::tree(std::string_view name, bool optional) {
  const json::Value* value = ask(name);
  if (value == nullptr) {
    if (!optional) fault(name, "is required", "error.field_required");
    return nullptr;
  }
  if (value->is_object()) return value;
  fault(name, "must be an object", "error.field_type");
  return nullptr;
}

std::optional<Refusal> InputReader::refusal() {
  if (lost_) return Refusal{{ErrorCode::kNotFound, "there is no such object"}, {}, {}};
  if (!input_.is_query) {
    for (const auto& [name, value] : input_.fields.members()) {
      if (std::ranges::find(asked_, name) == asked_.end()) fault(name, "is not known here", "error.field_unknown");
    }
  }
  if (faults_.empty()) return std::nullopt;
  const FieldFault& first = faults_.front();
  return Refusal{{ErrorCode::kInvalid, first.field + " " + first.message,
                  faults_.size() == 1 ? first.key : std::string("error.form")},
                 faults_,
                 {}};
}

}  // namespace frontdesk::desk
