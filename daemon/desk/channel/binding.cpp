#include "desk/channel/binding.h"

#include <algorithm>

namespace frontdesk::desk {
namespace {

void flatten(const json::Value& from, const std::string& path, Settings& into) {
  for (const auto& [name, value] : from.members()) {
    const std::string member_path = path.empty() ? name : path + "." + name;
    if (value.is_object())
      flatten(value, member_path, into);
    else
      into.insert_or_assign(member_path, value);
  }
}

bool is_left_as_set(const json::Value& config, std::string_view path) {
  const std::size_t dot = path.find('.');
  const json::Value& value = config.get(path.substr(0, dot));
  if (dot != std::string_view::npos) return is_left_as_set(value, path.substr(dot + 1));
  return value.is_object() && value.get("set").as_bool();
}

}  // namespace

Settings settings_of(const json::Value& config) {
  Settings settings;
  flatten(without_secret_marks(config), "", settings);
  return settings;
}

std::vector<std::string> binding_changes(const Settings& before, const Settings& now,
                                         const std::vector<std::string>& free_paths) {
  std::vector<std::string> changes;
  const auto add_differing = [&](const Settings& settings, const Settings& others) {
    for (const auto& [path, value] : settings) {
      const auto other = others.find(path);
      if (other != others.end() && other->second == value) continue;
      if (std::ranges::find(free_paths, path) != free_paths.end()) continue;
      if (std::ranges::find(changes, path) == changes.end()) changes.push_back(path);
    }
  };
  add_differing(now, before);
  add_differing(before, now);
  return changes;
}

std::vector<std::string> lent_secrets(const json::Value& config, const SecretMap& kept) {
  std::vector<std::string> lent;
  for (const auto& [path, secret] : kept) {
    if (is_left_as_set(config, path)) lent.push_back(path);
  }
  return lent;
}

}  // namespace frontdesk::desk
