#include "desk/use_case/view.h"

#include "domain/clock/service_clock.h"

namespace frontdesk::desk {

json::Writer& write_time(json::Writer& out, Micros at) {
  if (at.is_set() && at < domain::kNeverDue) return out.value(to_rfc3339(at));
  return out.null();
}

void ViewWriter::text_or_null(std::string_view name, std::string_view value) {
  out_.key(name);
  if (value.empty()) {
    out_.null();
  } else {
    out_.value(value);
  }
}

void ViewWriter::flag_or_null(std::string_view name, std::optional<bool> value) {
  out_.key(name);
  if (value) {
    out_.value(*value);
  } else {
    out_.null();
  }
}

void ViewWriter::texts(std::string_view name, const std::vector<std::string>& values) {
  out_.key(name).begin_array();
  for (const std::string& value : values) out_.value(value);
  out_.end_array();
}

void ViewWriter::words(std::string_view name, std::string_view, const std::vector<std::string_view>& values) {
  out_.key(name).begin_array();
  for (const std::string_view value : values) out_.value(value);
  out_.end_array();
}

void ViewWriter::roles(std::string_view name, Roles roles) {
  out_.key(name).begin_array();
  for (const Role role : kEveryRole) {
    if (roles.has(role)) out_.value(domain::to_text(role));
  }
  out_.end_array();
}

void ViewWriter::counts(std::string_view name, const std::map<std::string_view, std::int64_t>& values) {
  out_.key(name).begin_object();
  for (const auto& [key, value] : values) out_.member(key, value);
  out_.end_object();
}

void ViewWriter::json_text(std::string_view name, std::string_view, const std::string& content) {
  out_.key(name);
  if (content.empty()) {
    out_.null();
  } else if (json::parse(content).value) {
    out_.raw(content);
  } else {
    out_.value(content);
  }
}

json::Value ViewSchema::type(std::string_view name) {
  json::Value schema;
  schema.set("type", name);
  return schema;
}

json::Value ViewSchema::reference(std::string_view name) {
  json::Value schema;
  schema.set("$ref", "#/components/schemas/" + std::string(name));
  return schema;
}

json::Value ViewSchema::nullable(json::Value schema) {
  json::Value types;
  types.push(schema.get("type")).push("null");
  schema.set("type", types);
  return schema;
}

json::Value ViewSchema::or_null(json::Value schema) {
  json::Value both;
  both.push(std::move(schema)).push(type("null"));
  json::Value either;
  either.set("oneOf", both);
  return either;
}

json::Value ViewSchema::list_of(json::Value schema) {
  json::Value list = type("array");
  list.set("items", std::move(schema));
  return list;
}

json::Value ViewSchema::enumeration(std::string_view name, std::span<const std::string_view> words) {
  json::Value list{json::Array{}};
  for (const std::string_view word : words) list.push(word);
  json::Value schema;
  schema.set("enum", list);
  named_.emplace(name, schema);
  return reference(name);
}

void ViewSchema::one_of(std::string_view name, std::span<const std::string_view> words, std::string_view) {
  json::Value list{json::Array{}};
  for (const std::string_view word : words) list.push(word);
  json::Value schema;
  schema.set("enum", list);
  add(name, schema);
}

void ViewSchema::words(std::string_view name, std::string_view schema, const std::vector<std::string_view>&) {
  add(name, list_of(reference(schema)));
}

void ViewSchema::roles(std::string_view name, Roles) { add(name, reference("Roles")); }

void ViewSchema::counts(std::string_view name, const std::map<std::string_view, std::int64_t>&) {
  json::Value schema = type("object");
  schema.set("additionalProperties", type("integer"));
  add(name, schema);
}

void ViewSchema::tree(std::string_view name, std::string_view schema, const json::Value&) {
  add(name, schema.empty() ? json::Value(json::Object{}) : reference(schema));
}

void ViewSchema::json_text(std::string_view name, std::string_view schema, const std::string&) {
  add(name, schema.empty() ? json::Value(json::Object{}) : or_null(reference(schema)));
}

void ViewSchema::add(std::string_view name, json::Value schema) {
  properties_.set(std::string(name), std::move(schema));
  required_.push(name);
}

json::Value ViewSchema::take() {
  json::Value schema = type("object");
  schema.set("required", std::move(required_)).set("properties", std::move(properties_));
  schema.set("additionalProperties", false);
  return schema;
}

}  // namespace frontdesk::desk
