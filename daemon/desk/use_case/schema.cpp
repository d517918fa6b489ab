#include "desk/use_case/schema.h"

namespace frontdesk::desk {

void InputSchema::add(std::string_view name, Field::Kind kind, bool required, json::Value schema) {
  fields_.push_back({std::string(name), kind, required, std::move(schema)});
}

// What is no id is known by its own name (a plugin), or by either (a ticket's number).
void InputSchema::add_path(std::string_view name, bool is_id) {
  add(name, Field::Kind::kPath, true, is_id ? ViewSchema::reference("Id") : ViewSchema::type("string"));
}

void InputSchema::add_text(std::string_view name, const TextRule& rule, bool secret) {
  const auto kind = secret ? Field::Kind::kSecret : Field::Kind::kText;
  json::Value schema = ViewSchema::type("string");
  if (!rule.optional || rule.least > 1) schema.set("minLength", static_cast<std::int64_t>(rule.least));
  schema.set("maxLength", static_cast<std::int64_t>(rule.most));
  if (!rule.pattern.empty()) schema.set("pattern", rule.pattern);
  if (!rule.fallback.empty()) schema.set("default", rule.fallback);
  add(name, kind, !rule.optional, std::move(schema));
}

void InputSchema::add_flag(std::string_view name, std::optional<bool> fallback) {
  json::Value schema = ViewSchema::type("boolean");
  if (fallback) schema.set("default", *fallback);
  add(name, Field::Kind::kFlag, false, std::move(schema));
}

void InputSchema::add_id(std::string_view name, bool optional) {
  add(name, Field::Kind::kText, !optional, ViewSchema::or_null(ViewSchema::reference("Id")));
}

void InputSchema::add_list(std::string_view name, const ListRule& rule, json::Value of) {
  json::Value schema = ViewSchema::list_of(std::move(of));
  schema.set("maxItems", static_cast<std::int64_t>(rule.most));
  add(name, Field::Kind::kList, !rule.optional, std::move(schema));
}

void InputSchema::add_word(std::string_view name, std::string_view schema, std::span<const std::string_view> words,
                           bool nullable, std::string_view fallback) {
  json::Value of = ViewSchema(named_).enumeration(schema, words);
  if (nullable) of = ViewSchema::or_null(std::move(of));
  if (!fallback.empty()) of.set("default", fallback);
  add(name, Field::Kind::kText, false, std::move(of));
}

void InputSchema::add_one_of(std::string_view name, std::span<const std::string_view> words) {
  json::Value list{json::Array{}};
  for (const std::string_view word : words) list.push(word);
  json::Value schema;
  schema.set("enum", list);
  add(name, Field::Kind::kText, false, std::move(schema));
}

void InputSchema::add_number(std::string_view name, const NumberRule& rule) {
  json::Value schema = ViewSchema::type("integer");
  schema.set("minimum", rule.least).set("maximum", rule.most).set("default", rule.fallback);
  add(name, Field::Kind::kNumber, false, std::move(schema));
}

}  // namespace frontdesk::desk
