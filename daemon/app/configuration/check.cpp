#include "app/configuration/check.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "api/http/tls.h"
#include "app/configuration/bootstrap_file.h"
#include "app/configuration/profile_file.h"

namespace frontdesk::app {
namespace {

bool is_directory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

bool is_file(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

/// What the daemon starts without, and what nobody misses before a browser or a channel asks for it.
std::vector<ConfigMistake> find_missing(const SiteConfig& config) {
  std::vector<ConfigMistake> missing;
  if (!is_directory(config.web_root)) {
    missing.push_back({0, "web_root", "there is no folder '" + config.web_root + "'; browsers will find no pages"});
  }
  if (!is_file(config.plugin_host)) {
    missing.push_back({0, "plugins.host", "there is no file '" + config.plugin_host + "'; no channel can run"});
  }
  for (const std::string& directory : config.plugin_directories) {
    if (is_directory(directory)) continue;
    missing.push_back({0, "plugins.directories", "there is no folder '" + directory + "'; it gives no plugins"});
  }
  return missing;
}

}  // namespace

ConfigurationCheck check_configuration(const std::string& file) {
  ConfigurationCheck check;
  ConfigReading site = read_site_config(file);
  for (const ConfigMistake& mistake : site.mistakes) check.mistakes.push_back(to_text(file, mistake));
  if (!site.is_read) return check;  // which files it names is not known
  check.config = std::move(site.config);
  const SiteConfig& config = check.config;
  for (const ConfigMistake& mistake : read_profile(config.profile).mistakes) {
    check.mistakes.push_back(to_text(config.profile, mistake));
  }
  if (!config.tls_certificate.empty() && !config.tls_key.empty()) {
    const auto loaded = api::TlsContext::load({config.tls_certificate, config.tls_key});
    if (!loaded) check.mistakes.push_back(to_text(file, {0, "listen", loaded.error().message}));
  }
  // Once somebody can sign in, and so no set-up token waits, the file is not read any more and must not be in the way.
  if (!is_file(config.data_directory + "/frontdesk.db") || is_file(config.data_directory + "/setup-token")) {
    for (const ConfigMistake& mistake : read_bootstrap(config.bootstrap).mistakes)
      check.mistakes.push_back(to_text(config.bootstrap, mistake));
  }
  for (const ConfigMistake& missing : find_missing(config)) check.warnings.push_back(to_text(file, missing));
  return check;
}

}  // namespace frontdesk::app
