#include "pop3/session.h"

#include <gtest/gtest.h>

#include "unit/email_net/scripted_server.h"

namespace frontdesk::email::pop3 {
namespace {

using net::Credentials;
using net::FailureKind;
using net::Security;
using test::Exchange;
using test::ScriptedServer;

constexpr const char* kToken = "dXNlcj1saQFhdXRoPUJlYXJlciB0MGsBAQ==";

/// Signs in with a token; nullopt when that succeeds.
std::optional<FailureKind> sign_in(std::vector<Exchange> script) {
  script.insert(script.begin(), Exchange{"", "+OK ready\r\n"});
  ScriptedServer server(std::move(script));
  auto session = Session::open(server.connect(), Security::kTls);
  EXPECT_TRUE(session);
  if (!session) return FailureKind::kProtocol;
  auto done = session->sign_in(Credentials(net::SignIn::kAccessToken, "li", "t0k"));
  server.lines();
  EXPECT_EQ(server.surprise(), "");
  return done ? std::nullopt : std::optional(done.failure().kind);
}

TEST(Pop3SignIn, token_goes_when_the_server_waits_for_it) {
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "+ \r\n"}, {kToken, "+OK in\r\n"}}), std::nullopt);
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "+\r\n"}, {kToken, "+OK in\r\n"}}), std::nullopt) << "a bare plus is the same";
}

TEST(Pop3SignIn, refused_token_is_no_success) {
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "+ \r\n"},
                     {kToken, "+ eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\r\n"},
                     {test::until(""), "-ERR [AUTH] refused\r\n"}}),
            FailureKind::kAuthFailed);
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "+ \r\n"}, {kToken, "-ERR [AUTH] refused\r\n"}}), FailureKind::kAuthFailed);
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "-ERR [SYS/TEMP] later\r\n"}}), FailureKind::kAuthTemporary);
}

TEST(Pop3SignIn, server_that_asks_on_and_on_is_left) {
  EXPECT_EQ(sign_in({{"AUTH XOAUTH2", "+ \r\n"}, {kToken, "+ more\r\n"}, {test::until(""), "+ more\r\n"}}),
            FailureKind::kProtocol);
}

}  // namespace
}  // namespace frontdesk::email::pop3
