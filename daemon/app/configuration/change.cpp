#include "app/configuration/change.h"

#include "api/http/listener.h"

namespace frontdesk::app {

std::vector<ConfigChange> compare(const SiteConfig& before, const SiteConfig& after) {
  std::vector<ConfigChange> changes;
  const auto note = [&](const char* key, bool differs, bool at_once = false) {
    if (differs) changes.push_back({key, at_once});
  };
  const bool serves_tls = before.tls || !api::is_loopback_address(before.listen_address);
  note("listen.address", before.listen_address != after.listen_address);
  note("listen.port", before.listen_port != after.listen_port);
  note("listen.tls", before.tls != after.tls);
  note("listen.certificate", before.tls_certificate != after.tls_certificate, serves_tls);
  note("listen.key", before.tls_key != after.tls_key, serves_tls);
  note("listen.host_names", before.host_names != after.host_names);
  note("listen.trusted_proxies", before.trusted_proxies != after.trusted_proxies);
  note("listen.base_path", before.base_path != after.base_path);
  note("bootstrap", before.bootstrap != after.bootstrap);
  note("data_directory", before.data_directory != after.data_directory);
  note("socket", before.socket != after.socket);
  note("web_root", before.web_root != after.web_root);
  note("profile", before.profile != after.profile);
  note("plugins.directories", before.plugin_directories != after.plugin_directories);
  note("plugins.host", before.plugin_host != after.plugin_host);
  note("plugins.readable", before.plugin_readable != after.plugin_readable);
  note("plugins.host_users", before.plugin_host_users != after.plugin_host_users);
  note("audit.anchor_file", before.anchor_file != after.anchor_file);
  note("backup.directory", before.backup_directory != after.backup_directory);
  note("backup.passphrase_file", before.backup_passphrase_file != after.backup_passphrase_file);
  note("backup.keep", before.backup_keep != after.backup_keep);
  note("masking", before.masking != after.masking);
  note(kLogLevelKey, before.log_level != after.log_level, true);
  return changes;
}

}  // namespace frontdesk::app
