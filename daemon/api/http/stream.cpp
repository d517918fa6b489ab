#include "api/http/stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include "api/http/tls.h"

namespace frontdesk::api {

namespace {

IoResult plain_result(ssize_t outcome, std::size_t wanted, IoResult::Wait blocked) {
  if (outcome >= 0) {
    const auto moved = static_cast<std::size_t>(outcome);
    return {moved, moved == wanted ? IoResult::Wait::kNothing : blocked};
  }
  const bool later = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  return {0, later ? blocked : IoResult::Wait::kClosed};
}

int clamp_to_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

}  // namespace

void Stream::FreeTls::operator()(ssl_st* tls) const { SSL_free(tls); }

Stream::Stream(int descriptor, const TlsContext* tls) : descriptor_(descriptor) {
  if (tls == nullptr) return;
  tls_.reset(tls->new_session());
  SSL_set_fd(tls_.get(), descriptor_);
  SSL_set_accept_state(tls_.get());
}

Stream::~Stream() {
  tls_.reset();
  ::close(descriptor_);
}

IoResult::Wait Stream::tls_wait(int outcome) {
  const int reason = SSL_get_error(tls_.get(), outcome);
  ERR_clear_error();
  if (reason == SSL_ERROR_WANT_READ) return IoResult::Wait::kRead;
  if (reason == SSL_ERROR_WANT_WRITE) return IoResult::Wait::kWrite;
  return IoResult::Wait::kClosed;
}

IoResult Stream::handshake() {
  if (!tls_ || SSL_is_init_finished(tls_.get())) return {};
  ERR_clear_error();
  const int outcome = SSL_do_handshake(tls_.get());
  return {0, outcome == 1 ? IoResult::Wait::kNothing : tls_wait(outcome)};
}

IoResult Stream::read(char* into, std::size_t capacity) {
  if (!tls_) {
    const ssize_t outcome = ::recv(descriptor_, into, capacity, 0);
    if (outcome == 0) return {0, IoResult::Wait::kClosed};
    return plain_result(outcome, capacity, IoResult::Wait::kRead);
  }
  ERR_clear_error();
  const int outcome = SSL_read(tls_.get(), into, clamp_to_int(capacity));
  if (outcome > 0) return {static_cast<std::size_t>(outcome), IoResult::Wait::kNothing};
  return {0, tls_wait(outcome)};
}

IoResult Stream::write(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (!tls_) {
    const ssize_t outcome = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return plain_result(outcome, bytes.size(), IoResult::Wait::kWrite);
  }
  std::size_t moved = 0;
  while (moved < bytes.size()) {
    ERR_clear_error();
    const int outcome = SSL_write(tls_.get(), bytes.data() + moved, clamp_to_int(bytes.size() - moved));
    if (outcome <= 0) return {moved, tls_wait(outcome)};
    moved += static_cast<std::size_t>(outcome);
  }
  return {moved, IoResult::Wait::kNothing};
}

IoResult Stream::write(std::string_view head, std::string_view body) {
  if (tls_ || head.empty() || body.empty()) {
    IoResult first = write(head);
    if (first.wait != IoResult::Wait::kNothing) return first;
    const IoResult second = write(body);
    return {first.bytes + second.bytes, second.wait};
  }
  std::array<iovec, 2> pieces{
      {{const_cast<char*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}}};
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  const ssize_t outcome = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
  return plain_result(outcome, head.size() + body.size(), IoResult::Wait::kWrite);
}

void Stream::finish_writing() {
  if (tls_) SSL_shutdown(tls_.get());
  ::shutdown(descriptor_, SHUT_WR);
}

}  // namespace frontdesk::api
