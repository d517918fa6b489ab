// Listening socket, and what accept() gives.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/stream.h"
#include "base/result.h"

namespace Poco::Net {
class ServerSocket;
}

namespace frontdesk::api {

struct Accepted {
  std::unique_ptr<Stream> stream;
  std::string peer;
};

/// The address of a socket that listens, e.g. "0.0.0.0" or "::1"; empty for anything else than TCP that listens.
std::string address_of(int listening);

/// IPv4 or IPv6 as digits, e.g. "127.0.0.1" or "::1"; what Listener::open takes.
bool is_numeric_address(const std::string& text);

/// A numeric address that only this machine can reach.
bool is_loopback_address(std::string_view address);

class Listener {
 public:
  /// Numeric IPv4 or IPv6 address; port 0 takes any free one. Errors: kInvalid, kConflict (port in use), kIo.
  static Result<Listener> open(const std::string& address, std::uint16_t port);
  /// A socket that listens already; owned from now on.
  static Result<Listener> adopt(int descriptor);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] int descriptor() const;
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// One that waits, its stream over TLS when `tls` is set; nullopt when nobody waits or he has left already.
  /// kUnavailable when the system is short of descriptors or memory: the caller must pause, for the client stays in the
  /// queue and would wake it at once again.
  [[nodiscard]] Result<std::optional<Accepted>> accept(const TlsContext* tls) const;

 private:
  explicit Listener(std::unique_ptr<Poco::Net::ServerSocket> socket);

  std::unique_ptr<Poco::Net::ServerSocket> socket_;
  std::uint16_t port_;
};

}  // namespace frontdesk::api
