// The network that stands for one client when tries and connections are counted.
#pragma once

#include <string>

namespace frontdesk {

/// `address`: IPv4 or IPv6 in digits, e.g. "192.0.2.7". IPv4, and whatever is no address, stays as it is; of IPv6 the
/// /64 that one client commonly has to itself, e.g. "2001:db8::". Any thread.
std::string client_network(const std::string& address);

}  // namespace frontdesk
