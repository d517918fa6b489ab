#include "channels/plugin_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/log.h"
#include "base/result.h"
#include "base/sha256.h"
#include "schema/manifest.h"

namespace frontdesk::channels {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxManifest = 1U << 20;
constexpr std::uintmax_t kMaxLibrary = 256U << 20;

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

void read_abilities(Plugin& plugin, const schema::Manifest& manifest) {
  plugin.streams = manifest.receive.stream;
  plugin.polls = manifest.receive.poll && !plugin.streams;
  plugin.sends = manifest.capabilities.send;
  plugin.looks_up_sends = manifest.capabilities.lookup_send;
  plugin.tells_hand_over = manifest.capabilities.hand_over;
  plugin.sends_while_receiving = manifest.send_while_receiving;
  plugin.poll_interval = std::clamp<Duration>(std::max(manifest.poll_default, manifest.poll_minimum),
                                              std::chrono::seconds(1), std::chrono::hours(24));
}

std::string joined(const std::vector<schema::Problem>& problems) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (std::size_t i = 0; i < problems.size() && i < kMost; ++i) {
    text += (i == 0 ? "" : "; ") + problems[i].path + (problems[i].path.empty() ? "" : ": ") + problems[i].message;
  }
  if (problems.size() > kMost) text += "; and " + std::to_string(problems.size() - kMost) + " more";
  return text;
}

/// What the plugin calls itself, as far as that can be read.
std::string name_of(const fs::path& folder) {
  const auto manifest = read_file(folder / "manifest.json", kMaxManifest);
  const auto parsed = manifest ? json::parse(*manifest) : json::parse("");
  const std::string id(parsed.value ? parsed.value->get("id").as_string() : std::string_view());
  return schema::is_plugin_id(id) ? id : folder.filename().string();
}

Result<Plugin> read_plugin(const fs::path& folder, bool trusted_owners_only) {
  const fs::path manifest_path = folder / "manifest.json";
  const fs::path library_path = folder / (folder.filename().string() + ".so");
  if (trusted_owners_only) {
    for (const fs::path& path : {folder, manifest_path, library_path}) {
      FD_TRY(check_owner(path));
    }
  }
  auto manifest = read_file(manifest_path, kMaxManifest);
  if (!manifest) return std::move(manifest).error();
  auto parsed = json::parse(*manifest);
  if (!parsed.value) return Error{ErrorCode::kInvalid, "manifest.json: " + parsed.error};
  auto library = read_file(library_path, kMaxLibrary);
  if (!library) return std::move(library).error();
  schema::ParsedManifest told = schema::parse_manifest(*manifest);
  if (!told.manifest) return Error{ErrorCode::kInvalid, "manifest.json: " + joined(told.problems)};
  Plugin plugin;
  plugin.id = told.manifest->id;
  plugin.version = told.manifest->version;
  plugin.library = library_path.string();
  plugin.library_sha256 = to_hex(sha256(as_bytes(*library)));
  plugin.manifest_sha256 = to_hex(sha256(as_bytes(*manifest)));
  plugin.manifest = std::move(*parsed.value);
  read_abilities(plugin, *told.manifest);
  plugin.form = std::move(told.manifest->form);
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
        catalogue.problems_.push_back({name_of(folder), folder.string(), plugin.error().message});
      } else if (catalogue.find(plugin->id) != nullptr) {
        catalogue.problems_.push_back({plugin->id, folder.string(), "another plugin has the id " + plugin->id});
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

void InstalledPlugins::scan() {
  auto found = std::make_shared<const PluginCatalogue>(PluginCatalogue::scan(options_));
  const auto before = now();
  for (const PluginCatalogue::Problem& problem : found->problems()) {
    if (before && std::ranges::find(before->problems(), problem) != before->problems().end()) continue;
    log_warning("a plugin cannot be used", {{"folder", problem.folder}, {"reason", problem.reason}});
  }
  const std::lock_guard lock(mutex_);
  now_ = std::move(found);
}

std::shared_ptr<const PluginCatalogue> InstalledPlugins::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

std::optional<Plugin> InstalledPlugins::find(std::string_view id) const {
  const auto catalogue = now();
  const Plugin* found = catalogue->find(id);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

}  // namespace frontdesk::channels
