#include <gtest/gtest.h>

#include "imap/session.h"
#include "unit/email_net/scripted_server.h"

namespace frontdesk::email::imap {
namespace {

using net::Credentials;
using net::FailureKind;
using net::Security;
using net::SignIn;
using test::Exchange;
using test::Manner;
using test::ScriptedServer;
using Script = std::vector<Exchange>;

net::Outcome<Session> begin(ScriptedServer& server, Security security = Security::kTls) {
  return Session::open(server.connect(), security, {});
}

Credentials password() { return {SignIn::kPassword, "li", "p\"w\\"}; }
Credentials token() { return {SignIn::kAccessToken, "li", "t0k"}; }

TEST(ImapSignIn, plain_goes_with_the_command_where_that_is_offered) {
  ScriptedServer server({{"", "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n"},
                         {"F1 AUTHENTICATE PLAIN AGxpAHAid1w=", "F1 OK [CAPABILITY IMAP4rev1 IDLE MOVE] in\r\n"}},
                        Manner::kByteByByte);
  auto session = begin(server);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->sign_in(password()));
  EXPECT_TRUE(session->capabilities().idle);
  EXPECT_TRUE(session->capabilities().move);
  EXPECT_FALSE(session->capabilities().auth_plain);
}

TEST(ImapSignIn, plain_waits_for_the_server_where_it_must) {
  ScriptedServer server({{"", "* OK hi\r\n"},
                         {"F1 CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nF1 OK\r\n"},
                         {"F2 AUTHENTICATE PLAIN", "+ \r\n"},
                         {"AGxpAHAid1w=", "F2 OK in\r\n"},
                         {"F3 CAPABILITY", "* CAPABILITY IMAP4rev1 ID\r\nF3 OK\r\n"},
                         {"F4 ID (\"name\"", "* ID NIL\r\nF4 OK\r\n"}});
  auto session = begin(server);
  ASSERT_TRUE(session);
  auto in = session->sign_in(password());
  EXPECT_TRUE(in) << server.surprise();
}

TEST(ImapSignIn, login_quotes_what_would_end_the_word) {
  ScriptedServer server({{"", "* OK [CAPABILITY IMAP4rev1] hi\r\n"},
                         {R"(F1 LOGIN "li" "p\"w\\")", "F1 OK [CAPABILITY IMAP4rev1] in\r\n"}});
  auto session = begin(server);
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->sign_in(password()));
}

TEST(ImapSignIn, refused_token_is_explained_and_the_exchange_ended) {
  ScriptedServer server(
      {{"", "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] hi\r\n"},
       {"F1 AUTHENTICATE XOAUTH2 dXNlcj1saQFhdXRoPUJlYXJlciB0MGsBAQ==", "+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n"},
       {test::until(""), "F1 NO [AUTHENTICATIONFAILED] no\r\n"}});
  auto session = begin(server);
  ASSERT_TRUE(session);
  auto in = session->sign_in(token());
  ASSERT_FALSE(in);
  EXPECT_EQ(in.failure().kind, FailureKind::kAuthFailed);
}

TEST(ImapSignIn, temporary_refusals_do_not_blame_the_credentials) {
  for (const char* reply : {"NO [UNAVAILABLE] later", "NO User is authenticated but not connected.", "NO [LIMIT] x",
                            "NO Too many simultaneous connections", "NO Temporary problem"}) {
    ScriptedServer server(
        {{"", "* OK [CAPABILITY IMAP4rev1] hi\r\n"}, {"F1 LOGIN", std::string("F1 ") + reply + "\r\n"}});
    auto session = begin(server);
    ASSERT_TRUE(session);
    auto in = session->sign_in(password());
    ASSERT_FALSE(in);
    EXPECT_EQ(in.failure().kind, FailureKind::kAuthTemporary) << reply;
  }
}

TEST(ImapStartTls, is_never_skipped) {
  ScriptedServer stripped(Script{{"", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n"}});
  auto without = begin(stripped, Security::kStartTls);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.failure().kind, FailureKind::kTlsFailed);

  ScriptedServer signed_in(Script{{"", "* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n"}});
  auto preauth = begin(signed_in, Security::kStartTls);
  ASSERT_FALSE(preauth);
  EXPECT_EQ(preauth.failure().kind, FailureKind::kTlsFailed);

  ScriptedServer refusing({{"", "* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n"}, {"F1 STARTTLS", "F1 NO never\r\n"}});
  EXPECT_FALSE(begin(refusing, Security::kStartTls));
}

TEST(ImapGreeting, of_anything_else_is_refused) {
  for (const char* greeting : {"HTTP/1.1 400 Bad Request\r\n", "220 smtp\r\n", "+OK pop\r\n", "\r\n"}) {
    ScriptedServer server(Script{{"", greeting}});
    auto session = begin(server);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.failure().kind, FailureKind::kProtocol) << greeting;
  }
  ScriptedServer busy(Script{{"", "* BYE too many connections\r\n"}});
  auto session = begin(busy);
  ASSERT_FALSE(session);
  EXPECT_EQ(session.failure().kind, FailureKind::kAuthTemporary);
}

net::Outcome<Session> signed_in(ScriptedServer& server) { return begin(server); }
const Exchange kHello{"", "* OK [CAPABILITY IMAP4rev1 IDLE] hi\r\n"};

TEST(ImapSelect, tells_validity_and_count) {
  ScriptedServer server(
      {kHello,
       {"F1 EXAMINE \"INBOX\"",
        "* 3 EXISTS\r\n* OK [UIDVALIDITY 385] ok\r\n* OK [UIDNEXT 44] next\r\nF1 OK [READ-ONLY]\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto box = session->select("INBOX", Session::Access::kReadOnly);
  ASSERT_TRUE(box);
  EXPECT_EQ(box->uid_validity, 385U);
  EXPECT_EQ(box->uid_next, 44U);
  EXPECT_EQ(box->exists, 3U);
}

TEST(ImapSearch, drops_the_last_mail_below_the_range_and_sorts) {
  ScriptedServer server(
      {kHello, {"F1 UID SEARCH UID 100:* SINCE 14-Mar-2024", "* SEARCH 120 99 101\r\n* SEARCH 110 101\r\nF1 OK\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto uids = session->search(100, 1'710'484'200'000'000);
  ASSERT_TRUE(uids) << server.surprise();
  EXPECT_EQ(*uids, (std::vector<Uid>{101, 110, 120}));
}

TEST(ImapFetch, takes_what_was_asked_for_in_order_and_nothing_else) {
  ScriptedServer server({kHello,
                         {"F1 UID FETCH 5,7:8 (UID BODY.PEEK[])",
                          "* 3 FETCH (UID 8 BODY[] {1}\r\nc)\r\n* 9 FETCH (FLAGS (\\Seen))\r\n* 4 EXISTS\r\n"
                          "* 1 FETCH (BODY[] {1}\r\na UID 5)\r\n* 2 FETCH (UID 6 BODY[] {1}\r\nx)\r\nF1 OK done\r\n"}},
                        Manner::kByteByByte);
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->ask_for_mails({{5, 0, 1}, {7, 0, 1}, {8, 0, 1}}, 1000));
  auto mails = session->take_mails();
  ASSERT_TRUE(mails);
  ASSERT_EQ(mails->size(), 2U) << "7 vanished, 6 was not asked for";
  EXPECT_EQ(mails->at(0).raw, "a");
  EXPECT_EQ(mails->at(1).raw, "c");
}

TEST(ImapIdle, news_in_the_same_packet_are_not_missed) {
  ScriptedServer server({kHello, {"F1 IDLE", "+ idling\r\n* 4 EXISTS\r\n"}, {"DONE", "F1 OK done\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto end = session->idle(net::Milliseconds{5'000});
  ASSERT_TRUE(end);
  EXPECT_EQ(*end, IdleEnd::kNews);
}

TEST(ImapIdle, mail_that_came_during_a_search_is_news_at_once) {
  ScriptedServer server({kHello, {"F1 UID SEARCH UID 5:*", "* SEARCH 5\r\n* 6 EXISTS\r\nF1 OK done\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->search(5, std::nullopt));
  auto end = session->idle(net::Milliseconds{5'000});
  ASSERT_TRUE(end);
  EXPECT_EQ(*end, IdleEnd::kNews);
}

TEST(ImapIdle, a_number_that_is_repeated_is_no_news) {
  ScriptedServer server({kHello,
                         {"F1 UID SEARCH UID 5:*", "* 6 EXISTS\r\n* SEARCH 5\r\nF1 OK done\r\n"},
                         {"F2 UID SEARCH UID 6:*", "* 6 EXISTS\r\n* SEARCH\r\nF2 OK done\r\n"},
                         {"F3 IDLE", "+ idling\r\n* 6 EXISTS\r\n"},
                         {"DONE", "F3 OK done\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  ASSERT_TRUE(session->search(5, std::nullopt));
  ASSERT_TRUE(session->search(6, std::nullopt));
  auto end = session->idle(net::Milliseconds{20});
  ASSERT_TRUE(end);
  EXPECT_EQ(*end, IdleEnd::kQuiet);
}

TEST(ImapIdle, quiet_time_ends_with_done) {
  ScriptedServer server({kHello, {"F1 IDLE", "+ idling\r\n"}, {"DONE", "F1 OK done\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto end = session->idle(net::Milliseconds{20});
  ASSERT_TRUE(end);
  EXPECT_EQ(*end, IdleEnd::kQuiet);
}

TEST(ImapIdle, bye_ends_the_session) {
  ScriptedServer server({kHello, {"F1 IDLE", "+ idling\r\n* BYE shutting down\r\n"}});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto end = session->idle(net::Milliseconds{5'000});
  ASSERT_FALSE(end);
  EXPECT_EQ(end.failure().kind, FailureKind::kClosed);
}

TEST(ImapMove, without_move_and_uidplus_nothing_is_deleted) {
  ScriptedServer server(Script{kHello});
  auto session = signed_in(server);
  ASSERT_TRUE(session);
  auto moved = session->move_to({1}, "Done");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.failure().kind, FailureKind::kRefused);
  EXPECT_TRUE(server.surprise().empty());
}

}  // namespace
}  // namespace frontdesk::email::imap
