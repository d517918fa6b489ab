// Who signs in, and with what. The secret is wiped when the value goes; it is copied nowhere but into the SASL line.
#pragma once

#include <string>
#include <utility>

namespace frontdesk::email::net {

enum class SignIn {
  kPassword,     ///< `secret` is a password (or an "authorisation code" as Chinese providers call it)
  kAccessToken,  ///< `secret` is an OAuth 2 access token, spoken as XOAUTH2
};

struct Credentials {
  SignIn kind = SignIn::kPassword;
  std::string user;
  std::string secret;

  Credentials() = default;
  Credentials(SignIn how, std::string who, std::string what)
      : kind(how), user(std::move(who)), secret(std::move(what)) {}
  Credentials(Credentials&& other) noexcept = default;
  Credentials& operator=(Credentials&& other) noexcept = default;
  Credentials(const Credentials&) = delete;
  Credentials& operator=(const Credentials&) = delete;
  ~Credentials() { wipe(secret); }

  /// Overwrites the characters in a way the compiler keeps.
  static void wipe(std::string& text);
};

}  // namespace frontdesk::email::net
