// One TLS client session on a connected, non-blocking socket.
//
// Verification cannot be switched off: the chain must lead to a trusted authority, the certificate must name the host
// and be valid now; TLS 1.2 is the oldest version spoken. OpenSSL is used directly because the reason of a refused
// certificate must be told exactly and a wait inside a record must wake on cancel (see ../README.md).
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "net/failure.h"

namespace frontdesk::email::net {

class TlsSession {
 public:
  /// What a step needs before it can go on.
  enum class Need { kNothing, kRead, kWrite };
  struct Step {
    Need need = Need::kNothing;
    std::size_t bytes = 0;  ///< moved, when need is kNothing; 0 from read(): the peer closed
  };

  /// `host` is the name the certificate must carry (or a numeric address). `ca_file` names a PEM file trusted besides
  /// the system's store; empty: none. The socket is borrowed. Fails with kTlsFailed (unreadable file).
  static Outcome<std::unique_ptr<TlsSession>> create(int fd, const std::string& host, const std::string& ca_file);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  /// Repeat after waiting until need is kNothing. Fails with kTlsFailed, kClosed or one of kCertificate….
  Outcome<Step> handshake();
  Outcome<Step> read(char* into, std::size_t size);
  /// After kRead/kWrite, repeat with the same data.
  Outcome<Step> write(const char* data, std::size_t size);
  /// True when decrypted bytes wait inside, which poll() on the socket cannot see.
  [[nodiscard]] bool has_pending() const;
  /// Sends close_notify if that is possible at once.
  void shut_down();

 private:
  struct Impl;
  explicit TlsSession(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::email::net
