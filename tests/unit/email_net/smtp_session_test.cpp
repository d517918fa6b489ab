#include <gtest/gtest.h>

#include "smtp/session.h"
#include "unit/email_net/scripted_server.h"

namespace frontdesk::email::smtp {
namespace {

using net::FailureKind;
using net::Security;
using test::Exchange;
using test::ScriptedServer;

const Exchange kGreeting{"", "220 mx.example.test ESMTP\r\n"};
const Exchange kHello{"EHLO example.test", "250-mx\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250 AUTH LOGIN\r\n"};
const Exchange kHelloDsn{"EHLO example.test", "250-mx\r\n250-DSN\r\n250 SMTPUTF8\r\n"};

Envelope envelope() {
  return {"support@example.test", {"li@example.test"}, "env 1", false, "Subject: x\r\n\r\nhi\r\n"};
}

Delivery deliver(const std::vector<Exchange>& rest, const Envelope& mail = envelope()) {
  std::vector<Exchange> script{kGreeting, kHello};
  script.insert(script.end(), rest.begin(), rest.end());
  ScriptedServer server(script);
  auto session = Session::open(server.connect(), Security::kTls, "example.test");
  if (!session) return {};
  Delivery out = session->send(mail);
  session->quit();
  return out;
}

const Exchange kMail{"MAIL FROM:<support@example.test> SIZE=", "250 ok\r\n"};
const Exchange kRecipient{"RCPT TO:<li@example.test>", "250 ok\r\n"};
const Exchange kData{"DATA", "354 go\r\n"};

TEST(SmtpSend, taken_mail_is_sent) {
  const Delivery done = deliver({kMail, kRecipient, kData, {test::until("."), "250 2.0.0 queued\r\n"}});
  EXPECT_EQ(done.ending, Ending::kSent);
}

TEST(SmtpSend, refusals_are_told_apart) {
  struct Case {
    const char* reply;
    Ending ending;
  };
  for (const Case& one : {Case{"550 5.1.1 unknown", Ending::kPermanent}, Case{"450 4.2.0 busy", Ending::kTemporary},
                          Case{"421 4.3.2 closing", Ending::kTemporary}, Case{"550 5.7.1 policy", Ending::kAuth},
                          Case{"530 5.7.0 sign in", Ending::kAuth}, Case{"552 5.3.4 too big", Ending::kPermanent},
                          Case{"553-no\r\n553 really", Ending::kPermanent}}) {
    const std::string reply = std::string(one.reply) + "\r\n";
    const Exchange reset{"RSET", "250 ok\r\n"};
    EXPECT_EQ(deliver({{"MAIL", reply}, reset}).ending, one.ending) << reply;
    const bool own_policy = reply.find("5.7.1") != std::string::npos;
    EXPECT_EQ(deliver({kMail, {"RCPT", reply}, reset}).ending, own_policy ? Ending::kPermanent : one.ending) << reply;
    EXPECT_EQ(deliver({kMail, kRecipient, {"DATA", reply}, reset}).ending, own_policy ? Ending::kPermanent : one.ending)
        << reply;
  }
}

TEST(SmtpSend, refusal_of_the_content_is_never_one_of_the_channel) {
  for (const char* code : {"550 5.7.1 message rejected as spam", "554 5.7.1 blocked", "552 5.7.0 content blocked",
                           "550 5.7.26 unauthenticated mail", "571 refused", "530 5.7.0 no", "550 no enhanced code",
                           "554 DT:SPM", "535 5.7.8 not this one"}) {
    const Delivery done = deliver({kMail, kRecipient, kData, {test::until("."), std::string(code) + "\r\n"}});
    EXPECT_EQ(done.ending, Ending::kPermanent) << code;
    EXPECT_EQ(done.decided, Decided::kVerdict) << code;
  }
  for (const char* code : {"451 4.7.1 greylisted", "421 4.3.2 closing", "452 4.2.2 full"}) {
    const Delivery done = deliver({kMail, kRecipient, kData, {test::until("."), std::string(code) + "\r\n"}});
    EXPECT_EQ(done.ending, Ending::kTemporary) << code;
  }
}

TEST(SmtpSend, hand_over_is_noted_before_the_dot_and_not_earlier) {
  bool handed_over = false;
  Envelope mail = envelope();
  mail.handed_over = &handed_over;
  deliver({kMail, kRecipient, {"DATA", "451 not now\r\n"}, {"RSET", "250 ok\r\n"}}, mail);
  EXPECT_FALSE(handed_over);
  deliver({kMail, kRecipient, kData, {test::until("."), ""}}, mail);
  EXPECT_TRUE(handed_over);
}

TEST(SmtpSend, quoted_local_part_may_hold_what_no_other_path_may) {
  Envelope mail = envelope();
  mail.recipients = {"\"a > b\"@example.test"};
  EXPECT_EQ(
      deliver({kMail, {"RCPT TO:<\"a > b\"@example.test>", "250 ok\r\n"}, kData, {test::until("."), "250 ok\r\n"}},
              mail)
          .ending,
      Ending::kSent);
  for (const char* bad : {"\"a\r\nb\"@example.test", "\"open@example.test", "\"a\" b@example.test",
                          "\"a\"@example.test> SIZE=1", "\"a\\\n\"@example.test"}) {
    mail.recipients = {bad};
    EXPECT_EQ(deliver({}, mail).ending, Ending::kPermanent) << bad;
  }
}

TEST(SmtpSession, way_to_sign_in_that_we_do_not_speak_is_still_one) {
  for (const auto& [extension, offers] :
       {std::pair{"250 AUTH CRAM-MD5\r\n", true}, std::pair{"250 AUTH=LOGIN\r\n", true},
        std::pair{"250 8BITMIME\r\n", false}}) {
    ScriptedServer server({kGreeting, {"EHLO example.test", std::string("250-mx\r\n") + extension}});
    auto session = Session::open(server.connect(), Security::kTls, "example.test");
    ASSERT_TRUE(session);
    EXPECT_EQ(session->extensions().offers_sign_in(), offers) << extension;
  }
}

TEST(SmtpSend, policy_of_one_recipient_is_no_fault_of_our_sign_in) {
  EXPECT_EQ(ending_for_recipient({550, "5.7.1", "5.7.1 recipient does not take mail from outside"}),
            Ending::kPermanent);
  EXPECT_EQ(ending_for_recipient({554, "5.7.1", "5.7.1 Relay access denied"}), Ending::kAuth);
  EXPECT_EQ(ending_for_recipient({530, "5.7.0", "5.7.0 Authentication required"}), Ending::kAuth);
}

/// Sends to a server that never answers the dot. `silence` bounds everything but that.
Delivery wait_for_the_verdict(const net::Waiting& waiting) {
  ScriptedServer server({kGreeting, kHello, kMail, kRecipient, kData, {test::until("."), ""}, {test::kEverything, ""}});
  auto session = Session::open(server.connect(waiting), Security::kTls, "example.test");
  if (!session) return {};
  return session->send(envelope());
}

TEST(SmtpSend, silence_after_the_dot_ends_only_at_the_hosts_deadline) {
  net::Waiting waiting;
  waiting.silence = net::Milliseconds{30};
  waiting.until = net::SteadyClock::now() + net::Milliseconds{300};
  const Delivery done = wait_for_the_verdict(waiting);
  EXPECT_EQ(done.ending, Ending::kUnknown);
  EXPECT_GE(net::SteadyClock::now(), waiting.until) << "a scanner may take longer than any other silence";
}

TEST(SmtpSend, hosts_deadline_ends_a_transfer_that_has_not_begun) {
  net::Waiting waiting;
  waiting.until = net::SteadyClock::now() + net::Milliseconds{50};
  ScriptedServer server({kGreeting, kHello, {"MAIL", ""}, {test::kEverything, ""}});
  auto session = Session::open(server.connect(waiting), Security::kTls, "example.test");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->send(envelope()).ending, Ending::kTemporary);
}

// P-14
TEST(SmtpSend, hang_up_before_the_dot_is_safe_and_after_it_unknown) {
  EXPECT_EQ(deliver({}).ending, Ending::kTemporary);
  EXPECT_EQ(deliver({kMail}).ending, Ending::kTemporary);
  EXPECT_EQ(deliver({kMail, kRecipient}).ending, Ending::kTemporary);
  const Delivery lost = deliver({kMail, kRecipient, kData, {test::until("."), ""}});
  EXPECT_EQ(lost.ending, Ending::kUnknown);
  EXPECT_EQ(lost.failure, FailureKind::kClosed);
}

TEST(SmtpSend, silence_before_the_dot_is_temporary) {
  net::Waiting impatient;
  impatient.silence = net::Milliseconds{50};
  ScriptedServer server({kGreeting, kHello, kMail, kRecipient, {test::kEverything, ""}});
  auto session = Session::open(server.connect(impatient), Security::kTls, "example.test");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->send(envelope()).ending, Ending::kTemporary);
}

TEST(SmtpSend, one_refused_recipient_does_not_hold_the_others) {
  Envelope mail = envelope();
  mail.recipients = {"gone@example.test", "li@example.test"};
  const Delivery done = deliver(
      {kMail, {"RCPT TO:<gone", "550 5.1.1 gone\r\n"}, kRecipient, kData, {test::until("."), "250 ok\r\n"}}, mail);
  EXPECT_EQ(done.ending, Ending::kSent);
  ASSERT_EQ(done.refused.size(), 1U);
  EXPECT_EQ(done.refused[0].address, "gone@example.test");
  EXPECT_EQ(done.refused[0].reply.enhanced, "5.1.1");
}

TEST(SmtpSend, hostile_addresses_never_reach_the_wire) {
  for (const std::string& address : {std::string("a@b\r\nRCPT TO:<c@d>"), std::string("a b@c"), std::string("<a@b>"),
                                     std::string("a@b>"), std::string("a\0@b", 4)}) {
    Envelope mail = envelope();
    mail.recipients = {address};
    EXPECT_EQ(deliver({}, mail).ending, Ending::kPermanent);
  }
}

TEST(SmtpSend, limits_and_missing_extensions_are_known_beforehand) {
  const std::string large(2000, 'x');
  Envelope mail = envelope();
  mail.content = large;
  EXPECT_EQ(deliver({}, mail).reply.code, 552);
  mail = envelope();
  mail.needs_utf8 = true;
  EXPECT_EQ(deliver({}, mail).reply.enhanced, "5.6.7");
}

TEST(SmtpSend, delivery_reports_are_asked_for_where_offered) {
  ScriptedServer server({kGreeting,
                         kHelloDsn,
                         {"MAIL FROM:<support@example.test> RET=HDRS ENVID=env+201", "250 ok\r\n"},
                         {"RCPT TO:<li@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;li@example.test", "250 ok\r\n"},
                         kData,
                         {test::until("."), "250 ok\r\n"}});
  auto session = Session::open(server.connect(), Security::kTls, "example.test");
  ASSERT_TRUE(session);
  EXPECT_EQ(session->send(envelope()).ending, Ending::kSent);
  server.lines();
  EXPECT_TRUE(server.surprise().empty()) << server.surprise();
}

TEST(SmtpSignIn, login_and_refusals) {
  ScriptedServer server({kGreeting,
                         kHello,
                         {"AUTH LOGIN", "334 VXNlcm5hbWU6\r\n"},
                         {"bGk=", "334 UGFzc3dvcmQ6\r\n"},
                         {"cHc=", "235 in\r\n"}});
  auto session = Session::open(server.connect(), Security::kTls, "example.test");
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->sign_in({net::SignIn::kPassword, "li", "pw"}));

  ScriptedServer later({kGreeting, kHello, {"AUTH LOGIN", "454 4.7.0 not now\r\n"}});
  auto other = Session::open(later.connect(), Security::kTls, "example.test");
  ASSERT_TRUE(other);
  auto in = other->sign_in({net::SignIn::kPassword, "li", "pw"});
  ASSERT_FALSE(in);
  EXPECT_EQ(in.failure().kind, FailureKind::kAuthTemporary);
}

TEST(SmtpStartTls, is_never_skipped) {
  ScriptedServer server({kGreeting, kHello});
  auto session = Session::open(server.connect(), Security::kStartTls, "example.test");
  ASSERT_FALSE(session);
  EXPECT_EQ(session.failure().kind, FailureKind::kTlsFailed);
}

TEST(DotStuffing, protects_lines_and_leaves_no_bare_line_ends) {
  EXPECT_EQ(dot_stuffed("a\r\n.\r\n..b\r\nc"), "a\r\n..\r\n...b\r\nc\r\n");
  EXPECT_EQ(dot_stuffed("a\n.b\n"), "a\r\n..b\r\n");
  EXPECT_EQ(dot_stuffed("a\r.\rb\r\n"), "a . b\r\n") << "a bare CR must not smuggle a dot";
  EXPECT_EQ(dot_stuffed(""), "");
}

}  // namespace
}  // namespace frontdesk::email::smtp
