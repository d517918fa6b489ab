// A private Postfix: submission with STARTTLS and with TLS from the start, sign-in through Dovecot, delivery by LMTP.
// It answers when its queue holds a mail, and delivers afterwards, as mail servers do. Real bounces come back for
// *@bad.test. Needs root, because Postfix does. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "integration/mail_servers/certificates.h"
#include "integration/mail_servers/child_process.h"

namespace frontdesk::test {

class Postfix {
 public:
  struct Settings {
    std::filesystem::path folder;  ///< made when missing
    CertificateAuthority::Files tls;
    std::uint16_t lmtp_port = 0;
    std::filesystem::path auth_socket;    ///< Dovecot::auth_socket()
    std::string domain = "example.test";  ///< whose mailboxes Dovecot has
    std::string catch_all;                ///< takes what goes to addresses of the domain without a mailbox
    std::vector<std::string> mailboxes;   ///< those that have one; only asked for beside `catch_all`
  };

  explicit Postfix(Settings settings);

  [[nodiscard]] static bool is_available();
  /// Throws with the log's end when it does not come up.
  void start();
  void stop() { process_.stop(); }

  [[nodiscard]] std::uint16_t submission_port() const { return submission_; }    ///< STARTTLS
  [[nodiscard]] std::uint16_t submissions_port() const { return submissions_; }  ///< TLS from the start

 private:
  [[nodiscard]] std::string aliases() const;
  void write_configuration() const;

  Settings settings_;
  std::uint16_t submission_ = 0;
  std::uint16_t submissions_ = 0;
  ChildProcess process_;
};

}  // namespace frontdesk::test
