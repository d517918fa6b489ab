// A small OAuth 2 server on a loopback port, without TLS: POST /token gives tokens for a refresh token (and rotates
// it), POST /introspect (RFC 7662) tells a mail server whether a token is good. Thread rule: any thread; it serves on a
// thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>

namespace frontdesk::test {

class TokenServer {
 public:
  /// Tokens are for `user` and live for `life_seconds`, as the answer says; nothing expires by itself.
  TokenServer(std::string user, int life_seconds);
  ~TokenServer();
  TokenServer(const TokenServer&) = delete;
  TokenServer& operator=(const TokenServer&) = delete;

  [[nodiscard]] std::string token_url() const;
  [[nodiscard]] std::string introspection_url() const;
  /// The refresh token that is good now.
  [[nodiscard]] std::string refresh_token() const;
  /// From now on every access token is refused, until the next refresh.
  void expire_access_tokens();
  /// From now on the refresh token is refused, too.
  void revoke();
  [[nodiscard]] int refreshes() const { return refreshes_; }

 private:
  void serve();
  void answer(int fd);
  std::string token_answer(const std::string& form, int& status);
  std::string introspection_answer(const std::string& form) const;

  std::string user_;
  int life_seconds_;
  std::uint16_t port_;
  int listener_ = -1;
  mutable std::mutex mutex_;  ///< guards the tokens
  std::set<std::string> access_tokens_;
  std::string refresh_token_ = "refresh-1";
  bool revoked_ = false;
  std::atomic<int> refreshes_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace frontdesk::test
