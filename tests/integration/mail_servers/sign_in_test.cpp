// What needs more than the usual servers: OAuth tokens, certificates with faults, and Postfix.
#include <frontdesk/json.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "integration/mail_servers/fake_desk.h"
#include "integration/mail_servers/mail_servers.h"
#include "integration/mail_servers/postfix.h"
#include "integration/mail_servers/token_server.h"
#include "plugin/email_channel.h"

namespace frontdesk::email {
namespace {

using namespace std::chrono_literals;

const test::MailUser kSupport{"support@example.test", "support-secret"};

struct Outgoing {
  int port = 0;
  std::string security = "none";
};

std::string config(const test::MailServers& servers, const std::string& auth, const Outgoing& outgoing) {
  json::Writer out;
  out.begin_object();
  out.key("identity").begin_object().member("address", kSupport.address).end_object();
  out.key("incoming")
      .begin_object()
      .member("host", "localhost")
      .member("port", int{servers.ports().imaps})
      .end_object();
  out.key("auth").raw(auth);
  out.key("outgoing").begin_object().member("host", "localhost").member("port", outgoing.port);
  out.member("security", outgoing.security).end_object();
  out.key("advanced").begin_object().member("allow_private_network", true);
  out.member("ca_file", servers.authority_file().string()).end_object().end_object();
  return out.take();
}

const std::string kPasswordAuth = R"({"method":"password","password":"secret:auth.password"})";

std::string mail(const std::string& id) {
  return "From: li@example.com\r\nSubject: x\r\nMessage-ID: <" + id + "@example.com>\r\n\r\nhi\r\n";
}

TEST(OauthTest, tokens_are_renewed_rotated_and_their_death_is_told) {
  if (!test::MailServers::are_available()) FAIL() << "Dovecot is not installed; ./dev test installs it";
  test::TokenServer tokens(kSupport.address, 2);
  test::MailServers::Options options;
  options.introspection_url = tokens.introspection_url();
  test::MailServers servers(options);
  servers.add_user(kSupport);
  servers.start();
  test::FakeDesk desk;
  desk.set_secret("auth.refresh_token", tokens.refresh_token());
  const std::string settings = config(
      servers,
      R"({"method":"xoauth2","provider":"custom","client_id":"c","refresh_token":"secret:auth.refresh_token","token_url":")" +
          tokens.token_url() + "\"}",
      {servers.smtp_port(), "none"});
  EmailChannel channel(desk.services());
  ASSERT_TRUE(channel.open({"i", settings, ""}));
  sdk::Result<void> ended;
  std::thread runner;
  const auto run_again = [&] {
    desk.cancel();
    if (runner.joinable()) runner.join();
    desk.reset_cancel();
    const std::string cursor = desk.cursor();
    runner = std::thread([&, cursor] { ended = channel.run(cursor); });
  };
  run_again();
  EXPECT_TRUE(desk.wait_for_health("ok")) << desk.health();
  servers.put_mail(kSupport.address, mail("a"));
  EXPECT_TRUE(desk.wait_for_items(1));
  const int refreshes_before = tokens.refreshes();  // more than one when the machine is slow: the tokens live briefly
  EXPECT_GE(refreshes_before, 1);
  EXPECT_EQ(desk.secret("auth.refresh_token"), tokens.refresh_token()) << "the rotated token is stored";

  std::this_thread::sleep_for(1700ms);  // more than 80 % of the token's life
  servers.put_mail(kSupport.address, mail("b"));
  run_again();
  EXPECT_TRUE(desk.wait_for_items(2));
  EXPECT_GT(tokens.refreshes(), refreshes_before);

  tokens.revoke();
  run_again();
  runner.join();
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().status, sdk::Status::kAuth);
}

TEST(CertificateTest, faults_are_told_apart) {
  if (!test::Dovecot::is_installed()) FAIL() << "Dovecot is not installed; ./dev test installs it";
  test::MailServers servers;
  struct Case {
    const char* name;
    std::vector<std::string> hosts;
    int first_day;
    int last_day;
    net::FailureKind kind;
  };
  for (const Case& one : {Case{"old", {"localhost"}, -20, -3, net::FailureKind::kCertificateExpired},
                          Case{"early", {"localhost"}, 3, 20, net::FailureKind::kCertificateExpired},
                          Case{"other", {"mail.example.test"}, -1, 7, net::FailureKind::kCertificateWrongHost}}) {
    const auto files = servers.authority().issue({one.name, one.hosts, one.first_day, one.last_day});
    test::Dovecot dovecot({servers.folder() / one.name, files, "", true});
    dovecot.start();
    const auto connection =
        net::Connection::open({"localhost", dovecot.ports().imaps, net::Security::kTls,
                               servers.authority_file().string(), net::AddressPolicy::kAllowPrivate},
                              {});
    ASSERT_FALSE(connection) << one.name;
    EXPECT_EQ(connection.failure().kind, one.kind) << one.name << ": " << connection.failure().text;
  }
}

TEST(PostfixTest, sends_over_both_protections_and_reads_its_bounce) {
  if (!test::MailServers::are_available() || !test::Postfix::is_available())
    FAIL() << "Postfix is not installed, or this is not root; ./dev test installs it";
  test::MailServers servers;
  servers.add_user(kSupport);
  servers.add_user({"customer@example.test", "customer-secret"});
  servers.start();
  const auto tls = servers.authority().issue({"mx", {"localhost"}});
  test::Postfix postfix({servers.folder() / "postfix", tls, servers.ports().lmtp, servers.auth_socket()});
  postfix.start();
  test::FakeDesk desk;
  desk.set_secret("auth.password", kSupport.password);

  for (const Outgoing& outgoing :
       {Outgoing{postfix.submission_port(), "starttls"}, Outgoing{postfix.submissions_port(), "tls"}}) {
    EmailChannel channel(desk.services());
    ASSERT_TRUE(channel.open({"i", config(servers, kPasswordAuth, outgoing), ""}));
    sdk::Outbound message;
    message.idempotency_key = outgoing.security;
    message.message_key = "T42.1." + outgoing.security + "@example.test";
    message.recipients = {{sdk::RecipientRole::kTo, "customer@example.test", "李雷"}};
    message.subject = "关于退款";
    message.text = "您好";
    const auto sent = channel.send(message);
    EXPECT_TRUE(sent) << sent.error().code << " " << sent.error().text;
  }

  EmailChannel channel(desk.services());
  const std::string settings = config(servers, kPasswordAuth, {postfix.submission_port(), "starttls"});
  ASSERT_TRUE(channel.open({"i", settings, ""}));
  std::thread runner([&] { [[maybe_unused]] const auto ended = channel.run(""); });
  EXPECT_TRUE(desk.wait_for_health("ok")) << desk.health();
  sdk::Outbound lost;
  lost.idempotency_key = "lost";
  lost.message_key = "T43.1.x@example.test";
  lost.recipients = {{sdk::RecipientRole::kTo, "nobody@bad.test", ""}};
  lost.subject = "lost";
  lost.text = "lost";
  EXPECT_TRUE(channel.send(lost));
  EXPECT_TRUE(desk.wait_for_items(2)) << "the bounce as a receipt, and as a mail";
  desk.cancel();
  runner.join();
  const auto items = desk.items();
  ASSERT_FALSE(items.empty());
  ASSERT_TRUE(items[0].receipt);
  EXPECT_EQ(items[0].receipt->message_key, lost.message_key);
  EXPECT_EQ(items[0].receipt->failed_recipient, "nobody@bad.test");
  EXPECT_EQ(items[0].receipt->code, "5.1.1");
}

}  // namespace
}  // namespace frontdesk::email
