#include "net/connection.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <system_error>
#include <vector>

#include "net/tls.h"

namespace frontdesk::email::net {
namespace {

constexpr std::size_t kBufferBytes = 64U << 10;
constexpr Milliseconds kUnbounded{365LL * 24 * 3600 * 1000};

class OwnedFd {
 public:
  explicit OwnedFd(int fd) : fd_(fd) {}
  OwnedFd(const OwnedFd&) = delete;
  OwnedFd& operator=(const OwnedFd&) = delete;
  ~OwnedFd() { reset(); }
  [[nodiscard]] int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

void set_options(int fd) {
  const int on = 1;
  const int idle_seconds = 120;
  const int interval_seconds = 30;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof idle_seconds);
  ::setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_seconds, sizeof interval_seconds);
}

Failure not_connected(int error) {
  const std::string reason = std::generic_category().message(error);
  if (error == ETIMEDOUT) return {FailureKind::kTimeout, "the server did not answer in time", {}};
  return {FailureKind::kConnectionRefused, "no connection to the server: " + reason, {}};
}

Outcome<int> connect_one(const Address& address, SteadyClock::time_point until, int cancel_fd) {
  OwnedFd fd{::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (fd.get() < 0) return not_connected(errno);
  const auto* target = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(fd.get(), target, address.size) != 0) {
    if (errno != EINPROGRESS) return not_connected(errno);
    const Wake wake = wait_for(fd.get(), Readiness::kWrite, until, cancel_fd);
    if (wake == Wake::kCancelled) return Failure{FailureKind::kCancelled, "stopped while connecting", {}};
    if (wake == Wake::kTimeout) return not_connected(ETIMEDOUT);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return not_connected(error);
  }
  set_options(fd.get());
  return fd.release();
}

// The time is shared fairly, so that a silent first address (often IPv6) leaves room for the others.
Outcome<int> connect_any(const std::vector<Address>& addresses, const Waiting& waiting) {
  const auto end = std::min(SteadyClock::now() + waiting.connect, waiting.until);
  std::optional<Failure> last;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto now = SteadyClock::now();
    const auto share = (end - now) / static_cast<std::int64_t>(addresses.size() - i);
    auto fd = connect_one(addresses[i], now + share, waiting.cancel_fd);
    if (fd || fd.failure().kind == FailureKind::kCancelled) return fd;
    last = std::move(fd).failure();
  }
  return last.value_or(not_connected(EADDRNOTAVAIL));
}

bool leads_to_loopback(int fd) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  auto* target = reinterpret_cast<sockaddr*>(&peer);
  return ::getpeername(fd, target, &size) == 0 && (peer.ss_family == AF_UNIX || is_loopback(*target));
}

}  // namespace

struct Connection::Impl {
  OwnedFd fd;
  Endpoint endpoint;
  Waiting waiting;
  std::unique_ptr<TlsSession> tls;
  SteadyClock::time_point deadline;
  Milliseconds silence;
  std::vector<char> buffer = std::vector<char>(kBufferBytes);
  std::size_t begin = 0;  // unread bytes are [begin, end) of buffer
  std::size_t end = 0;

  Impl(int socket, Endpoint where, const Waiting& bounds)
      : fd(socket),
        endpoint(std::move(where)),
        waiting(bounds),
        deadline(std::min(SteadyClock::now() + kUnbounded, bounds.until)),
        silence(bounds.silence) {}

  Outcome<void> wait(Readiness readiness) const {
    const auto silent_until = SteadyClock::now() + silence;
    switch (wait_for(fd.get(), readiness, std::min(silent_until, deadline), waiting.cancel_fd)) {
      case Wake::kReady: return {};
      case Wake::kCancelled: return Failure{FailureKind::kCancelled, "stopped while waiting for the server", {}};
      case Wake::kTimeout: break;
    }
    return Failure{FailureKind::kTimeout, "the server did not answer in time", {}};
  }

  Outcome<TlsSession::Step> read_once(char* into, std::size_t size) const {
    if (tls) return tls->read(into, size);
    const auto got = ::recv(fd.get(), into, size, 0);
    if (got >= 0) return TlsSession::Step{TlsSession::Need::kNothing, static_cast<std::size_t>(got)};
    if (errno == EAGAIN || errno == EINTR) return TlsSession::Step{TlsSession::Need::kRead, 0};
    return Failure{FailureKind::kClosed, "the connection broke: " + std::generic_category().message(errno), {}};
  }

  Outcome<TlsSession::Step> write_once(std::string_view data) const {
    if (tls) return tls->write(data.data(), data.size());
    const auto sent = ::send(fd.get(), data.data(), data.size(), MSG_NOSIGNAL);
    if (sent >= 0) return TlsSession::Step{TlsSession::Need::kNothing, static_cast<std::size_t>(sent)};
    if (errno == EAGAIN || errno == EINTR) return TlsSession::Step{TlsSession::Need::kWrite, 0};
    return Failure{FailureKind::kClosed, "the connection broke: " + std::generic_category().message(errno), {}};
  }

  // At least one byte into `into`; never more than `size`.
  Outcome<std::size_t> read_some(char* into, std::size_t size) const {
    for (;;) {
      auto step = read_once(into, size);
      if (!step) return std::move(step).failure();
      if (step->need == TlsSession::Need::kNothing) {
        if (step->bytes == 0) return Failure{FailureKind::kClosed, "the server closed the connection", {}};
        return step->bytes;
      }
      auto waited = wait(step->need == TlsSession::Need::kRead ? Readiness::kRead : Readiness::kWrite);
      if (!waited) return std::move(waited).failure();
    }
  }

  Outcome<void> handshake() {
    auto made = TlsSession::create(fd.get(), endpoint.host, endpoint.ca_file);
    if (!made) return std::move(made).failure();
    const auto until = SteadyClock::now() + waiting.connect;
    for (;;) {
      auto step = (*made)->handshake();
      if (!step) return std::move(step).failure();
      if (step->need == TlsSession::Need::kNothing) break;
      const auto readiness = step->need == TlsSession::Need::kRead ? Readiness::kRead : Readiness::kWrite;
      const Wake wake = wait_for(fd.get(), readiness, std::min(until, deadline), waiting.cancel_fd);
      if (wake == Wake::kCancelled) return Failure{FailureKind::kCancelled, "stopped during the TLS handshake", {}};
      if (wake == Wake::kTimeout) return Failure{FailureKind::kTimeout, "the TLS handshake took too long", {}};
    }
    tls = *std::move(made);
    return {};
  }

  // Moves unread bytes to the front and reads more behind them. Precondition: the buffer is not full of unread bytes.
  Outcome<void> fill() {
    if (begin > 0) {
      std::memmove(buffer.data(), buffer.data() + begin, end - begin);
      end -= begin;
      begin = 0;
    }
    auto got = read_some(buffer.data() + end, buffer.size() - end);
    if (!got) return std::move(got).failure();
    end += *got;
    return {};
  }
};

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() { close(); }

Outcome<Connection> Connection::open(const Endpoint& endpoint, const Waiting& waiting, OpenStep* reached) {
  OpenStep unseen{};
  OpenStep& step = reached != nullptr ? *reached : unseen;
  step = OpenStep::kDns;
  auto addresses = resolve(endpoint.host, endpoint.port, endpoint.policy, waiting);
  if (!addresses) return std::move(addresses).failure();
  step = OpenStep::kTcp;
  auto fd = connect_any(*addresses, waiting);
  if (!fd) return std::move(fd).failure();
  Connection connection = adopt(*fd, endpoint, waiting);
  step = OpenStep::kTls;
  if (endpoint.security == Security::kNone && !leads_to_loopback(*fd)) {
    return Failure{FailureKind::kTlsFailed, "a connection without TLS is allowed to this machine only", {}};
  }
  if (endpoint.security == Security::kTls) {
    auto done = connection.impl_->handshake();
    if (!done) return std::move(done).failure();
  }
  return connection;
}

Connection Connection::adopt(int fd, const Endpoint& endpoint, const Waiting& waiting) {
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  return Connection{std::make_unique<Impl>(fd, endpoint, waiting)};
}

Outcome<void> Connection::start_tls() {
  impl_->begin = impl_->end = 0;
  return impl_->handshake();
}

bool Connection::is_protected() const { return impl_->tls != nullptr; }

void Connection::begin_command(Milliseconds budget, std::optional<Milliseconds> silence) {
  impl_->deadline = std::min(SteadyClock::now() + budget, impl_->waiting.until);
  impl_->silence = silence.value_or(impl_->waiting.silence);
}

void Connection::set_until(SteadyClock::time_point until) { impl_->waiting.until = until; }

Outcome<std::string_view> Connection::read_line(std::size_t max_bytes) {
  Impl& io = *impl_;
  std::size_t searched = 0;
  for (;;) {
    const char* start = io.buffer.data() + io.begin;
    const std::size_t have = io.end - io.begin;
    if (const void* found = std::memchr(start + searched, '\n', have - searched)) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - start);
      if (length > max_bytes) break;
      io.begin += length + 1;
      const bool has_cr = length > 0 && start[length - 1] == '\r';
      return std::string_view(start, length - (has_cr ? 1 : 0));
    }
    searched = have;
    if (have > max_bytes) break;
    if (have == io.buffer.size()) io.buffer.resize(io.buffer.size() * 2);
    auto filled = io.fill();
    if (!filled) return std::move(filled).failure();
  }
  return Failure{FailureKind::kLimit, "the server sent a line that is too long", {}};
}

Outcome<void> Connection::read_exact(std::size_t count, std::string& out) {
  Impl& io = *impl_;
  const std::size_t ready = std::min(count, io.end - io.begin);
  out.append(io.buffer.data() + io.begin, ready);
  io.begin += ready;
  count -= ready;
  // The rest goes straight into `out`, in steps: memory grows with what arrives, not with what is announced.
  while (count > 0) {
    const std::size_t step = std::min(count, kBufferBytes);
    const std::size_t at = out.size();
    out.resize(at + step);
    auto got = io.read_some(out.data() + at, step);
    if (!got) return std::move(got).failure();
    out.resize(at + *got);
    count -= *got;
  }
  return {};
}

Outcome<void> Connection::write(std::string_view data) {
  while (!data.empty()) {
    auto step = impl_->write_once(data);
    if (!step) return std::move(step).failure();
    if (step->need == TlsSession::Need::kNothing) {
      data.remove_prefix(step->bytes);
      continue;
    }
    auto waited = impl_->wait(step->need == TlsSession::Need::kRead ? Readiness::kRead : Readiness::kWrite);
    if (!waited) return waited;
  }
  return {};
}

Outcome<bool> Connection::wait_for_input(Milliseconds span) {
  if (impl_->begin < impl_->end || (impl_->tls && impl_->tls->has_pending())) {
    if (is_cancelled(impl_->waiting.cancel_fd)) return Failure{FailureKind::kCancelled, "stopped while waiting", {}};
    return true;
  }
  switch (wait_for(impl_->fd.get(), Readiness::kRead, SteadyClock::now() + span, impl_->waiting.cancel_fd)) {
    case Wake::kReady: return true;
    case Wake::kTimeout: return false;
    case Wake::kCancelled: break;
  }
  return Failure{FailureKind::kCancelled, "stopped while waiting", {}};
}

void Connection::close() {
  if (!impl_ || impl_->fd.get() < 0) return;
  if (impl_->tls) impl_->tls->shut_down();
  impl_->tls.reset();
  impl_->fd.reset();
}

}  // namespace frontdesk::email::net
