#include "api/fields.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "base/text.h"

namespace frontdesk::api {

const json::Value* Fields::ask(std::string_view name) {
  asked_.emplace_back(name);
  return object_.find(name);
}

void Fields::fault(std::string_view name, std::string_view message, std::string_view key) {
  faults_.push_back({std::string(name), std::string(message), std::string(key)});
}

std::optional<std::string> Fields::optional_text(std::string_view name, std::size_t max_characters) {
  const json::Value* value = ask(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    fault(name, "must be text", "error.field_type");
  } else if (frontdesk::text::length(value->as_string()) > max_characters) {
    fault(name, "is too long", "error.field_long");
  } else {
    return std::string(value->as_string());
  }
  return std::nullopt;
}

std::string Fields::text(std::string_view name, std::size_t max_characters) {
  const std::size_t faults_before = faults_.size();
  auto value = optional_text(name, max_characters);
  if (value && !value->empty()) return std::move(*value);
  if (faults_.size() == faults_before) fault(name, "is required", "error.field_required");
  return {};
}

std::optional<bool> Fields::optional_flag(std::string_view name) {
  const json::Value* value = ask(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->as_bool();
  fault(name, "must be true or false", "error.field_type");
  return std::nullopt;
}

bool Fields::flag(std::string_view name, bool fallback) { return optional_flag(name).value_or(fallback); }

std::optional<std::int64_t> Fields::optional_id(std::string_view name) {
  const json::Value* value = ask(name);
  if (value == nullptr || value->is_null()) return std::nullopt;
  const auto id = parse_id_number(value->as_string());
  if (!id) fault(name, "must be an id: digits in a string", "error.field_type");
  return id;
}

std::int64_t Fields::id(std::string_view name) {
  const std::size_t faults_before = faults_.size();
  const auto value = optional_id(name);
  if (!value && faults_.size() == faults_before) fault(name, "is required", "error.field_required");
  return value.value_or(0);
}

bool Fields::is_null(std::string_view name) {
  const json::Value* value = ask(name);
  return value != nullptr && value->is_null();
}

std::vector<std::string> Fields::texts(std::string_view name, std::size_t max_items) {
  const json::Value* value = ask(name);
  std::vector<std::string> out;
  if (value == nullptr) return out;
  if (!value->is_array() || value->items().size() > max_items) {
    const bool is_long = value->is_array();
    fault(name, is_long ? "is too long a list" : "must be a list", is_long ? "error.field_long" : "error.field_type");
    return out;
  }
  for (const json::Value& item : value->items()) {
    if (item.is_string()) {
      out.emplace_back(item.as_string());
    } else {
      fault(name, "must be a list of texts", "error.field_type");
      return {};
    }
  }
  return out;
}

void Fields::require(std::string_view name) {
  if (ask(name) == nullptr) fault(name, "is required", "error.field_required");
}

const json::Value* Fields::object(std::string_view name) {
  const json::Value* value = ask(name);
  if (value == nullptr || value->is_object()) return value;
  fault(name, "must be an object", "error.field_type");
  return nullptr;
}

std::optional<Problem> Fields::problem() {
  for (const auto& [name, value] : object_.members())
    if (std::find(asked_.begin(), asked_.end(), name) == asked_.end())
      fault(name, "is not known here", "error.field_unknown");
  if (faults_.empty()) return std::nullopt;
  Problem problem(400, ErrorCode::kInvalid, faults_.front().field + " " + faults_.front().message,
                  faults_.size() == 1 ? faults_.front().key : "error.form");
  problem.fields = faults_;
  return problem;
}

}  // namespace frontdesk::api
