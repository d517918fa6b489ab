// ProxyTrust: whose word counts about where a request came from. A reverse proxy in front tells the client's address
// and protocol in X-Forwarded-For and X-Forwarded-Proto, or in Forwarded (RFC 7239); anybody else who sends these is
// not believed.
//
//   auto proxies = ProxyTrust::parse({"127.0.0.1", "10.0.0.0/8"});
//   proxies->resolve(head);   // head.peer and head.secure are the client's now
// Thread rule: immutable once made; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/message.h"
#include "base/result.h"

namespace frontdesk::api {

class ProxyTrust {
 public:
  /// Nobody is trusted.
  ProxyTrust() = default;
  /// Numeric addresses, each with or without the length of a network. Errors: kInvalid, naming the entry.
  static Result<ProxyTrust> parse(const std::vector<std::string>& entries);

  [[nodiscard]] bool trusts(const std::string& address) const;

  /// When the other end is trusted: `peer` becomes the last address on the way that is not, `secure` what the nearest
  /// proxy says, `host` the one that it was asked for. What cannot be read, or two fields that contradict each other,
  /// leave the address where it was last certain. Notes in `is_forwarded` whether any such field was there.
  void resolve(RequestHead& head) const;

 private:
  struct Network {
    std::array<std::uint8_t, 16> address{};  ///< IPv4 as ::ffff:a.b.c.d
    int bits = 128;
  };
  std::vector<Network> networks_;
};

}  // namespace frontdesk::api
