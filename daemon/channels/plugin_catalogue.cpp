#include "channels/plugin_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/result.h"
#include "base/sha256.h"

namespace frontdesk::channels {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxManifest = 1U << 20;
constexpr std::uintmax_t kMaxLibrary = 256U << 20;

bool contains(const json::Value& list, std::string_view word) {
  return std::ranges::any_of(list.items(), [&](const json::Value& item) { return item.as_string() == word; });
}

Result<std::string> read_file(const fs::path& path, std::uintmax_t limit) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return Error{ErrorCode::kNotFound, path.filename().string() + " is missing"};
  if (size > limit) return Error{ErrorCode::kLimit, path.filename().string() + " is too large"};
  std::ifstream in(path, std::ios::binary);
  std::string content(size, '\0');
  if (!in.read(content.data(), static_cast<std::streamsize>(size))) {
    return Error{ErrorCode::kIo, path.filename().string() + " cannot be read"};
  }
  return content;
}

Result<void> check_owner(const fs::path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return Error{ErrorCode::kNotFound, path.filename().string() + " is missing"};
  if (S_ISLNK(info.st_mode)) return Error{ErrorCode::kForbidden, path.filename().string() + " is a link"};
  const bool owned = info.st_uid == 0 || info.st_uid == ::geteuid();
  if (!owned || (info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Error{ErrorCode::kForbidden, path.filename().string() + " could have been written by others"};
  }
  return {};
}

void read_abilities(Plugin& plugin) {
  const json::Value& manifest = plugin.manifest;
  const json::Value& able = manifest.get("capabilities");
  plugin.streams = contains(manifest.get("receive"), "stream");
  plugin.polls = contains(manifest.get("receive"), "poll") && !plugin.streams;
  plugin.sends = contains(able, "send");
  plugin.looks_up_sends = contains(able, "lookup_send");
  plugin.checks = contains(able, "check");
  plugin.sends_while_receiving = manifest.get("concurrency").get("send_while_receiving").as_bool();
  const std::int64_t seconds = manifest.get("poll").get("default_seconds").as_int(60);
  plugin.poll_interval = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 1, 86'400));
}

Result<Plugin> read_plugin(const fs::path& folder, bool trusted_owners_only) {
  const fs::path manifest_path = folder / "manifest.json";
  const fs::path library_path = folder / (folder.filename().string() + ".so");
  if (trusted_owners_only) {
    for (const fs::path& path : {folder, manifest_path, library_path}) {
      if (auto owned = check_owner(path); !owned) return std::move(owned).error();
    }
  }
  auto manifest = read_file(manifest_path, kMaxManifest);
  if (!manifest) return std::move(manifest).error();
  auto parsed = json::parse(*manifest);
  if (!parsed.value) return Error{ErrorCode::kInvalid, "manifest.json: " + parsed.error};
  auto library = read_file(library_path, kMaxLibrary);
  if (!library) return std::move(library).error();
  Plugin plugin;
  plugin.id = parsed.value->get("id").as_string();
  plugin.version = parsed.value->get("version").as_string();
  plugin.library = library_path.string();
  plugin.library_sha256 = to_hex(sha256(as_bytes(*library)));
  plugin.manifest_sha256 = to_hex(sha256(as_bytes(*manifest)));
  plugin.manifest = std::move(*parsed.value);
  if (plugin.id.empty() || plugin.id.size() > 200) return Error{ErrorCode::kInvalid, "manifest.json names no id"};
  schema::ParsedForm form = schema::FormSchema::parse(plugin.manifest.get("config_schema"));
  if (!form.form) {
    const std::string first =
        form.problems.empty() ? "" : form.problems.front().path + ": " + form.problems.front().message;
    return Error{ErrorCode::kInvalid, "manifest.json: config_schema is outside the form profile: " + first};
  }
  plugin.form = std::move(form.form);
  read_abilities(plugin);
  return plugin;
}

}  // namespace

PluginCatalogue PluginCatalogue::scan(const Options& options) {
  PluginCatalogue catalogue;
  for (const std::string& root : options.folders) {
    std::error_code error;
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(root, error)) {
      if (entry.is_directory(error)) folders.push_back(entry.path());
    }
    std::ranges::sort(folders);
    for (const fs::path& folder : folders) {
      auto plugin = read_plugin(folder, options.trusted_owners_only);
      if (!plugin) {
        catalogue.problems_.push_back({folder.string(), plugin.error().message});
      } else if (catalogue.find(plugin->id) != nullptr) {
        catalogue.problems_.push_back({folder.string(), "another plugin has the id " + plugin->id});
      } else {
        catalogue.plugins_.push_back(std::move(*plugin));
      }
    }
  }
  return catalogue;
}

const Plugin* PluginCatalogue::find(std::string_view id) const {
  const auto found = std::ranges::find(plugins_, id, &Plugin::id);
  return found == plugins_.end() ? nullptr : &*found;
}

}  // namespace frontdesk::channels
