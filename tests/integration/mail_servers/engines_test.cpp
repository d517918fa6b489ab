// The mail engines against a real Dovecot and the submission sink.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "imap/session.h"
#include "integration/mail_servers/mail_servers.h"
#include "net/connection.h"
#include "pop3/session.h"
#include "smtp/session.h"

namespace frontdesk::email {
namespace {

using net::AddressPolicy;
using net::Connection;
using net::Credentials;
using net::Endpoint;
using net::FailureKind;
using net::Milliseconds;
using net::Security;
using net::SignIn;
using net::Waiting;

const test::MailUser kSupport{"support@example.test", "support \"secret\" \\"};
const test::MailUser kCustomer{"customer@example.test", "customer-secret"};

std::string mail(int number, std::size_t body_bytes = 100) {
  return "From: customer@example.test\r\nTo: support@example.test\r\nSubject: case " + std::to_string(number) +
         "\r\nMessage-ID: <m" + std::to_string(number) + "@example.test>\r\n\r\n" + std::string(body_bytes, 'x') +
         "\r\n";
}

class EnginesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!test::MailServers::are_available()) return;
    servers_ = new test::MailServers;
    servers_->add_user(kSupport);
    servers_->add_user(kCustomer);
    servers_->start();
  }
  static void TearDownTestSuite() { delete servers_; }
  void SetUp() override {
    if (servers_ == nullptr) FAIL() << "Dovecot is not installed; ./dev test installs it";
  }

  static Endpoint endpoint(std::uint16_t port, Security security) {
    return {"localhost", port, security, servers_->authority_file().string(), AddressPolicy::kAllowPrivate};
  }
  static Credentials support() { return {SignIn::kPassword, kSupport.address, kSupport.password}; }

  static net::Outcome<imap::Session> imap(Security security = Security::kTls, Credentials as = support()) {
    const std::uint16_t port = security == Security::kTls ? servers_->ports().imaps : servers_->ports().imap;
    auto connection = Connection::open(endpoint(port, security), Waiting{});
    if (!connection) return std::move(connection).failure();
    auto session = imap::Session::open(*std::move(connection), security, {});
    if (!session) return session;
    if (auto in = session->sign_in(as); !in) return std::move(in).failure();
    return session;
  }
  static void empty_inbox(const std::string& address) {
    for (const char* part : {"cur", "new"}) {
      for (const auto& entry : std::filesystem::directory_iterator(servers_->maildir(address) / part)) {
        std::filesystem::remove(entry.path());
      }
    }
  }

  static test::MailServers* servers_;
};

test::MailServers* EnginesTest::servers_ = nullptr;

TEST_F(EnginesTest, imap_fetches_over_every_protection) {
  empty_inbox(kSupport.address);
  servers_->put_mail(kSupport.address, mail(1));
  for (const Security security : {Security::kTls, Security::kStartTls, Security::kNone}) {
    auto session = imap(security);
    ASSERT_TRUE(session) << session.failure().text << session.failure().server_text;
    auto box = session->select("INBOX", imap::Session::Access::kReadOnly);
    ASSERT_TRUE(box);
    auto uids = session->search(1, std::nullopt);
    ASSERT_TRUE(uids);
    ASSERT_EQ(uids->size(), 1U);
    auto infos = session->describe(*uids);
    ASSERT_TRUE(infos);
    ASSERT_EQ(infos->size(), 1U);
    ASSERT_TRUE(session->ask_for_mails(*infos, 1U << 20));
    auto mails = session->take_mails();
    ASSERT_TRUE(mails);
    ASSERT_EQ(mails->size(), 1U);
    EXPECT_EQ(mails->front().raw, mail(1));
    session->log_out();
  }
}

TEST_F(EnginesTest, imap_cuts_what_is_too_large) {
  empty_inbox(kSupport.address);
  servers_->put_mail(kSupport.address, mail(2, 500'000));
  auto session = imap();
  ASSERT_TRUE(session && session->select("INBOX", imap::Session::Access::kReadOnly));
  auto infos = session->describe(*session->search(1, std::nullopt));
  ASSERT_TRUE(infos);
  ASSERT_TRUE(session->ask_for_mails(*infos, 10'000));
  auto mails = session->take_mails();
  ASSERT_TRUE(mails);
  ASSERT_EQ(mails->size(), 1U);
  EXPECT_TRUE(mails->front().truncated);
  EXPECT_EQ(mails->front().raw, mail(2, 500'000).substr(0, 10'000));
}

TEST_F(EnginesTest, imap_search_beyond_the_last_mail_is_empty) {
  empty_inbox(kSupport.address);
  servers_->put_mail(kSupport.address, mail(3));
  auto session = imap();
  ASSERT_TRUE(session && session->select("INBOX", imap::Session::Access::kReadOnly));
  auto uids = session->search(1, std::nullopt);
  ASSERT_TRUE(uids && !uids->empty());
  auto beyond = session->search(uids->back() + 1, std::nullopt);
  ASSERT_TRUE(beyond);
  EXPECT_TRUE(beyond->empty());
}

TEST_F(EnginesTest, imap_idle_reports_a_delivery) {
  auto session = imap();
  ASSERT_TRUE(session && session->select("INBOX", imap::Session::Access::kReadOnly));
  ASSERT_TRUE(session->capabilities().idle);
  std::thread delivery([] { servers_->put_mail(kSupport.address, mail(4)); });
  auto end = session->idle(Milliseconds{120'000});
  delivery.join();
  ASSERT_TRUE(end) << end.failure().text;
  EXPECT_EQ(*end, imap::IdleEnd::kNews);
}

TEST_F(EnginesTest, imap_idle_ends_at_once_on_cancel) {
  const int cancel = ::eventfd(0, EFD_CLOEXEC);
  Waiting waiting;
  waiting.cancel_fd = cancel;
  auto connection = Connection::open(endpoint(servers_->ports().imaps, Security::kTls), waiting);
  ASSERT_TRUE(connection);
  auto session = imap::Session::open(*std::move(connection), Security::kTls, {});
  ASSERT_TRUE(session && session->sign_in(support()) && session->select("INBOX", imap::Session::Access::kReadOnly));
  std::thread stopper([cancel] { ::eventfd_write(cancel, 1); });
  auto end = session->idle(Milliseconds{120'000});
  stopper.join();
  ::close(cancel);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.failure().kind, FailureKind::kCancelled);
}

TEST_F(EnginesTest, imap_moves_and_marks_on_request) {
  empty_inbox(kSupport.address);
  servers_->put_mail(kSupport.address, mail(5));
  servers_->put_mail(kSupport.address, mail(6));
  auto session = imap();
  ASSERT_TRUE(session && session->select("INBOX", imap::Session::Access::kReadWrite));
  auto uids = session->search(1, std::nullopt);
  ASSERT_TRUE(uids);
  // Dovecot may list what was removed within the same second a little longer: ours are the last two.
  ASSERT_GE(uids->size(), 2U);
  EXPECT_TRUE(session->mark_done({uids->at(uids->size() - 2)}, "$FrontdeskDone"));
  EXPECT_FALSE(session->move_to({uids->back()}, "没有这个文件夹"));
  EXPECT_TRUE(session->select("INBOX", imap::Session::Access::kReadOnly));
}

TEST_F(EnginesTest, failures_are_told_apart) {
  auto wrong = imap(Security::kTls, {SignIn::kPassword, kSupport.address, "wrong"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.failure().kind, FailureKind::kAuthFailed);

  auto closed = Connection::open(endpoint(test::free_port(), Security::kTls), Waiting{});
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.failure().kind, FailureKind::kConnectionRefused);

  Endpoint unknown_ca = endpoint(servers_->ports().imaps, Security::kTls);
  unknown_ca.ca_file.clear();
  auto untrusted = Connection::open(unknown_ca, Waiting{});
  ASSERT_FALSE(untrusted);
  EXPECT_EQ(untrusted.failure().kind, FailureKind::kCertificateUnknownCa) << untrusted.failure().text;

  Endpoint other_name = endpoint(servers_->ports().imaps, Security::kTls);
  other_name.host = "127.0.0.2";
  Endpoint forbidden = endpoint(servers_->ports().imaps, Security::kTls);
  forbidden.policy = AddressPolicy::kPublicOnly;
  auto refused = Connection::open(forbidden, Waiting{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.failure().kind, FailureKind::kAddressForbidden);

  Endpoint nowhere = endpoint(993, Security::kTls);
  nowhere.host = "mail.invalid";
  auto missing = Connection::open(nowhere, Waiting{});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.failure().kind, FailureKind::kDnsFailed);
}

TEST_F(EnginesTest, silent_server_is_a_timeout) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 5), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  Waiting waiting;
  waiting.connect = Milliseconds{300};
  auto silent = Connection::open(endpoint(ntohs(address.sin_port), Security::kTls), waiting);
  ::close(listener);
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.failure().kind, FailureKind::kTimeout);
}

TEST_F(EnginesTest, pop3_lists_and_retrieves) {
  empty_inbox(kSupport.address);
  servers_->put_mail(kSupport.address, mail(7));
  servers_->put_mail(kSupport.address, "Subject: dots\r\n\r\n.\r\n..two\r\n");
  for (const Security security : {Security::kTls, Security::kStartTls}) {
    const std::uint16_t port = security == Security::kTls ? servers_->ports().pop3s : servers_->ports().pop3;
    auto connection = Connection::open(endpoint(port, security), Waiting{});
    ASSERT_TRUE(connection) << connection.failure().text;
    auto session = pop3::Session::open(*std::move(connection), security);
    ASSERT_TRUE(session) << session.failure().text;
    auto in = session->sign_in(support());
    ASSERT_TRUE(in) << in.failure().server_text;
    auto listing = session->list();
    ASSERT_TRUE(listing);
    ASSERT_EQ(listing->size(), 2U);
    EXPECT_NE(listing->front().uidl, listing->back().uidl);
    auto raw = session->retrieve(listing->back(), 1U << 20);
    ASSERT_TRUE(raw);
    EXPECT_EQ(raw->raw, "Subject: dots\r\n\r\n.\r\n..two\r\n");
    EXPECT_TRUE(session->quit());
  }
}

TEST_F(EnginesTest, smtp_sends_and_tells_refusals_apart) {
  const auto open = [] {
    auto connection = Connection::open(endpoint(servers_->smtp_port(), Security::kNone), Waiting{});
    return smtp::Session::open(*std::move(connection), Security::kNone, "localhost");
  };
  auto session = open();
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->sign_in(support()));
  const std::string content = "Subject: out\r\n\r\n.hidden dot\r\n";
  EXPECT_EQ(session->send({kSupport.address, {kCustomer.address}, "", false, content}).ending, smtp::Ending::kSent);
  const auto permanent = session->send({kSupport.address, {"nobody@bad.test"}, "", false, content});
  EXPECT_EQ(permanent.ending, smtp::Ending::kPermanent);
  EXPECT_EQ(permanent.reply.enhanced, "5.1.1");
  EXPECT_EQ(session->send({kSupport.address, {"later@slow.test"}, "", false, content}).ending,
            smtp::Ending::kTemporary);
  const auto mixed = session->send({kSupport.address, {kCustomer.address, "nobody@bad.test"}, "", false, content});
  EXPECT_EQ(mixed.ending, smtp::Ending::kSent);
  ASSERT_EQ(mixed.refused.size(), 1U);
  session->quit();

  auto stranger = open();
  ASSERT_TRUE(stranger);
  auto in = stranger->sign_in({SignIn::kPassword, kSupport.address, "wrong"});
  ASSERT_FALSE(in);
  EXPECT_EQ(in.failure().kind, FailureKind::kAuthFailed);
}

}  // namespace
}  // namespace frontdesk::email
