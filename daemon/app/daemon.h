// Daemon: makes every part, starts them from the bottom up, and stops them in reverse order.
//
//   auto daemon = Daemon::start(config);
//   if (!daemon) fail(daemon.error());
//   … (*daemon)->base_url() …        // ready
//   daemon->reset();                 // drains: no new requests, plugins closed, the store finished
#pragma once

#include <memory>
#include <string>

#include "app/configuration/site.h"
#include "base/result.h"

namespace frontdesk::app {

class Daemon {
 public:
  /// Errors name the part and what to do: a store in use, a newer schema, a lost key, a port in use, a bad profile.
  /// `listening`: a TCP socket that listens already, served instead of listen.address and listen.port; -1: none.
  static Result<std::unique_ptr<Daemon>> start(const SiteConfig& config, int listening = -1);
  ~Daemon();

  [[nodiscard]] std::string base_url() const;
  /// Takes over what can change while running (log level, certificate) and logs every key that differs from what is in
  /// effect as applied or as waiting for a restart. The certificate's files are read again in any case. One thread at a
  /// time.
  void reload(const SiteConfig& config);
  /// The writer, the channels and the scheduler answered within the last minute; what did not is in the log. Any
  /// thread.
  [[nodiscard]] bool is_alive() const;

 private:
  class Impl;
  explicit Daemon(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::app
