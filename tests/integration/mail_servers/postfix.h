// A private Postfix: submission with STARTTLS and with TLS from the start, sign-in through Dovecot, delivery by LMTP.
// Real bounces come back for *@bad.test. Needs root, because Postfix does. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>

#include "integration/mail_servers/certificates.h"
#include "integration/mail_servers/child_process.h"

namespace frontdesk::test {

class Postfix {
 public:
  struct Settings {
    std::filesystem::path folder;  ///< made when missing
    CertificateAuthority::Files tls;
    std::uint16_t lmtp_port = 0;
    std::filesystem::path auth_socket;  ///< Dovecot::auth_socket()
  };

  explicit Postfix(Settings settings);

  [[nodiscard]] static bool is_available();
  /// Throws with the log's end when it does not come up.
  void start();
  void stop() { process_.stop(); }

  [[nodiscard]] std::uint16_t submission_port() const { return submission_; }    ///< STARTTLS
  [[nodiscard]] std::uint16_t submissions_port() const { return submissions_; }  ///< TLS from the start

 private:
  void write_configuration() const;

  Settings settings_;
  std::uint16_t submission_ = 0;
  std::uint16_t submissions_ = 0;
  ChildProcess process_;
};

}  // namespace frontdesk::test
