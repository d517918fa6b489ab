#include "api/http/listener.h"

#include <Poco/Net/IPAddress.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/Net/StreamSocket.h>
#include <arpa/inet.h>
#include <fcntl.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace frontdesk::api {

namespace {

using Poco::Net::IPAddress;

// Poco's own parser takes "127.1" for an address and "::" for none.
std::optional<IPAddress> parse_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> raw{};
  if (::inet_pton(AF_INET, text.c_str(), raw.data()) == 1) return IPAddress(raw.data(), sizeof(in_addr));
  if (::inet_pton(AF_INET6, text.c_str(), raw.data()) == 1) return IPAddress(raw.data(), sizeof(in6_addr));
  return std::nullopt;
}

// In one spelling for the audit trail; Poco writes IPv6 in capitals, and calls every IPv4 address a mapped one.
std::string text_of(const IPAddress& address) {
  const auto* raw = static_cast<const char*>(address.addr());
  const bool four = address.isIPv4Mapped();
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(four ? AF_INET : AF_INET6, four ? raw + address.length() - sizeof(in_addr) : raw, text.data(),
              text.size());
  return text.data();
}

// Poco has no way to ask for it, and a descriptor must not outlive the daemon in a process that it starts.
void close_on_exec(const Poco::Net::Socket& socket) { ::fcntl(socket.impl()->sockfd(), F_SETFD, FD_CLOEXEC); }

/// Poco makes its sockets itself; only a descendant may be given one that is there.
class AdoptedSocketImpl : public Poco::Net::ServerSocketImpl {
 public:
  explicit AdoptedSocketImpl(int descriptor) { reset(descriptor); }
};

class AdoptedSocket : public Poco::Net::ServerSocket {
 public:
  explicit AdoptedSocket(int descriptor) : ServerSocket(new AdoptedSocketImpl(descriptor), true) {}
};

std::string reason_of(const Poco::Exception& failure) { return std::generic_category().message(failure.code()); }

}  // namespace

std::string address_of(int listening) {
  sockaddr_storage raw{};
  socklen_t size = sizeof(raw);
  int listens = 0;
  socklen_t word = sizeof(listens);
  if (::getsockopt(listening, SOL_SOCKET, SO_ACCEPTCONN, &listens, &word) != 0 || listens == 0 ||
      ::getsockname(listening, reinterpret_cast<sockaddr*>(&raw), &size) != 0 ||
      (raw.ss_family != AF_INET && raw.ss_family != AF_INET6))
    return {};
  return text_of(Poco::Net::SocketAddress(reinterpret_cast<const sockaddr*>(&raw), size).host());
}

bool is_numeric_address(const std::string& text) { return parse_address(text).has_value(); }

bool is_loopback_address(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

Listener::Listener(std::unique_ptr<Poco::Net::ServerSocket> socket)
    : socket_(std::move(socket)), port_(socket_->address().port()) {}
Listener::Listener(Listener&& other) noexcept = default;
Listener::~Listener() = default;

int Listener::descriptor() const { return socket_->impl()->sockfd(); }

Result<Listener> Listener::open(const std::string& address, std::uint16_t port) {
  const auto parsed = parse_address(address);
  if (!parsed) return Error{ErrorCode::kInvalid, "listen address " + address + " is not a numeric address"};
  try {
    auto socket = std::make_unique<Poco::Net::ServerSocket>();
    // Without the third word Poco lets a second daemon share the port.
    socket->bind(Poco::Net::SocketAddress(*parsed, port), true, false);
    close_on_exec(*socket);
    socket->setBlocking(false);
    socket->listen(SOMAXCONN);
    return Listener(std::move(socket));
  } catch (const Poco::Exception& failure) {
    return Error{failure.code() == EADDRINUSE ? ErrorCode::kConflict : ErrorCode::kIo,
                 "cannot listen on " + address + " port " + std::to_string(port) + ": " + reason_of(failure)};
  }
}

Result<Listener> Listener::adopt(int descriptor) {
  try {
    auto socket = std::make_unique<AdoptedSocket>(descriptor);
    close_on_exec(*socket);
    socket->setBlocking(false);
    return Listener(std::move(socket));
  } catch (const Poco::Exception& failure) {
    return Error{ErrorCode::kIo, "cannot listen on the socket of the service manager: " + reason_of(failure)};
  }
}

Result<std::optional<Accepted>> Listener::accept(const TlsContext* tls) const {
  try {
    Poco::Net::SocketAddress from;
    Poco::Net::StreamSocket socket = socket_->acceptConnection(from);
    close_on_exec(socket);
    socket.setNoDelay(true);
    return std::optional<Accepted>{Accepted{std::make_unique<Stream>(socket, tls), text_of(from.host())}};
  } catch (const Poco::Exception& failure) {
    const int code = failure.code();
    if (code == EMFILE || code == ENFILE || code == ENOBUFS || code == ENOMEM)
      return Error{ErrorCode::kUnavailable, "cannot accept a connection: " + reason_of(failure)};
    return std::optional<Accepted>{};
  }
}

}  // namespace frontdesk::api
