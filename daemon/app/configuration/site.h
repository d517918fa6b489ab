// SiteConfig: what must be known before the database can be opened (architecture.md section 5, layer 3).
//
// One typed value, read from YAML, checked as a whole: every mistake is reported with file, line and key, not only the
// first. Everything that an admin changes in daily life is a setting in the database instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "channels/options.h"
#include "privacy/profile.h"

namespace frontdesk::app {

struct SiteConfig {
  std::string file;  ///< that it was read from; empty in tests that make it themselves

  std::string listen_address = "127.0.0.1";
  std::uint16_t listen_port = 8480;  ///< 0: any free one; the log tells which
  bool tls = false;                  ///< always on beyond loopback
  std::string tls_certificate;       ///< PEM files; both or neither
  std::string tls_key;
  std::vector<std::string> host_names;
  std::vector<std::string> trusted_proxies;  ///< addresses and networks of reverse proxies
  std::string base_path;                     ///< below which browsers find the desk, "" or "/desk"

  std::string bootstrap = "/etc/frontdesk/bootstrap.yaml";  ///< bootstrap_file.h; need not be there
  std::string data_directory = "/var/lib/frontdesk";
  std::string socket = "/run/frontdesk/frontdesk.sock";
  std::string web_root = "/usr/share/frontdesk/web";
  std::string profile = "/usr/share/frontdesk/profile/sop.yaml";
  std::vector<std::string> plugin_directories = {"/usr/lib/frontdesk/plugins"};
  std::string plugin_host = "/usr/lib/frontdesk/frontdesk-plugin-host";
  std::vector<std::string> plugin_readable = {
      "/etc/frontdesk/ca"};  ///< what plugins may read beside libraries and CA store

  std::optional<channels::UserRange> plugin_host_users;  ///< none: plugin hosts have the daemon's user

  std::string anchor_file;  ///< of the audit trail, in a place that is not the database's; empty: none

  std::string backup_directory = "/var/backups/frontdesk";
  std::string backup_passphrase_file;  ///< one line; empty: copies are not sealed
  std::uint16_t backup_keep = 14;      ///< copies

  privacy::Profile masking = privacy::Profile::kSop;
  LogLevel log_level = LogLevel::kInfo;
};

struct ConfigMistake {
  int line = 0;  ///< from 1; 0 when there is none
  std::string key;
  std::string text;
};

struct ConfigReading {
  bool is_read = false;  ///< the file was there and is YAML; else its one mistake says why not
  SiteConfig config;     ///< meaningful only without mistakes
  std::vector<ConfigMistake> mistakes;
};

/// Never throws. A file that cannot be read, is larger than 1 MiB or is no YAML is one mistake.
ConfigReading read_site_config(const std::string& file);

/// "file:line: key: text", as compilers write it.
std::string to_text(const std::string& file, const ConfigMistake& mistake);

}  // namespace frontdesk::app
