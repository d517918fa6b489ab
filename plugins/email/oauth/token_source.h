// Access tokens for one account: fetched with the refresh token, kept until 80 % of their life has passed.
//
// One refresh at a time: who asks meanwhile waits and gets the same token. A rotated refresh token is stored before the
// new access token is used. Thread rule: any thread.
#pragma once

#include <functional>
#include <mutex>
#include <string>

#include "net/failure.h"
#include "net/waiting.h"
#include "oauth/http_post.h"

namespace frontdesk::email::oauth {

struct TokenSettings {
  std::string token_url;  ///< https
  std::string client_id;
  std::string scope;  ///< may be empty
};

/// The addresses and scopes of the big providers; `provider` is "microsoft" or "google".
TokenSettings settings_of_provider(std::string_view provider);

class TokenSource {
 public:
  struct Secrets {
    std::function<std::string()> client_secret;  ///< empty text: a public client
    std::function<std::string()> refresh_token;
    std::function<bool(const std::string& rotated)> store_refresh_token;  ///< false: not stored
  };

  TokenSource(TokenSettings settings, Secrets secrets) : settings_(std::move(settings)), secrets_(std::move(secrets)) {}
  ~TokenSource();

  /// kAuthFailed: the grant was revoked or has expired, the administrator must sign in again. kAuthTemporary: the token
  /// server does not answer properly now. Otherwise the kinds of Connection::open().
  net::Outcome<std::string> access_token(const Route& route);

  /// The server refused the token before its time: the next call fetches a new one.
  void forget();

 private:
  net::Outcome<void> refresh(const Route& route);
  net::Outcome<void> take_answer(const Answer& answer);

  TokenSettings settings_;
  Secrets secrets_;
  std::mutex mutex_;  ///< guards what follows, and makes the refresh single-flight
  std::string access_token_;
  net::SteadyClock::time_point refresh_at_{};
};

}  // namespace frontdesk::email::oauth
