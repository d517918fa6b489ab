// Server: the HTTP room as a whole — front, gate, routes, live events, metrics and the browser application.
//
//   api::Server server(options, services);
//   FD_TRY(server.start());
//   … server.port() …
//   server.stop();   // refuses new requests, lets running ones end within 10 s, closes live streams
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "api/http/front.h"
#include "api/http/proxy_trust.h"
#include "api/live/event_hub.h"
#include "api/services.h"
#include "base/result.h"
#include "base/secret.h"

namespace frontdesk::api {

struct ServerOptions {
  FrontOptions front;
  HubOptions events;
  std::string web_root;  ///< built browser application; empty: none
  /// TLS is used when `tls` is set, and always beyond loopback. Without files a self-signed certificate is made in
  /// `state_directory` for the listening address and `host_names`, renewed before it ends, and its fingerprint logged.
  bool tls = false;
  std::string tls_certificate;  ///< PEM; both or neither
  std::string tls_key;
  std::vector<std::string> host_names;  ///< for the certificate, base_url(), and by which clients may call this server
  ProxyTrust proxies;                   ///< who may say whom it speaks for
  std::string base_path;                ///< below which browsers find the desk, "" or "/desk"
  Secret metrics_token;                 ///< for /metrics, as "Authorization: Bearer …"
  std::string state_directory;
};

/// Thread rule: start and stop from one thread; the rest from any.
class Server {
 public:
  Server(ServerOptions options, Services& services);
  ~Server();

  /// Errors: kConflict for a port in use, kIo, kInvalid for addresses and certificates.
  Result<void> start();
  void stop();

  /// Reads the certificate again, from these files (both empty: the self-signed one, renewed when due), for connections
  /// from now on; nothing to do without TLS. After an error the old one stays.
  Result<void> reload_certificate(const std::string& certificate, const std::string& key);

  [[nodiscard]] std::uint16_t port() const;
  /// Where a browser finds it, e.g. "http://127.0.0.1:8480"; beyond loopback by the first of `host_names`, else the
  /// address, or the machine's name when it listens on all addresses.
  [[nodiscard]] std::string base_url() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::api
