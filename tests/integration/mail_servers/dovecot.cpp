#include "integration/mail_servers/dovecot.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace frontdesk::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "/usr/sbin/dovecot";

struct Owner {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};

// Dovecot gives no mail access to uid 0; as root the mail belongs to nobody.
Owner mail_owner() {
  const passwd* entry = ::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid());
  if (entry == nullptr) throw std::runtime_error("dovecot: no user to own the mail");
  return {entry->pw_uid, entry->pw_gid, entry->pw_name};
}

void make_folder(const fs::path& path, const Owner& owner) {
  fs::create_directories(path);
  if (::geteuid() == 0 && ::chown(path.c_str(), owner.uid, owner.gid) != 0) {
    throw std::runtime_error("dovecot: cannot give the mail folder away");
  }
}

std::string tail(const fs::path& log) {
  std::ifstream in(log);
  std::string all((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return all.substr(all.size() > 2000 ? all.size() - 2000 : 0);
}

}  // namespace

Dovecot::Dovecot(Settings settings) : settings_(std::move(settings)) {
  make_folder(settings_.folder, mail_owner());
  const auto port = [&](const char* name) { return kept_port(settings_.folder / (std::string(name) + ".port")); };
  ports_ = {port("imap"), port("imaps"), port("pop3"), port("pop3s"), port("lmtp")};
  make_folder(settings_.folder / "mail", mail_owner());
  fs::permissions(settings_.folder, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
  write_users();
  write_configuration();
}

bool Dovecot::is_installed() { return fs::exists(kProgram) && fs::exists("/usr/lib/dovecot/imap"); }

void Dovecot::start() {
  if (process_.is_running()) return;
  const fs::path log = settings_.folder / "dovecot.log";
  process_ = ChildProcess({kProgram, "-F", "-c", (settings_.folder / "dovecot.conf").string()}, log);
  const bool up =
      wait_for_port(ports_.imap, std::chrono::minutes(2)) && wait_for_port(ports_.lmtp, std::chrono::minutes(2));
  if (!up) throw std::runtime_error("dovecot does not start: " + tail(log));
}

void Dovecot::write_configuration() const {
  const Owner owner = mail_owner();
  const fs::path& folder = settings_.folder;
  const auto listener = [](const char* name, std::uint16_t port, bool ssl) {
    return std::string("  inet_listener ") + name + " {\n    address = 127.0.0.1\n    port = " + std::to_string(port) +
           "\n    ssl = " + (ssl ? "yes" : "no") + "\n  }\n";
  };
  std::ofstream out(folder / "dovecot.conf");
  out << "base_dir = " << (folder / "run").string() << "\nstate_dir = " << (folder / "state").string()
      << "\nlog_path = " << (folder / "dovecot.log").string() << "\nprotocols = imap pop3 lmtp\nlisten = 127.0.0.1\n"
      << "ssl = yes\nssl_cert = <" << settings_.tls.certificate.string() << "\nssl_key = <"
      << settings_.tls.key.string() << "\nssl_min_protocol = TLSv1.2\n"
      << "disable_plaintext_auth = no\nauth_mechanisms = plain login"
      << (settings_.introspection_url.empty() ? "" : " xoauth2") << "\nauth_failure_delay = 0 secs\n"
      << "mail_location = maildir:~/Maildir\nfirst_valid_uid = 1\nmail_uid = " << owner.uid
      << "\nmail_gid = " << owner.gid << "\nmailbox_idle_check_interval = 5 secs\nmail_max_userip_connections = 50\n"
      << "lmtp_save_to_detail_mailbox = no\nrecipient_delimiter = +\npostmaster_address = postmaster@example.test\n"
      << "hostname = localhost\nservice anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n";
  if (::geteuid() != 0) {
    out << "default_internal_user = " << owner.name << "\ndefault_login_user = " << owner.name
        << "\ndefault_internal_group = " << owner.gid << "\nservice anvil {\n  chroot =\n}\n"
        << "service stats {\n  chroot =\n}\n";
  }
  if (!settings_.with_idle) out << "imap_capability = IMAP4rev1 SASL-IR UIDPLUS LITERAL+\n";
  out << "service auth {\n  unix_listener " << auth_socket().string() << " {\n    mode = 0666\n  }\n}\n";
  out << "service imap-login {\n  chroot =\n"
      << listener("imap", ports_.imap, false) << listener("imaps", ports_.imaps, true)
      << "}\nservice pop3-login {\n  chroot =\n"
      << listener("pop3", ports_.pop3, false) << listener("pop3s", ports_.pop3s, true) << "}\nservice lmtp {\n"
      << listener("lmtp", ports_.lmtp, false) << "  unix_listener lmtp {\n    mode = 0\n  }\n}\n"
      << "passdb {\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%u " << (folder / "users").string()
      << "\n}\nuserdb {\n  driver = passwd-file\n  args = username_format=%u " << (folder / "users").string()
      << "\n}\nnamespace inbox {\n  inbox = yes\n  separator = /\n  mailbox 已发送 {\n    auto = create\n"
      << "    special_use = \\Sent\n  }\n}\n";
  if (!settings_.introspection_url.empty()) {
    out << "passdb {\n  driver = oauth2\n  mechanisms = xoauth2\n  args = " << (folder / "oauth2.conf").string()
        << "\n}\n";
    std::ofstream(folder / "oauth2.conf")
        << "introspection_mode = post\nintrospection_url = " << settings_.introspection_url
        << "\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n";
  }
}

void Dovecot::write_users() const {
  const Owner owner = mail_owner();
  std::ostringstream lines;
  for (const MailUser& user : users_) {
    lines << user.address << ":{PLAIN}" << user.password << ":" << owner.uid << ":" << owner.gid
          << "::" << (settings_.folder / "mail" / user.address).string() << "::\n";
  }
  const fs::path fresh = settings_.folder / "users.new";
  std::ofstream(fresh) << lines.str();
  fs::permissions(fresh, fs::perms::others_read | fs::perms::group_read, fs::perm_options::add);
  fs::rename(fresh, settings_.folder / "users");
}

void Dovecot::add_user(const MailUser& user) {
  users_.push_back(user);
  const Owner owner = mail_owner();
  const fs::path box = maildir(user.address);
  for (const fs::path& path : {box.parent_path(), box, box / "cur", box / "new", box / "tmp"}) make_folder(path, owner);
  write_users();
}

bool Dovecot::has_user(const std::string& address) const {
  return std::any_of(users_.begin(), users_.end(), [&](const MailUser& user) { return user.address == address; });
}

bool Dovecot::is_password_of(const std::string& address, const std::string& password) const {
  return std::any_of(users_.begin(), users_.end(),
                     [&](const MailUser& user) { return user.address == address && user.password == password; });
}

fs::path Dovecot::maildir(const std::string& address) const { return settings_.folder / "mail" / address / "Maildir"; }

void Dovecot::put_sent(const std::string& address, const std::string& raw, std::chrono::seconds age) {
  const fs::path box = maildir(address) / ".&XfJT0ZAB-";  // 已发送
  const Owner owner = mail_owner();
  for (const char* part : {"", "tmp", "new", "cur"}) {
    if (fs::create_directory(box / part) && ::geteuid() == 0 &&
        ::chown((box / part).c_str(), owner.uid, owner.gid) != 0)
      throw std::runtime_error("dovecot: cannot give a folder away");
  }
  put(box, raw, age);
}

void Dovecot::put(const fs::path& box, const std::string& raw, std::chrono::seconds age) {
  const Owner owner = mail_owner();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string name = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count()) + ".T" +
                           std::to_string(++delivered_) + "P" + std::to_string(::getpid()) + ".localhost";
  std::ofstream(box / "tmp" / name, std::ios::binary) << raw;
  // The server takes the file's time for the moment of arrival.
  if (age > std::chrono::seconds::zero())
    fs::last_write_time(box / "tmp" / name, fs::file_time_type::clock::now() - age);
  if (::geteuid() == 0 && ::chown((box / "tmp" / name).c_str(), owner.uid, owner.gid) != 0) {
    throw std::runtime_error("dovecot: cannot give a mail away");
  }
  fs::rename(box / "tmp" / name, box / "new" / name);
}

void Dovecot::forget_uids(const std::string& address) {
  const bool was_running = process_.is_running();
  stop();
  for (const auto& entry : fs::directory_iterator(maildir(address))) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("dovecot", 0) == 0) fs::remove_all(entry.path());
  }
  if (was_running) start();
}

}  // namespace frontdesk::test
