#include "channels/secret_references.h"

#include <algorithm>

namespace frontdesk::channels {
namespace {

json::Value replaced(const json::Value& value, const std::string& path, const std::vector<std::string>& secret_paths,
                     const std::vector<std::string>& set_paths) {
  json::Value out{json::Object{}};
  for (const auto& [key, inner] : value.members()) {
    const std::string inner_path = path.empty() ? key : path + "." + key;
    if (std::ranges::find(secret_paths, inner_path) != secret_paths.end()) continue;
    out.set(key, inner.is_object() ? replaced(inner, inner_path, secret_paths, set_paths) : inner);
  }
  for (const std::string& secret : set_paths) {
    const std::size_t dot = secret.rfind('.');
    const std::string parent = dot == secret.npos ? std::string() : secret.substr(0, dot);
    if (parent == path) out.set(dot == secret.npos ? secret : secret.substr(dot + 1), "secret:" + secret);
  }
  return out;
}

}  // namespace

json::Value with_secret_references(const json::Value& config, const std::vector<std::string>& secret_paths,
                                   const std::vector<std::string>& set_paths) {
  return replaced(config, {}, secret_paths, set_paths);
}

}  // namespace frontdesk::channels
