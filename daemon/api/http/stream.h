// Stream: one connected socket of Poco, plain or TLS, that never blocks. It owns the descriptor.
//
// Every call does what can be done at once and says what it waits for; nothing throws. Thread rule: one thread at a
// time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace Poco::Net {
class StreamSocket;
}

namespace frontdesk::api {

class TlsContext;

/// What a call achieved: bytes moved, and why it stopped.
struct IoResult {
  enum class Wait { kNothing, kRead, kWrite, kClosed };
  std::size_t bytes = 0;
  Wait wait = Wait::kNothing;  ///< kNothing: all done; kClosed: the other end is gone, or broke the protocol
};

class Stream {
 public:
  /// Takes over a connected socket. `tls` may be null: plain.
  Stream(int descriptor, const TlsContext* tls);
  Stream(const Poco::Net::StreamSocket& socket, const TlsContext* tls);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] int descriptor() const;
  [[nodiscard]] bool is_secure() const { return secure_; }

  /// Goes on with the TLS handshake; a plain stream is ready at once.
  IoResult handshake();
  /// Reads what is there, at most `capacity` bytes.
  IoResult read(char* into, std::size_t capacity);
  /// Writes as much as fits; kNothing when all of it went.
  IoResult write(std::string_view bytes);
  /// Writes two pieces with one system call where possible; `bytes` counts over both.
  IoResult write(std::string_view head, std::string_view body);
  /// No more will be sent; the other end may still be read.
  void finish_writing();

 private:
  std::unique_ptr<Poco::Net::StreamSocket> socket_;
  bool secure_;
};

}  // namespace frontdesk::api
