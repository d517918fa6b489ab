#include "integration/mail_servers/postfix.h"

#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace frontdesk::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMaster = "/usr/lib/postfix/sbin/master";

void give_to_postfix(const fs::path& path) {
  const passwd* entry = ::getpwnam("postfix");
  if (entry == nullptr || ::chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) {
    throw std::runtime_error("postfix: cannot give a folder to its user");
  }
}

}  // namespace

Postfix::Postfix(Settings settings)
    : settings_(std::move(settings)), submission_(free_port()), submissions_(free_port()) {
  for (const char* queue : {"active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop",
                            "private", "public", "saved", "trace"}) {
    fs::create_directories(settings_.folder / "spool" / queue);
    give_to_postfix(settings_.folder / "spool" / queue);
  }
  fs::create_directories(settings_.folder / "spool/pid");
  fs::create_directories(settings_.folder / "data");
  give_to_postfix(settings_.folder / "data");
  write_configuration();
}

bool Postfix::is_available() { return ::geteuid() == 0 && fs::exists(kMaster) && ::getpwnam("postfix") != nullptr; }

void Postfix::start() {
  if (process_.is_running()) return;
  const fs::path log = settings_.folder / "postfix.log";
  process_ = ChildProcess({kMaster, "-d", "-c", settings_.folder.string()}, log);
  if (wait_for_port(submission_, std::chrono::minutes(2))) return;
  std::ifstream in(log);
  throw std::runtime_error("postfix does not start: " +
                           std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>()));
}

/// A mailbox is its own alias, so that only the others fall to the one that takes all.
std::string Postfix::aliases() const {
  if (settings_.catch_all.empty()) return "";
  std::string map = "virtual_alias_maps = inline:{ { @" + settings_.domain + " = " + settings_.catch_all + " }";
  for (const std::string& mailbox : settings_.mailboxes) map += ", { " + mailbox + " = " + mailbox + " }";
  return map + " }\n";
}

void Postfix::write_configuration() const {
  std::ofstream(settings_.folder / "main.cf")
      << "compatibility_level = 3.6\nqueue_directory = " << (settings_.folder / "spool").string()
      << "\ndata_directory = " << (settings_.folder / "data").string()
      << "\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\n"
      << "setgid_group = postdrop\nmyhostname = mx.localhost\nmydestination =\nmynetworks =\ninet_interfaces = "
         "loopback-only\n"
      << "inet_protocols = ipv4\nalias_maps =\nlocal_recipient_maps =\nmaillog_file = /dev/stdout\n"
      << "virtual_mailbox_domains = " << settings_.domain << "\nvirtual_transport = lmtp:inet:127.0.0.1:"
      << settings_.lmtp_port
      // Taken here and refused there, so that a report comes back.
      << "\ntransport_maps = inline:{ { bad.test = lmtp:inet:127.0.0.1:" << settings_.lmtp_port << " } }\n"
      << aliases() << "smtpd_tls_cert_file = " << settings_.tls.certificate.string()
      << "\nsmtpd_tls_key_file = " << settings_.tls.key.string()
      << "\nsmtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_auth_enable = yes\n"
      << "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = " << settings_.auth_socket.string()
      << "\nsmtpd_recipient_restrictions = permit_sasl_authenticated, reject\n"
      << "smtpd_relay_restrictions = permit_sasl_authenticated, reject\nrecipient_delimiter = +\n";
  std::ofstream master(settings_.folder / "master.cf");
  master << "127.0.0.1:" << submission_ << " inet n - n - - smtpd\n127.0.0.1:" << submissions_
         << " inet n - n - - smtpd\n  -o smtpd_tls_wrappermode=yes\n"
         << "cleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n"
         << "rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\n"
         << "trace unix - - n - 0 bounce\nerror unix - - n - - error\nretry unix - - n - - error\n"
         << "lmtp unix - - n - - lmtp\nsmtp unix - - n - - smtp\nanvil unix - - n - 1 anvil\n"
         << "proxymap unix - - n - - proxymap\nscache unix - - n - 1 scache\n"
         << "postlog unix-dgram n - n - 1 postlogd\n";
}

}  // namespace frontdesk::test
