#include "app/configuration_check.h"

#include <utility>

#include "api/http/tls.h"
#include "app/profile_file.h"

namespace frontdesk::app {

ConfigurationCheck check_configuration(const std::string& file) {
  ConfigurationCheck check;
  ConfigReading site = read_site_config(file);
  for (const ConfigMistake& mistake : site.mistakes) check.mistakes.push_back(to_text(file, mistake));
  check.config = std::move(site.config);
  const SiteConfig& config = check.config;
  for (const ConfigMistake& mistake : read_profile(config.profile).mistakes) {
    check.mistakes.push_back(to_text(config.profile, mistake));
  }
  if (!config.tls_certificate.empty() && !config.tls_key.empty()) {
    const auto loaded = api::TlsContext::load({config.tls_certificate, config.tls_key});
    if (!loaded) check.mistakes.push_back(to_text(file, {0, "listen", loaded.error().message}));
  }
  return check;
}

}  // namespace frontdesk::app
