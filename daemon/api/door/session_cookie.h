// SessionCookie: how the browser keeps a session: only over HTTP, only for this site, and over TLS only when it came
// so.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::api {

class SessionCookie {
 public:
  /// `base_path`: below which the desk lies for browsers, "" or "/desk".
  explicit SessionCookie(std::string_view base_path = {}) : path_(std::string(base_path) + "/") {}

  /// Over TLS a name that browsers take only with Secure, and without a base path only from exactly this host.
  [[nodiscard]] std::string_view name(bool secure) const {
    if (!secure) return "frontdesk";
    return path_ == "/" ? "__Host-frontdesk" : "__Secure-frontdesk";
  }
  /// Value of Set-Cookie; an empty token ends the session in the browser.
  [[nodiscard]] std::string with(std::string_view token, bool secure) const {
    std::string cookie(name(secure));
    cookie.append("=").append(token).append("; Path=").append(path_).append("; HttpOnly; SameSite=Strict");
    if (secure) cookie.append("; Secure");
    if (token.empty()) cookie.append("; Max-Age=0");
    return cookie;
  }

 private:
  std::string path_;
};

}  // namespace frontdesk::api
