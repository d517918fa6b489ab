// The whole e-mail channel against a real Dovecot and the submission sink, with a desk in memory.
#include <gtest/gtest.h>

#include <frontdesk/json.h>

#include <chrono>
#include <filesystem>
#include <iterator>
#include <optional>
#include <thread>

#include "integration/mail_servers/fake_desk.h"
#include "integration/mail_servers/mail_servers.h"
#include "plugin/email_channel.h"

namespace frontdesk::email {
namespace {

using namespace std::chrono_literals;

const test::MailUser kSupport{"support@example.test", "support-secret"};
const test::MailUser kCustomer{"customer@example.test", "customer-secret"};

std::string mail(int number, const std::string& body = "你好，我想退款。") {
  return "Received: by somewhere\r\nFrom: =?utf-8?b?5p2O6Zu3?= <customer@example.test>\r\nTo: support@example.test\r\n"
         "Subject: case " +
         std::to_string(number) + "\r\nMessage-ID: <m" + std::to_string(number) +
         "@example.test>\r\nDate: Fri, 15 Mar 2024 14:30:00 +0800\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
         body + "\r\n";
}

const std::string kBounce =
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@example.test\r\nTo: support+T42.abcd1234@example.test\r\n"
    "Subject: Undelivered Mail\r\nMessage-ID: <bounce1@example.test>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; mx.example.test\r\n\r\nFinal-Recipient: rfc822; gone@bad.test\r\nAction: failed\r\n"
    "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n"
    "--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <T42.1@example.test>\r\n"
    "From: support@example.test\r\n\r\n--b--\r\n";

struct Variant {
  std::string protocol = "imap";
  std::string security = "tls";
  std::string since;
  int port = 0;  // 0: the protocol's
  std::string ca_file;
  std::string user;  // empty: the address
  bool sent_copy = false;
  std::string sent_folder = "auto";
  int poll_seconds = 10;
};

class ChannelTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::MailServers::are_available()) FAIL() << "Dovecot is not installed; ./dev test installs it";
    start({});
  }
  void start(const test::MailServers::Options& options) {
    servers_.emplace(options);
    servers_->add_user(kSupport);
    servers_->add_user(kCustomer);
    servers_->start();
    desk_.set_secret("auth.password", kSupport.password);
  }
  void TearDown() override { stop(); }

  std::string config(const Variant& setup = {}) const {
    const auto& ports = servers_->ports();
    const bool tls = setup.security == "tls";
    const int port = setup.protocol == "pop3" ? (tls ? ports.pop3s : ports.pop3) : (tls ? ports.imaps : ports.imap);
    json::Writer out;
    out.begin_object();
    out.key("identity").begin_object().member("address", kSupport.address).member("name", "客服").end_object();
    out.key("incoming").begin_object().member("protocol", setup.protocol).member("host", "localhost");
    out.member("port", setup.port != 0 ? setup.port : port).member("security", setup.security);
    out.member("user", setup.user).member("sent_folder", setup.sent_folder).end_object();
    out.key("auth").begin_object().member("method", "password").member("password", "secret:auth.password").end_object();
    out.key("outgoing").begin_object().member("host", "localhost").member("port", int{servers_->smtp_port()});
    out.member("security", "none").member("sent_copy", setup.sent_copy).end_object();
    out.key("import")
        .begin_object()
        .member("since", setup.since)
        .member("poll_seconds", setup.poll_seconds)
        .end_object();
    out.key("advanced").begin_object().member("allow_private_network", true);
    out.member("ca_file", setup.ca_file.empty() ? servers_->authority_file().string() : setup.ca_file);
    out.end_object().end_object();
    return out.take();
  }

  void run(const Variant& setup = {}) {
    stop();
    desk_.reset_cancel();
    channel_.emplace(desk_.services());
    config_ = config(setup);
    cursor_ = desk_.cursor();
    ASSERT_TRUE(channel_->open({"instance-1", config_, cursor_}));
    runner_ = std::thread([this] { ended_ = channel_->run(cursor_); });
  }
  void stop() {
    if (!runner_.joinable()) return;
    desk_.cancel();
    runner_.join();
  }

  /// As a colleague's mail program keeps what it sent.
  void put_sent(const std::string& raw, std::chrono::seconds age = {}) {
    servers_->put_sent(kSupport.address, raw, age);
  }
  static std::string by_colleague(int number, const std::string& text) {
    return "From: =?utf-8?b?5bCP5p2O?= <support@example.test>\r\nTo: customer@example.test\r\nSubject: Re: case\r\n"
           "Message-ID: <sent" +
           std::to_string(number) +
           "@example.test>\r\nIn-Reply-To: <m1@example.test>\r\nReferences: <m1@example.test>\r\n"
           "Date: Fri, 15 Mar 2024 15:30:00 +0800\r\n\r\n" +
           text + "\r\n";
  }

  static sdk::Outbound answer() {
    sdk::Outbound message;
    message.idempotency_key = "out-1";
    message.message_key = "T42.8.a1b2";
    message.recipients = {{sdk::RecipientRole::kTo, kCustomer.address, "李雷"}};
    message.subject = "Re: 关于您的退款";
    message.text = "已处理。";
    return message;
  }

  std::optional<test::MailServers> servers_;
  test::FakeDesk desk_;
  std::optional<EmailChannel> channel_;
  std::string config_;
  std::string cursor_;
  sdk::Result<void> ended_;
  std::thread runner_;
};

TEST_F(ChannelTest, new_mail_arrives_when_the_server_tells_it_and_is_complete) {
  servers_->put_mail(kSupport.address, mail(0));  // from before: not taken (its file name says now, so wait a second)
  std::this_thread::sleep_for(1100ms);
  run({.poll_seconds = 3600});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  servers_->put_mail(kSupport.address, mail(1));
  ASSERT_TRUE(desk_.wait_for_items(1));  // an hour before the mailbox is looked at again
  stop();
  EXPECT_EQ(ended_.error().status, sdk::Status::kCancelled);
  const sdk::Item item = desk_.items().at(0);
  EXPECT_EQ(item.message_key, "m1@example.test");
  EXPECT_EQ(item.conversation_key, "m1@example.test");
  EXPECT_EQ(item.subject, "case 1");
  EXPECT_EQ(item.author.display, "李雷");
  EXPECT_EQ(item.author.address, "customer@example.test");
  ASSERT_FALSE(item.parts.empty());
  EXPECT_EQ(item.parts[0].text, "你好，我想退款。\n");
  EXPECT_EQ(item.raw, mail(1));
  EXPECT_EQ(item.sent_at, 1'710'484'200'000'000);
  EXPECT_GT(item.received_at, item.sent_at);
  EXPECT_FALSE(item.automatic);
}

// P-02, P-05
TEST_F(ChannelTest, import_survives_stop_and_renumbering_without_doubles) {
  for (int i = 1; i <= 120; ++i) servers_->put_mail(kSupport.address, mail(i));
  run({.since = "2020-01-01"});
  ASSERT_TRUE(desk_.wait_for_items(120));
  run({.since = "2020-01-01"});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  servers_->put_mail(kSupport.address, mail(121));
  ASSERT_TRUE(desk_.wait_for_items(121));
  EXPECT_EQ(desk_.duplicates(), 0U);
  stop();
  servers_->forget_uids(kSupport.address);
  run({.since = "2020-01-01"});
  ASSERT_TRUE(desk_.wait_for_duplicates(121));
  EXPECT_EQ(desk_.accepted(), 121U);
}

TEST_F(ChannelTest, busy_desk_is_waited_for) {
  desk_.refuse_submits(3);
  servers_->put_mail(kSupport.address, mail(1));
  run({.since = "2020-01-01"});
  EXPECT_TRUE(desk_.wait_for_items(1));
}

// P-01, P-02
TEST_F(ChannelTest, server_away_and_back_is_read_again) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  servers_->stop_dovecot();
  ASSERT_TRUE(desk_.wait_for_health("connection_refused")) << desk_.health();
  servers_->put_mail(kSupport.address, mail(7));
  servers_->start_dovecot();
  EXPECT_TRUE(desk_.wait_for_items(1));
  EXPECT_TRUE(desk_.wait_for_health("ok"));
}

TEST_F(ChannelTest, refused_password_asks_for_a_new_one) {
  desk_.set_secret("auth.password", "wrong");
  run();
  runner_.join();
  ASSERT_FALSE(ended_);
  EXPECT_EQ(ended_.error().status, sdk::Status::kAuth);
  EXPECT_EQ(ended_.error().code, "auth_failed");
}

TEST_F(ChannelTest, bounce_becomes_a_receipt_and_an_automatic_mail) {
  servers_->put_mail(kSupport.address, kBounce);
  run({.since = "2020-01-01"});
  ASSERT_TRUE(desk_.wait_for_items(2));
  const auto items = desk_.items();
  ASSERT_TRUE(items[0].receipt);
  EXPECT_EQ(items[0].kind, sdk::ItemKind::kReceipt);
  EXPECT_EQ(items[0].receipt->status, sdk::ReceiptStatus::kFailed);
  EXPECT_EQ(items[0].receipt->message_key, "T42.1@example.test");
  EXPECT_EQ(items[0].receipt->code, "5.1.1");
  EXPECT_EQ(items[0].receipt->failed_recipient, "gone@bad.test");
  EXPECT_EQ(items[0].thread_token, "42.abcd1234");
  EXPECT_TRUE(items[1].automatic);
}

TEST_F(ChannelTest, pop3_takes_new_mails_once) {
  servers_->put_mail(kSupport.address, mail(1));
  run({.protocol = "pop3"});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  EXPECT_EQ(desk_.accepted(), 0U) << "what lay there before is old";
  servers_->put_mail(kSupport.address, mail(2));
  ASSERT_TRUE(desk_.wait_for_items(1));
  EXPECT_EQ(desk_.items().at(0).message_key, "m2@example.test");
  run({.protocol = "pop3"});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  EXPECT_EQ(desk_.duplicates(), 0U);
}

TEST_F(ChannelTest, another_account_or_protocol_does_not_import_what_lay_there) {
  for (int i = 1; i <= 5; ++i) servers_->put_mail(kCustomer.address, mail(i));
  std::string later = mail(6);
  later.replace(later.find("Mar 2024"), 8, "Mar 2124");
  servers_->put_mail(kCustomer.address, later);
  run({.protocol = "pop3"});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  stop();
  desk_.set_secret("auth.password", kCustomer.password);
  run({.protocol = "pop3", .user = kCustomer.address});
  ASSERT_TRUE(desk_.wait_for_items(1));
  stop();
  EXPECT_EQ(desk_.accepted(), 1U) << "the others are dated long before the channel was opened";
  EXPECT_EQ(desk_.items().at(0).subject, "case 6");

  desk_.set_secret("auth.password", kSupport.password);
  servers_->put_mail(kSupport.address, mail(7));
  run();
  ASSERT_TRUE(desk_.wait_for_items(2));
  EXPECT_EQ(desk_.items().at(1).subject, "case 7");
}

TEST_F(ChannelTest, import_asked_for_later_takes_the_old_mails_once) {
  for (int i = 1; i <= 60; ++i) servers_->put_mail(kSupport.address, mail(i));
  std::this_thread::sleep_for(1100ms);
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  stop();
  EXPECT_EQ(desk_.accepted(), 0U);
  run({.since = "2020-01-01"});
  ASSERT_TRUE(desk_.wait_for_items(60));
  EXPECT_TRUE(desk_.items().at(0).historical);
}

TEST_F(ChannelTest, answer_is_sent_and_read_by_the_customer) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  sdk::Outbound message;
  message.idempotency_key = "out-1";
  message.message_key = "T42.7.k3j2h1";  // as the desk names it
  message.reply_to_key = "m1@example.test";
  message.parent_keys = {"m1@example.test"};
  message.recipients = {{sdk::RecipientRole::kTo, kCustomer.address, "李雷"}};
  message.subject = "Re: 关于您的退款";
  message.text = "您好，\n.已处理。\n";
  const auto sent = channel_->send(message);
  ASSERT_TRUE(sent) << sent.error().text;
  EXPECT_EQ(sent->remote_key, "T42.7.k3j2h1@example.test");

  message.recipients = {{sdk::RecipientRole::kTo, "gone@bad.test", ""}};
  const auto refused = channel_->send(message);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().status, sdk::Status::kRejected);
  message.recipients = {{sdk::RecipientRole::kTo, "later@slow.test", ""}};
  const auto later = channel_->send(message);
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().status, sdk::Status::kRetry);
  EXPECT_EQ(later.error().retry_after, 1min);
}

// P-39
// P-14
TEST_F(ChannelTest, a_copy_of_an_answer_is_kept_by_choice_and_tells_later_that_it_was_sent) {
  run({.sent_copy = true});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  const sdk::Outbound message = answer();
  ASSERT_TRUE(channel_->send(message));
  auto found = channel_->lookup_send("out-1", "T42.8.a1b2");  // the copy is kept beside the send, soon after it
  const auto look = [&] { return found.ok() || (found = channel_->lookup_send("out-1", "T42.8.a1b2")).ok(); };
  ASSERT_TRUE(test::FakeDesk::wait(look)) << found.error().text;
  EXPECT_EQ(found->delivery, sdk::Delivery::kAccepted);
  EXPECT_EQ(found->remote_key, "T42.8.a1b2@example.test");
  const auto unknown = channel_->lookup_send("out-2", "T42.9.never");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().status, sdk::Status::kUnknownOutcome);
}

// P-14
TEST_F(ChannelTest, a_mail_whose_handing_over_cannot_be_noted_reaches_nobody) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  desk_.host().refuse_hand_overs(true);
  const sdk::Outbound message = answer();
  const auto cut = channel_->send(message);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().status, sdk::Status::kRetry) << cut.error().text;
  const auto arrived = [this] {
    const auto inbox = servers_->maildir(kCustomer.address) / "new";
    if (!std::filesystem::exists(inbox)) return std::ptrdiff_t{0};
    return std::distance(std::filesystem::directory_iterator(inbox), {});
  };
  EXPECT_EQ(arrived(), 0);
  desk_.host().refuse_hand_overs(false);
  ASSERT_TRUE(channel_->send(message));
  EXPECT_EQ(arrived(), 1);
  EXPECT_EQ(desk_.host().handed_over(), std::vector{message.idempotency_key});
}

// P-04: what a colleague answers from a mail program lies in the mailbox's own folder.
TEST_F(ChannelTest, what_our_side_sends_from_elsewhere_is_read_from_the_sent_folder_once) {
  put_sent(by_colleague(0, "from before"), 1h);
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  EXPECT_EQ(desk_.accepted(), 0U) << "what lay there before the channel is old";
  put_sent(by_colleague(1, "sent today"));
  ASSERT_TRUE(desk_.wait_for_items(1));
  const sdk::Item item = desk_.items().at(0);
  EXPECT_EQ(item.direction, sdk::Direction::kOutbound);
  EXPECT_EQ(item.author.role, sdk::AuthorRole::kStaff);
  EXPECT_EQ(item.conversation_key, "m1@example.test");
  EXPECT_EQ(item.message_key, "sent1@example.test");
  EXPECT_EQ(item.parts.at(0).text, "sent today\n");
  stop();
  put_sent(by_colleague(2, "sent while the desk was down"));
  run();
  ASSERT_TRUE(desk_.wait_for_items(2)) << "the folder has a cursor of its own";
  servers_->put_mail(kSupport.address, mail(7));
  ASSERT_TRUE(desk_.wait_for_items(3)) << "and customers' mail goes on";
  EXPECT_EQ(desk_.items().at(2).subject, "case 7");
  EXPECT_EQ(desk_.duplicates(), 0U);
}

// P-05
TEST_F(ChannelTest, our_own_answers_in_the_sent_folder_are_told_as_copies_without_their_words) {
  run({.sent_copy = true});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  const sdk::Outbound message = answer();
  ASSERT_TRUE(channel_->send(message));
  ASSERT_TRUE(desk_.wait_for_items(1));
  const sdk::Item copy = desk_.items().at(0);
  EXPECT_EQ(copy.message_key, "T42.8.a1b2@example.test");
  EXPECT_EQ(copy.direction, sdk::Direction::kOutbound);
  EXPECT_NE(copy.attributes.find("copy_of_ours"), std::string::npos);
  EXPECT_TRUE(copy.parts.empty());
}

TEST_F(ChannelTest, the_sent_folder_is_left_alone_when_the_settings_say_so) {
  run({.sent_folder = "off"});
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  put_sent(by_colleague(1, "sent today"));
  servers_->put_mail(kSupport.address, mail(2));
  ASSERT_TRUE(desk_.wait_for_items(1));
  stop();
  EXPECT_EQ(desk_.items().at(0).subject, "case 2");
  EXPECT_EQ(desk_.accepted(), 1U);
}

// P-09
TEST_F(ChannelTest, a_mail_whose_files_are_within_the_limit_comes_whole_although_base64_makes_it_larger) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  std::string raw =
      "From: customer@example.test\r\nTo: support@example.test\r\nSubject: large\r\nMessage-ID: <l@example.test>\r\n"
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee files\r\n";
  const std::string line = std::string(76, 'A') + "\r\n";
  constexpr std::size_t kEach = std::size_t{5} << 20;
  for (int i = 0; i < 5; ++i) {
    raw +=
        "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: "
        "attachment; filename=" +
        std::to_string(i) + ".pdf\r\n\r\n";
    for (std::size_t at = 0; at + 57 <= kEach; at += 57) raw += line;
  }
  servers_->put_mail(kSupport.address, raw + "--b--\r\n");
  ASSERT_TRUE(desk_.wait_for_items(1));
  const sdk::Item item = desk_.items().at(0);
  EXPECT_FALSE(item.truncated);
  ASSERT_EQ(item.attachments.size(), 5U);
  for (const sdk::Attachment& file : item.attachments) EXPECT_EQ(file.data.size(), kEach / 57 * 57);
}

// N-03
TEST_F(ChannelTest, a_mail_that_is_wanted_again_is_read_from_its_place_or_told_as_gone) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  servers_->put_mail(kSupport.address, mail(1));
  ASSERT_TRUE(desk_.wait_for_items(1));
  stop();
  const std::string key = desk_.items().at(0).dedup_key;
  const std::string gone = key.substr(0, key.rfind(':')) + ":4711";
  desk_.host().set_state("frontdesk.read_again", key + "\n" + gone + "\n");
  run();
  ASSERT_TRUE(desk_.wait_for_items(2)) << "the one that is gone is told under its key";
  EXPECT_GE(desk_.duplicates(), 1U) << "the one that is there comes once more, the same as before";
  EXPECT_NE(desk_.items().at(1).unreadable_reason.find("[no_longer_there]"), std::string::npos);
}

TEST_F(ChannelTest, no_copy_is_kept_unasked) {
  run();
  ASSERT_TRUE(desk_.wait_for_health("ok"));
  const sdk::Outbound message = answer();
  ASSERT_TRUE(channel_->send(message));
  EXPECT_FALSE(channel_->lookup_send("out-1", "T42.8.a1b2"));
}

TEST_F(ChannelTest, connection_test_tells_the_reasons_apart) {
  EmailChannel channel(desk_.services());
  const auto check = [&](const Variant& setup) {
    std::string failed = "none";
    const auto done = channel.check(config(setup), [&](const sdk::CheckStep& step) {
      if (step.status != sdk::Status::kOk && failed == "none") failed = step.name;
    });
    return failed + " " + (done ? "" : done.error().code);
  };
  EXPECT_EQ(check({}), "none ");
  EXPECT_EQ(check({.security = "starttls"}), "none ");
  EXPECT_EQ(check({.protocol = "pop3"}), "none ");
  EXPECT_EQ(check({.port = test::free_port()}), "imap_tcp imap_tcp_connection_refused");
  // Long before the host gives up, so that the step is known.
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(check({.security = "none", .port = servers_->ports().imaps}), "imap_tls imap_tls_timeout");
  EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
  test::CertificateAuthority stranger(servers_->folder() / "stranger");
  EXPECT_EQ(check({.ca_file = stranger.file().string()}), "imap_tls imap_tls_certificate_unknown_ca");
  desk_.set_secret("auth.password", "wrong");
  EXPECT_EQ(check({}), "imap_login imap_login_auth_failed");
}

}  // namespace
}  // namespace frontdesk::email
