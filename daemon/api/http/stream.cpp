#include "api/http/stream.h"

#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SecureStreamSocketImpl.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include "api/http/tls.h"

namespace frontdesk::api {

namespace {

using Wait = IoResult::Wait;

int clamp_to_int(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

std::unique_ptr<Poco::Net::StreamSocket> prepared(Poco::Net::StreamSocket socket, const TlsContext* tls) {
  socket.setBlocking(false);
  return std::make_unique<Poco::Net::StreamSocket>(tls == nullptr ? socket : tls->secured(socket));
}

// One call of Poco that may move bytes: its count, 0 when the other end is gone, ERR_SSL_WANT_…; it throws when there
// is no room, and when the connection broke. Poco judges a TLS call by what it finds in the thread's error queue and in
// errno, and tries again without end when an old EINTR lies there: both are cleared before.
template <class Call>
IoResult outcome_of(bool secure, Call call) {
  if (secure) ERR_clear_error();
  errno = 0;
  try {
    const int moved = call();
    if (moved > 0) return {static_cast<std::size_t>(moved), Wait::kNothing};
    if (moved == 0) return {0, Wait::kClosed};
    return {0, moved == Poco::Net::SecureStreamSocket::ERR_SSL_WANT_WRITE ? Wait::kWrite : Wait::kRead};
  } catch (const Poco::Exception& failure) {
    return {0, failure.code() == EAGAIN || failure.code() == EINTR ? Wait::kWrite : Wait::kClosed};
  }
}

}  // namespace

Stream::Stream(const Poco::Net::StreamSocket& socket, const TlsContext* tls)
    : socket_(prepared(socket, tls)), secure_(tls != nullptr) {}

Stream::Stream(int descriptor, const TlsContext* tls)
    : Stream(Poco::Net::StreamSocket(new Poco::Net::StreamSocketImpl(descriptor)), tls) {}

Stream::~Stream() = default;

int Stream::descriptor() const { return socket_->impl()->sockfd(); }

IoResult Stream::handshake() {
  if (!secure_) return {};
  auto* tls = static_cast<Poco::Net::SecureStreamSocketImpl*>(socket_->impl());
  return {0, outcome_of(true, [tls] { return tls->completeHandshake(); }).wait};
}

IoResult Stream::read(char* into, std::size_t capacity) {
  IoResult got = outcome_of(secure_, [&] { return socket_->receiveBytes(into, clamp_to_int(capacity)); });
  if (!secure_ && got.bytes > 0 && got.bytes < capacity) got.wait = Wait::kRead;
  return got;
}

IoResult Stream::write(std::string_view bytes) {
  IoResult done;
  while (done.bytes < bytes.size() && done.wait == Wait::kNothing) {
    const std::string_view rest = bytes.substr(done.bytes);
    const IoResult step =
        outcome_of(secure_, [&] { return socket_->sendBytes(rest.data(), clamp_to_int(rest.size())); });
    done.bytes += step.bytes;
    done.wait = !secure_ && step.bytes > 0 && step.bytes < rest.size() ? Wait::kWrite : step.wait;
  }
  return done;
}

IoResult Stream::write(std::string_view head, std::string_view body) {
  // Poco's vectored write goes around TLS to the bare socket. Like TLS it relies on Poco having blocked SIGPIPE.
  if (secure_ || head.empty() || body.empty()) {
    const IoResult first = write(head);
    if (first.wait != Wait::kNothing) return first;
    const IoResult second = write(body);
    return {first.bytes + second.bytes, second.wait};
  }
  const Poco::Net::SocketBufVec pieces{{const_cast<char*>(head.data()), head.size()},
                                       {const_cast<char*>(body.data()), body.size()}};
  IoResult done = outcome_of(secure_, [&] { return socket_->sendBytes(pieces); });
  if (done.bytes > 0 && done.bytes < head.size() + body.size()) done.wait = Wait::kWrite;
  return done;
}

void Stream::finish_writing() {
  if (secure_) {
    outcome_of(true, [this] {
      socket_->shutdown();
      return 1;
    });
  }
  ::shutdown(descriptor(), SHUT_WR);
}

}  // namespace frontdesk::api
