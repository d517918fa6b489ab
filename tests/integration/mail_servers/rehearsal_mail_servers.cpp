// rehearsal_mail_servers: the mail servers of the rehearsal shop, until SIGTERM or SIGINT.
//
// Prints one line of JSON when they are ready:
//   {"imap":…,"imaps":…,"pop3":…,"pop3s":…,"smtp":…,"lmtp":…,"ca_file":"…","users":[{"address":"…","password":"…"}]}
// Users are given as address:password arguments; without any, support@ and customer@example.test are made. The first
// user named customer@… receives what is sent to addresses that have no mailbox. `--folder DIR` keeps mails and ports
// there for the next start. `--postfix DOMAIN` has a Postfix as well, which sends for the mailboxes of that domain with
// TLS from the start ("smtps").
#include <signal.h>

#include <frontdesk/json.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "integration/mail_servers/mail_servers.h"
#include "integration/mail_servers/postfix.h"

namespace {

using frontdesk::test::MailServers;
using frontdesk::test::MailUser;
using frontdesk::test::Postfix;

struct Wanted {
  std::vector<MailUser> users;
  MailServers::Options options;
  std::string postfix_domain;
};

Wanted read_arguments(int count, char** arguments) {
  Wanted wanted;
  for (int i = 1; i < count; ++i) {
    const std::string text = arguments[i];
    if (text == "--folder" && i + 1 < count) wanted.options.folder = arguments[++i];
    if (text == "--postfix" && i + 1 < count) wanted.postfix_domain = arguments[++i];
    const auto colon = text.find(':');
    if (colon == std::string::npos) continue;
    wanted.users.push_back({text.substr(0, colon), text.substr(colon + 1)});
  }
  if (wanted.users.empty()) {
    wanted.users = {{"support@example.test", "support-secret"}, {"customer@example.test", "customer-secret"}};
  }
  for (const MailUser& user : wanted.users) {
    if (wanted.options.catch_all.empty() && user.address.rfind("customer@", 0) == 0) {
      wanted.options.catch_all = user.address;
    }
  }
  return wanted;
}

std::string describe(const MailServers& servers, const Postfix* postfix, const std::vector<MailUser>& users) {
  frontdesk::json::Writer out;
  const auto& ports = servers.ports();
  out.begin_object().member("imap", int{ports.imap}).member("imaps", int{ports.imaps});
  out.member("pop3", int{ports.pop3}).member("pop3s", int{ports.pop3s});
  out.member("smtp", int{servers.smtp_port()}).member("lmtp", int{ports.lmtp});
  if (postfix != nullptr) out.member("smtps", int{postfix->submissions_port()});
  out.member("ca_file", servers.authority_file().string()).key("users").begin_array();
  for (const MailUser& user : users) {
    out.begin_object().member("address", user.address).member("password", user.password).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

int serve(const Wanted& wanted, const sigset_t& endings) {
  MailServers servers(wanted.options);
  for (const MailUser& user : wanted.users) servers.add_user(user);
  servers.start();
  std::optional<Postfix> postfix;
  if (!wanted.postfix_domain.empty()) {
    const auto tls = servers.authority().issue({"mx", {"localhost"}});
    std::vector<std::string> mailboxes;
    for (const MailUser& user : wanted.users) mailboxes.push_back(user.address);
    postfix.emplace(Postfix::Settings{servers.folder() / "postfix", tls, servers.ports().lmtp, servers.auth_socket(),
                                      wanted.postfix_domain, wanted.options.catch_all, std::move(mailboxes)});
    postfix->start();
  }
  std::puts(describe(servers, postfix ? &*postfix : nullptr, wanted.users).c_str());
  std::fflush(stdout);
  int received = 0;
  ::sigwait(&endings, &received);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  // Blocked before any thread starts, so that only sigwait() sees them.
  sigset_t endings;
  ::sigemptyset(&endings);
  ::sigaddset(&endings, SIGTERM);
  ::sigaddset(&endings, SIGINT);
  ::sigprocmask(SIG_BLOCK, &endings, nullptr);
  try {
    return serve(read_arguments(count, arguments), endings);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rehearsal_mail_servers: %s\n", error.what());
    return 1;
  }
}
