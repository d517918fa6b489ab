#include "app/configuration/site.h"

#include <algorithm>
#include <charconv>

#include "api/http/listener.h"
#include "api/http/proxy_trust.h"
#include "api/http/tls.h"
#include "app/configuration/yaml_reader.h"

namespace frontdesk::app {
namespace {

/// Fills the configuration key by key; what no rule takes is a mistake.
class Filler {
 public:
  explicit Filler(ConfigReading& reading) : reading_(reading), config_(reading.config) {}

  void fill(const YamlNode& root) {
    for (const auto& [key, node] : root.members()) {
      if (key == "listen")
        fill_listen(node);
      else if (key == "bootstrap")
        take_path(key, node, config_.bootstrap);
      else if (key == "data_directory")
        take_path(key, node, config_.data_directory);
      else if (key == "socket")
        take_path(key, node, config_.socket);
      else if (key == "web_root")
        take_path(key, node, config_.web_root);
      else if (key == "profile")
        take_path(key, node, config_.profile);
      else if (key == "plugins")
        fill_plugins(node);
      else if (key == "audit")
        fill_audit(node);
      else if (key == "backup")
        fill_backup(node);
      else if (key == "masking")
        take_masking(key, node);
      else if (key == "log")
        fill_log(node);
      else
        unknown(key, node);
    }
    if (config_.tls_certificate.empty() != config_.tls_key.empty()) {
      reading_.mistakes.push_back({0, "listen", "certificate and key must both be given, or neither"});
    }
  }

 private:
  void fill_listen(const YamlNode& listen) {
    if (!expect_map("listen", listen)) return;
    for (const auto& [key, node] : listen.members()) {
      const std::string path = "listen." + key;
      if (key == "address")
        take_address(path, node);
      else if (key == "port")
        take_number(path, node, 0, 65535, config_.listen_port);
      else if (key == "tls")
        take_flag(path, node, config_.tls);
      else if (key == "certificate")
        take_path(path, node, config_.tls_certificate);
      else if (key == "key")
        take_path(path, node, config_.tls_key);
      else if (key == "host_names")
        take_host_names(path, node);
      else if (key == "trusted_proxies")
        take_proxies(path, node);
      else if (key == "base_path")
        take_base_path(path, node);
      else
        unknown(path, node);
    }
  }

  void fill_plugins(const YamlNode& plugins) {
    if (!expect_map("plugins", plugins)) return;
    for (const auto& [key, node] : plugins.members()) {
      const std::string path = "plugins." + key;
      if (key == "directories")
        take_list(path, node, config_.plugin_directories);
      else if (key == "host")
        take_path(path, node, config_.plugin_host);
      else if (key == "readable")
        take_list(path, node, config_.plugin_readable);
      else if (key == "host_users")
        take_users(path, node);
      else
        unknown(path, node);
    }
  }

  void fill_audit(const YamlNode& audit) {
    if (!expect_map("audit", audit)) return;
    for (const auto& [key, node] : audit.members()) {
      if (key == "anchor_file")
        take_path("audit." + key, node, config_.anchor_file);
      else
        unknown("audit." + key, node);
    }
  }

  void fill_backup(const YamlNode& backup) {
    if (!expect_map("backup", backup)) return;
    for (const auto& [key, node] : backup.members()) {
      const std::string path = "backup." + key;
      if (key == "directory")
        take_path(path, node, config_.backup_directory);
      else if (key == "passphrase_file")
        take_path(path, node, config_.backup_passphrase_file);
      else if (key == "keep")
        take_number(path, node, 1, 1000, config_.backup_keep);
      else
        unknown(path, node);
    }
  }

  void fill_log(const YamlNode& log) {
    if (!expect_map("log", log)) return;
    for (const auto& [key, node] : log.members()) {
      if (key != "level") {
        unknown("log." + key, node);
        continue;
      }
      const std::string word = node.text();
      if (word == "debug")
        config_.log_level = LogLevel::kDebug;
      else if (word == "info")
        config_.log_level = LogLevel::kInfo;
      else if (word == "warning")
        config_.log_level = LogLevel::kWarning;
      else if (word == "error")
        config_.log_level = LogLevel::kError;
      else
        mistake("log.level", node, "must be debug, info, warning or error");
    }
  }

  void take_masking(const std::string& path, const YamlNode& node) {
    if (const auto profile = privacy::parse_profile(node.text()))
      config_.masking = *profile;
    else
      mistake(path, node, "must be sop or common");
  }

  void take_address(const std::string& path, const YamlNode& node) {
    if (!api::is_numeric_address(node.text())) {
      return mistake(path, node, "must be a numeric address such as 127.0.0.1, 0.0.0.0 or ::1");
    }
    config_.listen_address = node.text();
  }

  void take_host_names(const std::string& path, const YamlNode& node) {
    take_list(path, node, config_.host_names);
    for (const YamlNode& item : node.items()) {
      if (item.is_scalar() && !api::is_certificate_name(item.text())) {
        mistake(path, item, "must be host names (letters, digits, '-' and '.') or numeric addresses");
      }
    }
  }

  void take_proxies(const std::string& path, const YamlNode& node) {
    take_list(path, node, config_.trusted_proxies);
    for (const YamlNode& item : node.items()) {
      if (!item.is_scalar()) continue;
      if (auto parsed = api::ProxyTrust::parse({item.text()}); !parsed) mistake(path, item, parsed.error().message);
    }
  }

  void take_base_path(const std::string& path, const YamlNode& node) {
    const std::string word = node.text();
    const bool plain = std::ranges::all_of(word, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
             c == '/';
    });
    const bool is_path = word.starts_with('/') && !word.ends_with('/') && word.find("//") == std::string::npos;
    if (!word.empty() && (!plain || !is_path))
      return mistake(path, node, "must be a path such as /desk, of letters, digits, '-', '_' and '/'");
    config_.base_path = word;
  }

  /// 65534 and 65535 mean nobody and, in 16 bits, no user; the two highest numbers mean no user.
  void take_users(const std::string& path, const YamlNode& node) {
    constexpr std::uint32_t kFirst = 1000;
    constexpr std::uint32_t kLast = 4'294'967'293;
    const std::string word = node.text();
    channels::UserRange range;
    const char* const end = word.data() + word.size();
    const auto first = std::from_chars(word.data(), end, range.first);
    const bool has_dash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '-';
    const auto last = std::from_chars(has_dash ? first.ptr + 1 : end, end, range.last);
    const bool is_range = has_dash && last.ec == std::errc{} && last.ptr == end && range.first <= range.last;
    const bool is_free = range.first >= kFirst && range.last <= kLast && (range.last < 65534 || range.first > 65535);
    if (!is_range || !is_free) {
      return mistake(
          path, node,
          "must be two numbers of users such as 1879048192-1879048447, from 1000 on, without 65534 and 65535");
    }
    config_.plugin_host_users = range;
  }

  void take_path(const std::string& path, const YamlNode& node, std::string& into) {
    if (!node.is_scalar() || !node.text().starts_with('/')) return mistake(path, node, "must be an absolute path");
    into = node.text();
  }

  void take_list(const std::string& path, const YamlNode& node, std::vector<std::string>& into) {
    if (!node.is_list()) return mistake(path, node, "must be a list");
    into.clear();
    for (const YamlNode& item : node.items()) {
      if (!item.is_scalar()) mistake(path, item, "must be text");
      into.push_back(item.text());
    }
  }

  void take_flag(const std::string& path, const YamlNode& node, bool& into) {
    const std::string word = node.text();
    if (word != "true" && word != "false") return mistake(path, node, "must be true or false");
    into = word == "true";
  }

  void take_number(const std::string& path, const YamlNode& node, unsigned least, unsigned most, std::uint16_t& into) {
    const std::string word = node.text();
    unsigned number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size() || number < least || number > most) {
      return mistake(path, node, "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    }
    into = static_cast<std::uint16_t>(number);
  }

  bool expect_map(const std::string& path, const YamlNode& node) {
    if (node.is_map()) return true;
    mistake(path, node, "must be a group of keys");
    return false;
  }

  void unknown(const std::string& path, const YamlNode& node) { mistake(path, node, "unknown key"); }
  void mistake(const std::string& path, const YamlNode& node, std::string text) {
    reading_.mistakes.push_back({node.line(), path, std::move(text)});
  }

  ConfigReading& reading_;
  SiteConfig& config_;
};

}  // namespace

ConfigReading read_site_config(const std::string& file) {
  ConfigReading reading;
  reading.config.file = file;
  YamlFile yaml = read_yaml(file);
  reading.mistakes = std::move(yaml.mistakes);
  reading.is_read = yaml.root.has_value();
  if (yaml.root) Filler(reading).fill(*yaml.root);
  return reading;
}

std::string to_text(const std::string& file, const ConfigMistake& mistake) {
  std::string text = file;
  if (mistake.line > 0) text += ":" + std::to_string(mistake.line);
  if (!mistake.key.empty()) text += ": " + mistake.key;
  return text + ": " + mistake.text;
}

}  // namespace frontdesk::app
