#include "plugin/account.h"

#include "text/domain_name.h"

namespace frontdesk::email {
namespace {

using net::Failure;
using net::FailureKind;
using net::Outcome;

std::string read_secret(const sdk::Services& services, const std::string& path) {
  if (path.empty()) return {};
  const auto secret = services.secrets().get(path);
  return secret ? std::string(secret->reveal()) : std::string();
}

Stage stage_of(net::OpenStep step) {
  switch (step) {
    case net::OpenStep::kDns: return Stage::kDns;
    case net::OpenStep::kTcp: return Stage::kTcp;
    case net::OpenStep::kTls: return Stage::kTls;
  }
  return Stage::kDns;
}

}  // namespace

Account::Account(Settings settings, const sdk::Services& services, const net::Waiting& bounds)
    : settings_(std::move(settings)), services_(services), bounds_(bounds) {
  if (!settings_.oauth) return;
  const OauthSettings& oauth = *settings_.oauth;
  oauth::TokenSource::Secrets secrets;
  secrets.client_secret = [this] { return read_secret(services_, settings_.oauth->client_secret_path); };
  secrets.refresh_token = [this] { return read_secret(services_, settings_.oauth->refresh_token_path); };
  secrets.store_refresh_token = [this](const std::string& rotated) {
    return services_.secrets().put(settings_.oauth->refresh_token_path, rotated).ok();
  };
  tokens_ = std::make_unique<oauth::TokenSource>(oauth::TokenSettings{oauth.token_url, oauth.client_id, oauth.scope},
                                                 std::move(secrets));
}

net::Waiting Account::waiting(int cancel_fd) const {
  net::Waiting out = bounds_;
  out.cancel_fd = cancel_fd;
  return out;
}

Outcome<net::Connection> Account::connect(const net::Endpoint& endpoint, const net::Waiting& bounds, Stage& stage) {
  net::OpenStep step{};
  auto connection = net::Connection::open(endpoint, bounds, &step);
  stage = stage_of(step);
  return connection;
}

Outcome<net::Credentials> Account::credentials(const ServerSettings& server, int cancel_fd) {
  if (!tokens_) {
    net::Credentials out{net::SignIn::kPassword, server.user, read_secret(services_, server.secret_path)};
    if (out.secret.empty()) return Failure{FailureKind::kAuthFailed, "no password is set", {}};
    return out;
  }
  auto token = tokens_->access_token({server.endpoint.ca_file, server.endpoint.policy, waiting(cancel_fd)});
  if (!token) return std::move(token).failure();
  return net::Credentials{net::SignIn::kAccessToken, server.user, *std::move(token)};
}

template <class Session>
Outcome<void> Account::sign_in(Session& session, const ServerSettings& server, int cancel_fd) {
  auto with = credentials(server, cancel_fd);
  if (!with) return std::move(with).failure();
  auto done = session.sign_in(*with);
  if (!done && done.failure().kind == FailureKind::kAuthFailed && tokens_) tokens_->forget();
  return done;
}

Outcome<imap::Session> Account::open_imap(int cancel_fd, Stage* stage) {
  Stage unseen{};
  Stage& at = stage != nullptr ? *stage : unseen;
  auto connection = connect(settings_.incoming.endpoint, waiting(cancel_fd), at);
  if (!connection) return std::move(connection).failure();
  imap::ResponseLimits limits;
  limits.max_literal_bytes = settings_.max_raw_bytes() + (1U << 20);
  at = Stage::kTls;
  auto session = imap::Session::open(*std::move(connection), settings_.incoming.endpoint.security, limits);
  if (!session) return session;
  at = Stage::kLogin;
  if (auto in = sign_in(*session, settings_.incoming, cancel_fd); !in) return std::move(in).failure();
  return session;
}

Outcome<pop3::Session> Account::open_pop3(int cancel_fd, Stage* stage) {
  Stage unseen{};
  Stage& at = stage != nullptr ? *stage : unseen;
  auto connection = connect(settings_.incoming.endpoint, waiting(cancel_fd), at);
  if (!connection) return std::move(connection).failure();
  at = Stage::kTls;
  auto session = pop3::Session::open(*std::move(connection), settings_.incoming.endpoint.security);
  if (!session) return session;
  at = Stage::kLogin;
  if (auto in = sign_in(*session, settings_.incoming, cancel_fd); !in) return std::move(in).failure();
  return session;
}

Outcome<smtp::Session> Account::open_smtp(int cancel_fd, Stage* stage, net::SteadyClock::time_point until) {
  Stage unseen{};
  Stage& at = stage != nullptr ? *stage : unseen;
  net::Waiting bounds = waiting(cancel_fd);
  bounds.until = until;
  auto connection = connect(settings_.outgoing.endpoint, bounds, at);
  if (!connection) return std::move(connection).failure();
  at = Stage::kTls;
  // The name in EHLO is the domain of our address: the machine's own name is nobody's business.
  const std::string domain = settings_.address.substr(settings_.address.rfind('@') + 1);
  const std::string our_name = ascii_domain(domain).value_or(domain);
  auto session = smtp::Session::open(*std::move(connection), settings_.outgoing.endpoint.security, our_name);
  if (!session) return session;
  at = Stage::kLogin;
  if (!settings_.outgoing_signs_in) return session;
  // A relay in the house knows no sign-in: what was entered for the mailbox is not meant for it.
  if (!settings_.outgoing_has_own_sign_in && !session->extensions().offers_sign_in()) return session;
  if (auto in = sign_in(*session, settings_.outgoing, cancel_fd); !in) return std::move(in).failure();
  return session;
}

sdk::Error to_error(const Failure& failure) {
  sdk::Status status = sdk::Status::kRetry;
  switch (failure.kind) {
    case FailureKind::kAuthFailed: status = sdk::Status::kAuth; break;
    case FailureKind::kCancelled: status = sdk::Status::kCancelled; break;
    case FailureKind::kAddressForbidden:
    case FailureKind::kTlsFailed:
    case FailureKind::kCertificateExpired:
    case FailureKind::kCertificateWrongHost:
    case FailureKind::kCertificateUnknownCa:
    case FailureKind::kCertificateInvalid:
    case FailureKind::kNotFound: status = sdk::Status::kConfig; break;
    case FailureKind::kDnsFailed:
    case FailureKind::kConnectionRefused:
    case FailureKind::kTimeout:
    case FailureKind::kClosed:
    case FailureKind::kProtocol:
    case FailureKind::kAuthTemporary:
    case FailureKind::kRefused:
    case FailureKind::kLimit: break;
  }
  std::string text = failure.text;
  if (!failure.server_text.empty()) text += "; the server said: " + failure.server_text;
  return {status, net::to_text(failure.kind), std::move(text)};
}

}  // namespace frontdesk::email
