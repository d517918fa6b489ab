#include "app/control/unix_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace frontdesk::app {
namespace {

constexpr std::chrono::milliseconds kStopCheck{200};

Error system_error(const std::string& doing) {
  return {ErrorCode::kIo, doing + ": " + std::generic_category().message(errno)};
}

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path) {
    return Error{ErrorCode::kInvalid, "the socket path is empty or longer than 107 bytes: " + path};
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

bool wait_for(int descriptor, short events, std::chrono::milliseconds wait) {
  pollfd entry{descriptor, events, 0};
  int ready = 0;
  do {
    ready = ::poll(&entry, 1, static_cast<int>(wait.count()));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

/// Removes the socket of a daemon that was killed; whatever else stands there is somebody's and stays.
Result<void> remove_left_over(const std::string& path) {
  FD_TRY(UnixSocket::check_place(path));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)  // bind() tells what is wrong with the folder
    return system_error("remove the socket of an earlier daemon at " + path);
  return {};
}

}  // namespace

Result<void> UnixSocket::check_place(const std::string& path) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0 || S_ISSOCK(there.st_mode)) return {};
  return Error{ErrorCode::kConflict,
               "the path of the command socket, " + path + ", is taken by something else; it was left alone"};
}

UnixSocket::UnixSocket(UnixSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffered_(std::move(other.buffered_)) {}

UnixSocket& UnixSocket::operator=(UnixSocket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(buffered_, other.buffered_);
  return *this;
}

UnixSocket::~UnixSocket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<UnixSocket> UnixSocket::connect(const std::string& path) {
  auto address = address_of(path);
  if (!address) return std::move(address).error();
  UnixSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.descriptor_ < 0) return system_error("open a socket");
  if (::connect(socket.descriptor_, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) {
    return Error{ErrorCode::kUnavailable, "no daemon answers at " + path + " (" +
                                              std::generic_category().message(errno) + "); is frontdeskd running?"};
  }
  return socket;
}

Result<UnixSocket> UnixSocket::listen(const std::string& path) {
  if (connect(path)) return Error{ErrorCode::kConflict, "another daemon already listens at " + path};
  auto address = address_of(path);
  if (!address) return std::move(address).error();
  FD_TRY(remove_left_over(path));
  UnixSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (socket.descriptor_ < 0) return system_error("open a socket");
  // Without a moment in which others could connect.
  const mode_t before = ::umask(0177);
  const int bound = ::bind(socket.descriptor_, reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
  ::umask(before);
  if (bound != 0) return system_error("listen at " + path);
  if (::listen(socket.descriptor_, 16) != 0) return system_error("listen at " + path);
  return socket;
}

Result<std::optional<UnixSocket>> UnixSocket::accept(std::chrono::milliseconds wait) {
  if (!wait_for(descriptor_, POLLIN, wait)) return std::optional<UnixSocket>{};
  const int accepted = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
  if (accepted < 0 && (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)) {
    return std::optional<UnixSocket>{};  // another thread was quicker, or the client has left
  }
  if (accepted < 0) return system_error("accept");
  return std::optional<UnixSocket>{UnixSocket(accepted)};
}

Result<std::optional<std::string>> UnixSocket::read_line(std::size_t most, std::chrono::milliseconds wait) {
  while (true) {
    if (const auto end = buffered_.find('\n'); end != std::string::npos) {
      std::string line = buffered_.substr(0, end);
      buffered_.erase(0, end + 1);
      return std::optional<std::string>{std::move(line)};
    }
    if (buffered_.size() > most) return Error{ErrorCode::kLimit, "a line is too long"};
    if (!wait_for(descriptor_, POLLIN, wait)) return Error{ErrorCode::kTimeout, "the other side does not answer"};
    char chunk[16384];
    const ssize_t got = ::recv(descriptor_, chunk, sizeof chunk, MSG_DONTWAIT);
    if (got == 0) return std::optional<std::string>{};
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return system_error("read");
    buffered_.append(chunk, static_cast<std::size_t>(got));
  }
}

Result<void> UnixSocket::write(std::string_view bytes, std::chrono::milliseconds patience,
                               const std::stop_token& stop) {
  auto left = patience;
  while (!bytes.empty()) {
    if (stop.stop_requested()) return Error{ErrorCode::kUnavailable, "the daemon stops"};
    const auto slice = std::min(left, kStopCheck);
    if (!wait_for(descriptor_, POLLOUT, slice)) {
      left -= slice;
      if (left <= left.zero()) return Error{ErrorCode::kTimeout, "the other side does not read"};
      continue;
    }
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (sent < 0) return system_error("write");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
    left = patience;
  }
  return {};
}

}  // namespace frontdesk::app
