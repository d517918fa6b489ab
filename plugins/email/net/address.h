// From a host name to addresses that may be connected to.
//
// The name is resolved once and the checked addresses themselves are connected to, so that a second look-up cannot
// lead elsewhere. Thread rule: any thread.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <vector>

#include "net/failure.h"
#include "net/waiting.h"

namespace frontdesk::email::net {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

enum class AddressPolicy {
  kPublicOnly,    ///< refuses loopback, private, shared and unique-local ranges
  kAllowPrivate,  ///< for mail servers in the house; link-local, multicast and unspecified stay forbidden
};

/// All usable addresses of `host` (a name or a numeric address) in the resolver's order; at least one.
/// Fails with kDnsFailed, kAddressForbidden, kTimeout (after waiting.connect) or kCancelled.
Outcome<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, AddressPolicy policy,
                                      const Waiting& waiting);

/// Whether the policy lets us connect to `address`; addresses that embed IPv4 are judged by that.
bool is_permitted(const sockaddr& address, AddressPolicy policy);

/// True for 127.0.0.0/8 and ::1.
bool is_loopback(const sockaddr& address);

}  // namespace frontdesk::email::net
