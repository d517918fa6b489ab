// The mail side of a shop on one machine: a private Dovecot and a submission server that delivers into it.
//
// For integration tests, end-to-end tests and the rehearsal. Nothing leaves the machine; everything lives in one
// folder, which is removed at the end unless Options names it. Needs Debian's dovecot-imapd, dovecot-pop3d and
// dovecot-lmtpd; runs as root or as a normal user. Thread rule: one thread at a time.
//
//   MailServers servers;                                   // not running yet
//   servers.add_user({"support@example.test", "secret"});
//   servers.start();
//   servers.ports().imaps;  servers.smtp_port();  servers.authority_file();
//   servers.put_mail("support@example.test", "From: …\r\n…");
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "integration/mail_servers/certificates.h"
#include "integration/mail_servers/dovecot.h"
#include "integration/mail_servers/smtp_sink.h"

namespace frontdesk::test {

class MailServers {
 public:
  struct Options {
    bool with_idle = true;
    std::string introspection_url;  ///< RFC 7662, for XOAUTH2; empty: not offered
    /// Takes what is sent to addresses without a mailbox (a user that add_user() made); empty: such mail is refused.
    std::string catch_all;
    /// Kept at the end, with its mails and ports; the next servers with it go on where these ended. A user who owns the
    /// mail (nobody, for root) must be able to enter it. Empty: a temporary folder.
    std::filesystem::path folder;
  };

  MailServers() : MailServers(Options{}) {}
  explicit MailServers(Options options);
  ~MailServers();
  MailServers(const MailServers&) = delete;
  MailServers& operator=(const MailServers&) = delete;

  /// False when Dovecot is not installed: tests fail then.
  [[nodiscard]] static bool are_available() { return Dovecot::is_installed(); }

  /// Before or after start().
  void add_user(const MailUser& user);
  /// Throws when a server does not come up.
  void start();
  void stop();
  void stop_dovecot() { dovecot_->stop(); }
  void start_dovecot() { dovecot_->start(); }

  void put_mail(const std::string& address, const std::string& raw) { dovecot_->put_mail(address, raw); }
  void put_sent(const std::string& address, const std::string& raw, std::chrono::seconds age = {}) {
    dovecot_->put_sent(address, raw, age);
  }
  void forget_uids(const std::string& address) { dovecot_->forget_uids(address); }

  [[nodiscard]] const Dovecot::Ports& ports() const { return dovecot_->ports(); }
  [[nodiscard]] std::uint16_t smtp_port() const { return smtp_port_; }
  /// PEM of the authority that signed the servers' certificate (for localhost and 127.0.0.1).
  [[nodiscard]] std::filesystem::path authority_file() const { return authority_->file(); }
  [[nodiscard]] const CertificateAuthority& authority() const { return *authority_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path auth_socket() const { return dovecot_->auth_socket(); }
  [[nodiscard]] std::filesystem::path maildir(const std::string& address) const { return dovecot_->maildir(address); }

 private:
  std::string mailbox_of(const std::string& address) const;

  Options options_;
  std::filesystem::path folder_;
  std::unique_ptr<CertificateAuthority> authority_;
  std::unique_ptr<Dovecot> dovecot_;
  std::uint16_t smtp_port_ = 0;
  mutable std::mutex users_mutex_;  ///< the sink asks for users from its own threads
  std::unique_ptr<SmtpSink> sink_;
};

}  // namespace frontdesk::test
