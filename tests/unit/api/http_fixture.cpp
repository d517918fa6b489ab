#include "unit/api/http_fixture.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace frontdesk::api::test {

namespace {
constexpr int kPatienceMs = 120'000;
}

Client::Client(Unconnected) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

void Client::buffer_at_most(int bytes) { ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)); }

Client::Client(std::uint16_t port) : Client(Unconnected{}) { connect(port); }

void Client::connect(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

Client& Client::operator=(Client&& other) noexcept {
  std::swap(socket_, other.socket_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

Client::~Client() {
  if (socket_ >= 0) ::close(socket_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::read_some() {
  pollfd waits{socket_, POLLIN, 0};
  if (::poll(&waits, 1, kPatienceMs) != 1) return false;
  std::array<char, 65536> chunk;
  const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (got <= 0) return false;
  buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  return true;
}

std::optional<Reply> Client::receive(bool has_body) {
  while (buffer_.find("\r\n\r\n") == std::string::npos)
    if (!read_some()) return std::nullopt;
  const auto end = buffer_.find("\r\n\r\n");
  Reply reply;
  reply.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  reply.status = std::stoi(reply.head.substr(9, 3));
  for (const std::string_view line : text::split(reply.head, '\n')) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
      reply.fields[text::to_lower_ascii(line.substr(0, colon))] = text::trim(line.substr(colon + 1));
  }
  const auto length = reply.fields.find("content-length");
  if (!has_body || length == reply.fields.end()) return reply;
  const std::size_t size = std::stoul(length->second);
  while (buffer_.size() < size)
    if (!read_some()) return std::nullopt;
  reply.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return reply;
}

std::string Client::read_until(std::string_view mark) {
  while (buffer_.find(mark) == std::string::npos)
    if (!read_some()) break;
  const auto found = buffer_.find(mark);
  const std::size_t take = found == std::string::npos ? buffer_.size() : found + mark.size();
  std::string out = buffer_.substr(0, take);
  buffer_.erase(0, take);
  return out;
}

std::size_t Client::read_bytes(std::size_t count) {
  std::size_t got = 0;
  while (got < count) {
    if (buffer_.empty() && !read_some()) break;
    const std::size_t take = std::min(count - got, buffer_.size());
    buffer_.erase(0, take);
    got += take;
  }
  return got;
}

bool Client::is_closed_by_server() {
  pollfd waits{socket_, POLLIN, 0};
  std::array<char, 4096> chunk;
  while (::poll(&waits, 1, kPatienceMs) == 1)
    if (::recv(socket_, chunk.data(), chunk.size(), 0) <= 0) return true;
  return false;
}

}  // namespace frontdesk::api::test
