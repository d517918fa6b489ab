// A private Dovecot: IMAP, IMAPS, POP3, POP3S and LMTP on loopback ports, in a folder of its own, beside any installed
// service. Runs as root (mail belongs to nobody) or as a normal user. Thread rule: one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "integration/mail_servers/certificates.h"
#include "integration/mail_servers/child_process.h"

namespace frontdesk::test {

struct MailUser {
  std::string address;  ///< "support@example.test": also the sign-in name
  std::string password;
};

class Dovecot {
 public:
  struct Settings {
    std::filesystem::path folder;  ///< made when missing; keep it short, it holds sockets
    CertificateAuthority::Files tls;
    std::string introspection_url;  ///< for XOAUTH2; empty: not offered
    bool with_idle = true;
  };
  struct Ports {
    std::uint16_t imap = 0;  ///< STARTTLS offered
    std::uint16_t imaps = 0;
    std::uint16_t pop3 = 0;  ///< STLS offered
    std::uint16_t pop3s = 0;
    std::uint16_t lmtp = 0;
  };

  /// Nothing runs yet.
  explicit Dovecot(Settings settings);

  [[nodiscard]] static bool is_installed();
  /// Starts and waits until it accepts connections; throws with the log's end when it does not. The ports stay the
  /// same over stop() and start().
  void start();
  void stop() { process_.stop(); }

  void add_user(const MailUser& user);
  [[nodiscard]] bool has_user(const std::string& address) const;
  [[nodiscard]] bool is_password_of(const std::string& address, const std::string& password) const;
  /// The Maildir behind a user's INBOX.
  [[nodiscard]] std::filesystem::path maildir(const std::string& address) const;
  /// Puts a file into the INBOX, as a delivery without any added header would.
  void put_mail(const std::string& address, const std::string& raw) { put(maildir(address), raw); }
  /// Into the folder for what was sent, as if it had come `age` ago.
  void put_sent(const std::string& address, const std::string& raw, std::chrono::seconds age);
  /// Throws the UID list away: the next SELECT shows another UIDVALIDITY and new UIDs for the same mails.
  void forget_uids(const std::string& address);

  [[nodiscard]] const Ports& ports() const { return ports_; }
  /// Where another server asks whether a sign-in is right (Postfix: smtpd_sasl_path).
  [[nodiscard]] std::filesystem::path auth_socket() const { return settings_.folder / "auth"; }

 private:
  void put(const std::filesystem::path& box, const std::string& raw, std::chrono::seconds age = {});
  void write_configuration() const;
  void write_users() const;

  Settings settings_;
  Ports ports_;
  std::vector<MailUser> users_;
  std::uint64_t delivered_ = 0;
  ChildProcess process_;
};

}  // namespace frontdesk::test
