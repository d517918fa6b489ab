#include "net/address.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <optional>
#include <thread>

namespace frontdesk::email::net {
namespace {

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

struct Lookup {
  std::string host;
  std::string port;
  int code = EAI_AGAIN;
  AddressList list{nullptr, &::freeaddrinfo};
  int done_fd = ::eventfd(0, EFD_CLOEXEC);

  Lookup(std::string name, std::uint16_t number) : host(std::move(name)), port(std::to_string(number)) {}
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;
  ~Lookup() {
    if (done_fd >= 0) ::close(done_fd);
  }

  void run(int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    code = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
    if (code == 0) list.reset(found);
  }
};

struct Range4 {
  std::uint32_t network;
  int bits;
};
// RFC 6890: this-network, link-local (cloud metadata lives there), multicast and reserved: never a mail server.
constexpr std::array kNever4{Range4{0x00000000, 8}, Range4{0xa9fe0000, 16}, Range4{0xe0000000, 3}};
// Loopback, RFC 1918 and RFC 6598 shared space.
constexpr std::array kPrivate4{Range4{0x7f000000, 8}, Range4{0x0a000000, 8}, Range4{0xac100000, 12},
                               Range4{0xc0a80000, 16}, Range4{0x64400000, 10}};

template <std::size_t N>
bool in_any(std::uint32_t address, const std::array<Range4, N>& ranges) {
  for (const Range4& range : ranges) {
    if (((address ^ range.network) >> (32 - range.bits)) == 0) return true;
  }
  return false;
}

bool is_permitted4(std::uint32_t address, AddressPolicy policy) {
  if (in_any(address, kNever4)) return false;
  return policy == AddressPolicy::kAllowPrivate || !in_any(address, kPrivate4);
}

std::uint32_t word_at(const in6_addr& address, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i) out = out << 8 | address.s6_addr[at + i];
  return out;
}

// ::ffff:a.b.c.d (mapped), 64:ff9b::/96 (NAT64) and 2002::/16 (6to4) lead to an IPv4 address.
std::optional<std::uint32_t> embedded4(const in6_addr& address) {
  const bool head_is_zero = word_at(address, 0) == 0 && word_at(address, 4) == 0;
  if (head_is_zero && word_at(address, 8) == 0x0000ffff) return word_at(address, 12);
  if (word_at(address, 0) == 0x0064ff9b && word_at(address, 4) == 0 && word_at(address, 8) == 0) {
    return word_at(address, 12);
  }
  if (address.s6_addr[0] == 0x20 && address.s6_addr[1] == 0x02) return word_at(address, 2);
  return std::nullopt;
}

bool is_permitted6(const in6_addr& address, AddressPolicy policy) {
  if (auto inner = embedded4(address)) return is_permitted4(*inner, policy);
  if (IN6_IS_ADDR_UNSPECIFIED(&address) || IN6_IS_ADDR_MULTICAST(&address) || IN6_IS_ADDR_LINKLOCAL(&address)) {
    return false;
  }
  const bool unique_local = (address.s6_addr[0] & 0xfe) == 0xfc;
  return policy == AddressPolicy::kAllowPrivate || !(unique_local || IN6_IS_ADDR_LOOPBACK(&address));
}

constexpr int kMostLookups = 8;
// Lookups that the process has running, also those that nobody waits for any more.
std::atomic<int> running_lookups{0};

// The system's resolver cannot be interrupted. It therefore works in a thread that owns its data; when we stop
// waiting, the thread ends by itself as soon as the resolver gives up, and nobody reads its answer. A resolver that
// never answers must not collect threads: beyond a few we do not even ask.
Outcome<std::shared_ptr<Lookup>> look_up(const std::string& host, std::uint16_t port, const Waiting& waiting) {
  auto lookup = std::make_shared<Lookup>(host, port);
  lookup->run(AI_NUMERICHOST);
  if (lookup->code == 0) return lookup;
  if (running_lookups.fetch_add(1) >= kMostLookups) {
    running_lookups.fetch_sub(1);
    return Failure{FailureKind::kTimeout, "the name service does not answer", {}};
  }
  std::thread([lookup] {
    lookup->run(AI_ADDRCONFIG);
    running_lookups.fetch_sub(1);
    [[maybe_unused]] const int told = ::eventfd_write(lookup->done_fd, 1);
  }).detach();
  switch (wait_for(lookup->done_fd, Readiness::kRead, SteadyClock::now() + waiting.connect, waiting.cancel_fd)) {
    case Wake::kReady: break;
    case Wake::kTimeout: return Failure{FailureKind::kTimeout, "the name service did not answer in time", {}};
    case Wake::kCancelled: return Failure{FailureKind::kCancelled, "stopped while looking up a host name", {}};
  }
  if (lookup->code != 0) {
    return Failure{FailureKind::kDnsFailed, "host name not found", ::gai_strerror(lookup->code)};
  }
  return lookup;
}

}  // namespace

bool is_permitted(const sockaddr& address, AddressPolicy policy) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_permitted4(ntohl(in.sin_addr.s_addr), policy);
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    return is_permitted6(in.sin6_addr, policy);
  }
  return false;
}

bool is_loopback(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return ntohl(in.sin_addr.s_addr) >> 24 == 127;
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  return IN6_IS_ADDR_LOOPBACK(&in.sin6_addr);
}

Outcome<std::vector<Address>> resolve(const std::string& host, std::uint16_t port, AddressPolicy policy,
                                      const Waiting& waiting) {
  auto lookup = look_up(host, port, waiting);
  if (!lookup) return std::move(lookup).failure();
  std::vector<Address> out;
  for (const addrinfo* at = (*lookup)->list.get(); at != nullptr; at = at->ai_next) {
    if (at->ai_addrlen > sizeof(sockaddr_storage) || !is_permitted(*at->ai_addr, policy)) continue;
    Address address;
    std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
    address.size = at->ai_addrlen;
    out.push_back(address);
  }
  if (out.empty()) {
    return Failure{FailureKind::kAddressForbidden, "the host name leads to an address that may not be used", {}};
  }
  return out;
}

}  // namespace frontdesk::email::net
