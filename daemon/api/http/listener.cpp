#include "api/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace frontdesk::api {

namespace {

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::optional<Address> parse_address(const std::string& text, std::uint16_t port) {
  Address address;
  auto* four = reinterpret_cast<sockaddr_in*>(&address.storage);
  if (::inet_pton(AF_INET, text.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    address.size = sizeof(sockaddr_in);
    return address;
  }
  auto* six = reinterpret_cast<sockaddr_in6*>(&address.storage);
  if (::inet_pton(AF_INET6, text.c_str(), &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    address.size = sizeof(sockaddr_in6);
    return address;
  }
  return std::nullopt;
}

std::uint16_t port_of(const sockaddr_storage& address) {
  if (address.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
  return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

std::string text_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
    return text.data();
  }
  const in6_addr& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    ::inet_ntop(AF_INET, &six.s6_addr[12], text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, &six, text.data(), text.size());
  }
  return text.data();
}

}  // namespace

bool is_numeric_address(const std::string& text) { return parse_address(text, 0).has_value(); }

bool is_loopback_address(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

Listener::Listener(Listener&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), port_(other.port_) {}

Listener::~Listener() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
  const auto parsed = parse_address(address, port);
  if (!parsed) return Error{ErrorCode::kInvalid, "listen address " + address + " is not a numeric address"};
  Listener listener(::socket(parsed->storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), port);
  const std::string where = address + " port " + std::to_string(port);
  if (listener.descriptor_ < 0) return Error{ErrorCode::kIo, "cannot make a socket for " + where};
  const int on = 1;
  ::setsockopt(listener.descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_storage bound = parsed->storage;
  socklen_t size = parsed->size;
  if (::bind(listener.descriptor_, reinterpret_cast<sockaddr*>(&bound), size) != 0 ||
      ::listen(listener.descriptor_, SOMAXCONN) != 0) {
    const ErrorCode code = errno == EADDRINUSE ? ErrorCode::kConflict : ErrorCode::kIo;
    return Error{code, "cannot listen on " + where + ": " + std::generic_category().message(errno)};
  }
  size = sizeof(bound);
  ::getsockname(listener.descriptor_, reinterpret_cast<sockaddr*>(&bound), &size);
  listener.port_ = port_of(bound);
  return listener;
}

Result<std::optional<Accepted>> Listener::accept() const {
  sockaddr_storage from{};
  socklen_t size = sizeof(from);
  int descriptor = -1;
  do {
    descriptor = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
  if (descriptor < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
    return Error{ErrorCode::kUnavailable,
                 std::string("cannot accept a connection: ") + std::generic_category().message(errno)};
  if (descriptor < 0) return std::optional<Accepted>{};
  const int on = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return std::optional<Accepted>{Accepted{descriptor, text_of(from)}};
}

}  // namespace frontdesk::api
