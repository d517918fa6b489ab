// One session serves many mails, and a session that is worn out costs none of them.
#include "plugin/outgoing_line.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "unit/email_net/scripted_server.h"

namespace frontdesk::email {
namespace {

using smtp::Decided;
using smtp::Ending;
using test::Exchange;
using test::ScriptedServer;

const Exchange kGreeting{"", "220 mx.example.test ESMTP\r\n"};
const Exchange kHello{"EHLO example.test", "250-mx\r\n250 8BITMIME\r\n"};
const Exchange kMail{"MAIL FROM:<support@example.test>", "250 ok\r\n"};
const Exchange kRecipient{"RCPT TO:<li@example.test>", "250 ok\r\n"};
const Exchange kData{"DATA", "354 go\r\n"};
const Exchange kTaken{test::until("."), "250 2.0.0 queued\r\n"};

class OutgoingLineTest : public testing::Test {
 protected:
  /// What the next sessions hear, in order.
  void expect_session(std::vector<Exchange> rest) {
    std::vector<Exchange> script{kGreeting, kHello};
    script.insert(script.end(), rest.begin(), rest.end());
    servers_.push_back(std::make_unique<ScriptedServer>(std::move(script)));
  }
  net::Outcome<smtp::Delivery> send(OutgoingLine& line) {
    return line.send({"support@example.test", {"li@example.test"}, "env", false, "Subject: x\r\n\r\nhi\r\n"},
                     net::SteadyClock::now() + std::chrono::seconds(20),
                     [this](net::SteadyClock::time_point) -> net::Outcome<smtp::Session> {
                       if (opened_ >= servers_.size())
                         return net::Failure{net::FailureKind::kConnectionRefused, "none", {}};
                       return smtp::Session::open(servers_[opened_++]->connect(), net::Security::kTls, "example.test");
                     });
  }

  std::vector<std::unique_ptr<ScriptedServer>> servers_;
  std::size_t opened_ = 0;
};

TEST_F(OutgoingLineTest, many_mails_go_over_one_session) {
  std::vector<Exchange> script;
  for (int i = 0; i < 20; ++i) script.insert(script.end(), {kMail, kRecipient, kData, kTaken});
  expect_session(script);
  OutgoingLine line;
  for (int i = 0; i < 20; ++i) {
    const auto done = send(line);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->ending, Ending::kSent) << i;
  }
  EXPECT_EQ(opened_, 1U);
}

TEST_F(OutgoingLineTest, mail_after_the_server_hung_up_goes_over_a_new_session) {
  expect_session({kMail, kRecipient, kData, kTaken});
  expect_session({kMail, kRecipient, kData, kTaken});
  OutgoingLine line;
  ASSERT_EQ(send(line)->ending, Ending::kSent);
  ASSERT_EQ(send(line)->ending, Ending::kSent);
  EXPECT_EQ(opened_, 2U);
}

TEST_F(OutgoingLineTest, server_that_takes_only_so_many_mails_of_a_session_gets_a_new_one) {
  for (const char* enough : {"421 4.7.0 too many messages", "452 4.3.2 too many messages in this session",
                             "550 5.7.1 too many messages, connect again"}) {
    servers_.clear();
    opened_ = 0;
    expect_session({kMail, kRecipient, kData, kTaken, {"MAIL", std::string(enough) + "\r\n"}, {"", ""}, {"", ""}});
    expect_session({kMail, kRecipient, kData, kTaken});
    OutgoingLine line;
    ASSERT_EQ(send(line)->ending, Ending::kSent);
    EXPECT_EQ(send(line)->ending, Ending::kSent) << enough;
    EXPECT_EQ(opened_, 2U);
  }
}

TEST_F(OutgoingLineTest, content_is_never_handed_over_twice) {
  expect_session({kMail,
                  kRecipient,
                  kData,
                  kTaken,
                  kMail,
                  kRecipient,
                  kData,
                  {test::until("."), "550 5.7.1 message rejected as spam\r\n"},
                  kMail,
                  kRecipient,
                  kData,
                  kTaken});
  OutgoingLine line;
  ASSERT_EQ(send(line)->ending, Ending::kSent);
  const auto refused = send(line);
  EXPECT_EQ(refused->ending, Ending::kPermanent);
  EXPECT_EQ(refused->decided, Decided::kVerdict);
  EXPECT_EQ(send(line)->ending, Ending::kSent) << "the session goes on";
  EXPECT_EQ(opened_, 1U);
}

TEST_F(OutgoingLineTest, answer_that_was_lost_after_the_dot_is_unknown_and_not_repeated) {
  expect_session({kMail, kRecipient, kData, kTaken, kMail, kRecipient, kData, {test::until("."), ""}});
  expect_session({kMail, kRecipient, kData, kTaken});
  OutgoingLine line;
  ASSERT_EQ(send(line)->ending, Ending::kSent);
  EXPECT_EQ(send(line)->ending, Ending::kUnknown);
  EXPECT_EQ(opened_, 1U);
}

TEST_F(OutgoingLineTest, session_that_nobody_uses_is_ended) {
  expect_session({kMail, kRecipient, kData, kTaken, {"QUIT", "221 bye\r\n"}});
  OutgoingLine line(std::chrono::milliseconds(1));
  ASSERT_EQ(send(line)->ending, Ending::kSent);
  const auto lines = servers_.front()->lines();  // returns when the script was played
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(servers_.front()->surprise(), "");
}

}  // namespace
}  // namespace frontdesk::email
