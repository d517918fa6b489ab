#include "integration/mail_servers/mail_servers.h"

#include <stdlib.h>

#include <stdexcept>

namespace frontdesk::test {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
  std::string name = (fs::temp_directory_path() / "frontdesk-mail-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mail servers: no temporary folder");
  return name;
}

}  // namespace

MailServers::MailServers(Options options)
    : options_(std::move(options)), folder_(options_.folder.empty() ? new_folder() : options_.folder) {
  fs::permissions(folder_, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
  authority_ = std::make_unique<CertificateAuthority>(folder_ / "tls");
  const auto files = authority_->issue({"localhost", {"localhost", "IP:127.0.0.1"}});
  dovecot_ = std::make_unique<Dovecot>(
      Dovecot::Settings{folder_ / "dovecot", files, options_.introspection_url, options_.with_idle});
  smtp_port_ = kept_port(folder_ / "smtp.port");
}

MailServers::~MailServers() {
  stop();
  if (!options_.folder.empty()) return;
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void MailServers::add_user(const MailUser& user) {
  const std::lock_guard lock(users_mutex_);
  dovecot_->add_user(user);
}

void MailServers::start() {
  dovecot_->start();
  if (sink_) return;
  sink_ = std::make_unique<SmtpSink>(
      SmtpSink::Settings{smtp_port_, ports().lmtp, true,
                         [this](const std::string& user, const std::string& password) {
                           const std::lock_guard lock(users_mutex_);
                           return dovecot_->is_password_of(user, password);
                         },
                         [this](const std::string& address) { return mailbox_of(address); }});
}

void MailServers::stop() {
  sink_.reset();
  dovecot_->stop();
}

std::string MailServers::mailbox_of(const std::string& address) const {
  const std::lock_guard lock(users_mutex_);
  return dovecot_->has_user(address) ? address : options_.catch_all;
}

}  // namespace frontdesk::test
