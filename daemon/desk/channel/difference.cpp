#include "desk/channel/difference.h"

#include <frontdesk/json.h>

#include <utility>

#include "base/text.h"
#include "desk/channel/binding.h"
#include "desk/channel/book.h"
#include "privacy/masker.h"
#include "storage/tables/channel.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kMostValueCharacters = 200;

Result<Settings> stored_settings(const storage::ChannelRecord& row) {
  if (row.config_json.empty()) return Settings{};
  auto config = config_of(row);
  if (!config) return std::move(config).error();
  return settings_of(*config);
}

json::Value masked(const privacy::Masker& masker, const json::Value& value) {
  if (value.is_bool() || value.is_number() || value.is_null()) return value;
  const std::string text = value.is_string() ? std::string(value.as_string()) : json::serialize(value);
  return masker.mask(text).text.preview(kMostValueCharacters).text();
}

/// Those of `settings` that `others` does not have, or has with another value.
json::Value differing(const privacy::Masker& masker, const Settings& settings, const Settings& others) {
  json::Value different;
  for (const auto& [path, value] : settings) {
    const auto other = others.find(path);
    if (other == others.end() || other->second != value) different.set(path, masked(masker, value));
  }
  return different;
}

std::string to_json(const storage::ChannelRecord& row, const json::Value& settings,
                    const std::vector<std::string>& new_secrets) {
  json::Writer out;
  out.begin_object().member("plugin", row.plugin).member("name", row.name).member("enabled", row.enabled);
  if (!settings.is_null()) out.member("settings", settings);
  if (!new_secrets.empty()) {
    out.key("new_secrets").begin_array();
    for (const std::string& path : new_secrets) out.value(path);
    out.end_array();
  }
  return out.end_object().take();
}

}  // namespace

Result<ChannelDifference> compare(const privacy::Masker& masker, const storage::ChannelRecord& before,
                                  const storage::ChannelRecord& now, const std::vector<std::string>& new_secrets) {
  auto old_settings = stored_settings(before);
  if (!old_settings) return std::move(old_settings).error();
  auto new_settings = stored_settings(now);
  if (!new_settings) return std::move(new_settings).error();
  return ChannelDifference{to_json(before, differing(masker, *old_settings, *new_settings), {}),
                           to_json(now, differing(masker, *new_settings, *old_settings), new_secrets)};
}

}  // namespace frontdesk::desk
