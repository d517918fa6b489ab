#include "api/description/schemas.h"

#include <array>

#include "api/description/common_text.h"
#include "desk/account/views.h"

namespace frontdesk::api {

namespace {

const json::Value& common() {
  static const json::Value kCommon = json::parse(kCommonText).value.value_or(json::Value());
  return kCommon;
}

}  // namespace

void add_common_schemas(desk::ViewSchema::Named& named) {
  for (const auto& [name, schema] : common().get("schemas").members()) named.emplace(name, schema);
  json::Value words{json::Array{}};
  for (const desk::Role role : desk::kEveryRole) words.push(domain::to_text(role));
  json::Value one;
  one.set("enum", words);
  json::Value roles = desk::ViewSchema::list_of(one);
  roles.set("maxItems", static_cast<std::int64_t>(std::size(desk::kEveryRole))).set("uniqueItems", true);
  named.emplace("Roles", roles);
}

std::span<const std::string_view> extra_parameters(std::string_view operation) {
  static constexpr std::array<std::string_view, 1> kFileName{"FileName"};
  static constexpr std::array<std::string_view, 1> kLastEvent{"LastEventId"};
  if (operation == "upload.add") return kFileName;
  if (operation == "event.stream") return kLastEvent;
  return {};
}

json::Value whole_document(json::Value paths, const desk::ViewSchema::Named& named) {
  json::Value schemas;
  for (const auto& [name, schema] : named) schemas.set(name, schema);
  json::Value components;
  for (const char* part : {"securitySchemes", "parameters", "responses"}) components.set(part, common().get(part));
  components.set("schemas", schemas);
  json::Value document;
  document.set("openapi", "3.1.0").set("info", common().get("info")).set("servers", common().get("servers"));
  document.set("security", common().get("security")).set("paths", std::move(paths)).set("components", components);
  return document;
}

}  // namespace frontdesk::api
