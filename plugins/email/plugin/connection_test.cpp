#include "plugin/connection_test.h"

#include <array>
#include <optional>
#include <string>

namespace frontdesk::email {
namespace {

using Tell = std::function<void(const sdk::CheckStep&)>;

struct StageText {
  Stage stage;
  const char* word;
  const char* done;
};
constexpr std::array kStages{
    StageText{Stage::kDns, "dns", "The server's name has an address."},
    StageText{Stage::kTcp, "tcp", "The server accepts connections."},
    StageText{Stage::kTls, "tls", "The connection is protected and the certificate is valid."},
    StageText{Stage::kLogin, "login", "The server accepts the sign-in."},
};
constexpr const char* kNoSignIn = "The server takes mail without a sign-in.";
constexpr const char* kUnprotected = "The connection is open, without TLS, on this machine only.";

void tell_failure(const Tell& tell, const std::string& name, const sdk::Error& error) {
  tell({error.status, name, error.text + " [" + error.code + "]"});
}

// Tells the stages that were passed and, when there is a failure, the one it happened in.
std::optional<sdk::Error> tell_stages(const Tell& tell, const std::string& server, net::Security security,
                                      Stage reached, const net::Failure* failure, const char* login_text = nullptr) {
  for (const StageText& stage : kStages) {
    const std::string name = server + "_" + stage.word;
    if (failure != nullptr && stage.stage == reached) {
      sdk::Error error = to_error(*failure);
      tell_failure(tell, name, error);
      error.code = name + "_" + error.code;
      return error;
    }
    const bool unprotected = stage.stage == Stage::kTls && security == net::Security::kNone;
    const bool other_login = stage.stage == Stage::kLogin && login_text != nullptr;
    tell({sdk::Status::kOk, name, unprotected ? kUnprotected : other_login ? login_text : stage.done});
  }
  return std::nullopt;
}

std::optional<sdk::Error> test_imap(Account& account, int cancel_fd, const Tell& tell) {
  Stage reached{};
  auto session = account.open_imap(cancel_fd, &reached);
  const net::Security security = account.settings().incoming.endpoint.security;
  if (auto failed = tell_stages(tell, "imap", security, reached, session ? nullptr : &session.failure())) return failed;
  auto mailbox = session->select(account.settings().folder, imap::Session::Access::kReadOnly);
  if (!mailbox) {
    sdk::Error error = to_error(mailbox.failure());
    tell_failure(tell, "imap_folder", error);
    error.code = "imap_folder_" + error.code;
    return error;
  }
  tell({sdk::Status::kOk, "imap_folder", "The folder holds " + std::to_string(mailbox->exists) + " mails."});
  session->log_out();
  return std::nullopt;
}

std::optional<sdk::Error> test_pop3(Account& account, int cancel_fd, const Tell& tell) {
  Stage reached{};
  auto session = account.open_pop3(cancel_fd, &reached);
  const net::Security security = account.settings().incoming.endpoint.security;
  auto failed = tell_stages(tell, "pop3", security, reached, session ? nullptr : &session.failure());
  if (session) [[maybe_unused]]
    const auto goodbye = session->quit();
  return failed;
}

std::optional<sdk::Error> test_smtp(Account& account, int cancel_fd, const Tell& tell) {
  Stage reached{};
  auto session = account.open_smtp(cancel_fd, &reached);
  const net::Security security = account.settings().outgoing.endpoint.security;
  const bool signs_in = account.settings().outgoing_signs_in && (!session || session->extensions().offers_sign_in());
  const net::Failure* failure = session ? nullptr : &session.failure();
  auto failed = tell_stages(tell, "smtp", security, reached, failure, signs_in ? nullptr : kNoSignIn);
  if (session) session->quit();
  return failed;
}

}  // namespace

sdk::Result<void> test_connection(Account& account, int cancel_fd, const Tell& tell) {
  auto incoming = account.settings().protocol == Protocol::kImap ? test_imap(account, cancel_fd, tell)
                                                                 : test_pop3(account, cancel_fd, tell);
  if (incoming && incoming->status == sdk::Status::kCancelled) return *std::move(incoming);
  auto outgoing = test_smtp(account, cancel_fd, tell);
  if (incoming) return *std::move(incoming);
  if (outgoing) return *std::move(outgoing);
  return {};
}

}  // namespace frontdesk::email
