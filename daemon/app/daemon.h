// Daemon: makes every part, starts them from the bottom up, and stops them in reverse order.
//
//   auto daemon = Daemon::start(config);
//   if (!daemon) fail(daemon.error());
//   … (*daemon)->base_url() …        // ready
//   daemon->reset();                 // drains: no new requests, plugins closed, the store finished
#pragma once

#include <memory>
#include <string>

#include "app/site_config.h"
#include "base/result.h"

namespace frontdesk::app {

class Daemon {
 public:
  /// Errors name the part and what to do: a store in use, a newer schema, a lost key, a port in use, a bad profile.
  static Result<std::unique_ptr<Daemon>> start(const SiteConfig& config);
  ~Daemon();

  [[nodiscard]] std::string base_url() const;
  /// What of the configuration can change while running: the log level.
  void reload(const SiteConfig& config);

 private:
  class Impl;
  explicit Daemon(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::app
