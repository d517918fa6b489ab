#include "api/openapi.h"

#include <frontdesk/json.h>
#include <yaml-cpp/yaml.h>

#include <charconv>

#include "api/openapi_text.h"

namespace frontdesk::api {

namespace {

// A plain YAML scalar is a number, a truth value or null when it looks like one; a quoted one is always text.
json::Value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() != "?") return text;
  if (text == "true") return true;
  if (text == "false") return false;
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc() && end == text.data() + text.size()) return number;
  return text;
}

json::Value to_json(const YAML::Node& node) {
  if (node.IsMap()) {
    json::Object members;
    for (const auto& member : node) members.emplace_back(member.first.Scalar(), to_json(member.second));
    return members;
  }
  if (node.IsSequence()) {
    json::Array items;
    for (const YAML::Node& item : node) items.push_back(to_json(item));
    return items;
  }
  return node.IsScalar() ? scalar(node) : json::Value(nullptr);
}

}  // namespace

std::shared_ptr<const std::string> openapi_json() {
  static const auto kJson = std::make_shared<const std::string>(json::serialize(to_json(YAML::Load(kOpenApiYaml))));
  return kJson;
}

}  // namespace frontdesk::api
