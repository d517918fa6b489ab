#include "base/client_network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace frontdesk {

std::string client_network(const std::string& address) {
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  std::fill(&six.s6_addr[8], &six.s6_addr[16], std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET6, &six, text.data(), text.size());
  return text.data();
}

}  // namespace frontdesk
