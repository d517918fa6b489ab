// Stream: one connected socket, plain or TLS, that never blocks. It owns the descriptor.
//
// Every call does what can be done at once and says what it waits for. Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

struct ssl_st;

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
  /// Takes over a connected, non-blocking socket. `tls` may be null: plain.
  Stream(int descriptor, const TlsContext* tls);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] bool is_secure() const { return tls_ != nullptr; }

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
  IoResult::Wait tls_wait(int outcome);

  struct FreeTls {
    void operator()(ssl_st* tls) const;
  };
  int descriptor_;
  std::unique_ptr<ssl_st, FreeTls> tls_;
};

}  // namespace frontdesk::api
