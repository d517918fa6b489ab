// PluginCatalogue: which plugins are installed, learnt without running any of their code.
//
// A plugin is a folder <name>/ with manifest.json and <name>.so. The library's SHA-256 is taken here and handed to the
// host, which refuses any other file. A folder that does not fit, or whose manifest is not that of a plugin for this
// desk, is left out with a reason. Thread rule: a PluginCatalogue is immutable; InstalledPlugins may be used by any
// thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <frontdesk/json.h>

#include "base/time.h"
#include "schema/form_schema.h"

namespace frontdesk::channels {

struct Plugin {
  std::string id;  ///< reverse DNS, from the manifest
  std::string version;
  std::string library;  ///< path of the .so
  std::string library_sha256;
  std::string manifest_sha256;
  json::Value manifest;
  std::optional<schema::FormSchema> form;  ///< its config_schema; always set in a catalogue

  bool polls = false;  ///< never both: what can stream is not polled, or two readers would fight over one cursor
  bool streams = false;
  bool sends = false;
  bool looks_up_sends = false;
  bool tells_hand_over = false;  ///< a send is certainly not sent before the plugin asked to hand it over
  bool sends_while_receiving = false;
  Duration poll_interval = std::chrono::minutes(1);
};

class PluginCatalogue {
 public:
  struct Problem {
    std::string id;  ///< from the manifest; the folder's name where that says none
    std::string folder;
    std::string reason;

    friend bool operator==(const Problem&, const Problem&) = default;
  };
  struct Options {
    std::vector<std::string> folders;  ///< searched in this order; the first plugin with an id wins
    /// Refuse what others than root and the daemon's own user could have written.
    bool trusted_owners_only = true;
  };

  static PluginCatalogue scan(const Options& options);

  [[nodiscard]] const std::vector<Plugin>& plugins() const { return plugins_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const Plugin* find(std::string_view id) const;

 private:
  std::vector<Plugin> plugins_;
  std::vector<Problem> problems_;
};

/// The catalogue as of the last scan.
class InstalledPlugins {
 public:
  explicit InstalledPlugins(PluginCatalogue::Options options) : options_(std::move(options)) { scan(); }

  /// Looks at the folders again; reads and hashes every library. A problem is logged once, and again after it was gone.
  void scan();
  [[nodiscard]] std::shared_ptr<const PluginCatalogue> now() const;
  [[nodiscard]] std::optional<Plugin> find(std::string_view id) const;

 private:
  const PluginCatalogue::Options options_;
  mutable std::mutex mutex_;  // guards now_
  std::shared_ptr<const PluginCatalogue> now_;
};

}  // namespace frontdesk::channels
