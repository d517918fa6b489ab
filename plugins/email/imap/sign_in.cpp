// The part of Session that gets us in.
#include <algorithm>
#include <array>

#include "imap/session.h"
#include "imap/wording.h"
#include "net/sasl.h"

namespace frontdesk::email::imap {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

bool contains_word(std::string_view text, std::string_view part) {
  const auto found = std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
    return same_word(std::string_view(&a, 1), std::string_view(&b, 1));
  });
  return found != text.end();
}

}  // namespace

Failure Session::login_failure(const Status& status) {
  // RFC 5530 codes first; then the words of servers that have none. Outlook's "User is authenticated but not
  // connected" is a fault of the mailbox or tenant, not of the credentials.
  constexpr std::array<std::string_view, 4> kTemporaryCodes{"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"};
  constexpr std::array<std::string_view, 5> kTemporaryWords{"temporar", "try again", "too many",
                                                            "authenticated but not", "unavailable"};
  const auto same_code = [&](std::string_view code) { return same_word(code, status.code); };
  const bool by_code = std::any_of(kTemporaryCodes.begin(), kTemporaryCodes.end(), same_code);
  const bool by_words = !same_word(status.code, "AUTHENTICATIONFAILED") &&
                        std::any_of(kTemporaryWords.begin(), kTemporaryWords.end(),
                                    [&](std::string_view words) { return contains_word(status.text, words); });
  if (by_code || by_words) {
    return {FailureKind::kAuthTemporary, "signing in is not possible just now", net::presentable(status.text)};
  }
  if (status.completion == Completion::kBad) {
    return {FailureKind::kProtocol, "the server did not understand the sign-in", net::presentable(status.text)};
  }
  return {FailureKind::kAuthFailed, "the server refused user name, password or token", net::presentable(status.text)};
}

Outcome<void> Session::sign_in(const net::Credentials& credentials) {
  if (pre_authenticated_) return {};
  capabilities_known_ = false;
  const Capabilities offered = capabilities_;
  Outcome<void> done;
  if (credentials.kind == net::SignIn::kAccessToken) {
    if (!offered.auth_xoauth2) return Failure{FailureKind::kAuthFailed, "the server does not offer XOAUTH2", {}};
    done = authenticate("XOAUTH2", net::sasl_xoauth2(credentials.user, credentials.secret));
  } else if (offered.auth_plain) {
    done = authenticate("PLAIN", net::sasl_plain(credentials.user, credentials.secret));
  } else {
    done = login(credentials);
  }
  if (!done) return done;
  if (!capabilities_known_) {
    if (auto asked = ask_capabilities(); !asked) return asked;
  }
  return identify();
}

Outcome<void> Session::authenticate(std::string_view mechanism, const std::string& response) {
  std::string encoded = net::to_base64(response);
  std::string command = "AUTHENTICATE ";
  command += mechanism;
  const bool at_once = capabilities_.sasl_ir;
  if (at_once) command.append(" ").append(encoded);
  connection_.begin_command(net::Milliseconds{120'000});
  auto tag = send(command);
  net::Credentials::wipe(command);
  auto status = tag ? finish(*tag, {}, at_once ? std::string_view() : std::string_view(encoded))
                    : Outcome<Status>(std::move(tag).failure());
  net::Credentials::wipe(encoded);
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) return login_failure(*status);
  return {};
}

Outcome<void> Session::login(const net::Credentials& credentials) {
  if (capabilities_.login_disabled) {
    return Failure{FailureKind::kAuthFailed, "the server offers no sign-in with a password on this connection", {}};
  }
  const auto user = quoted(credentials.user);
  auto password = quoted(credentials.secret);
  if (!user || !password) {
    return Failure{FailureKind::kAuthFailed, "this server takes ASCII user names and passwords only", {}};
  }
  std::string command = "LOGIN " + *user + " " + *password;
  auto status = run(command);
  net::Credentials::wipe(command);
  net::Credentials::wipe(*password);
  if (!status) return std::move(status).failure();
  if (status->completion != Completion::kOk) return login_failure(*status);
  return {};
}

Outcome<void> Session::identify() {
  // 163.com and 126.com refuse SELECT ("Unsafe Login") to clients that do not introduce themselves (RFC 2971).
  if (!capabilities_.id) return {};
  auto status = run(R"(ID ("name" "Frontdesk" "version" "0.1" "vendor" "Frontdesk"))");
  if (!status) return std::move(status).failure();
  return {};
}

}  // namespace frontdesk::email::imap
