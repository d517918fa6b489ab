// Listening socket, and what accept() gives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace frontdesk::api {

/// An accepted, non-blocking, close-on-exec socket; the caller owns it.
struct Accepted {
  int descriptor = -1;
  std::string peer;
};

/// IPv4 or IPv6 as digits, e.g. "127.0.0.1" or "::1"; what Listener::open takes.
bool is_numeric_address(const std::string& text);

/// A numeric address that only this machine can reach.
bool is_loopback_address(std::string_view address);

class Listener {
 public:
  /// Numeric IPv4 or IPv6 address; port 0 takes any free one. Errors: kInvalid, kConflict (port in use), kIo.
  static Result<Listener> open(const std::string& address, std::uint16_t port);
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// nullopt when nobody waits. kUnavailable when the system is short of descriptors or memory: the caller must pause,
  /// for the client stays in the queue and would wake it at once again.
  [[nodiscard]] Result<std::optional<Accepted>> accept() const;

 private:
  Listener(int descriptor, std::uint16_t port) : descriptor_(descriptor), port_(port) {}

  int descriptor_;
  std::uint16_t port_;
};

}  // namespace frontdesk::api
