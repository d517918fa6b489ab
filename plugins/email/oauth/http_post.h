// One HTTPS POST with a small answer: all the HTTP that signing in with OAuth 2 needs. Thread rule: pure function.
#pragma once

#include <string>
#include <string_view>

#include "net/connection.h"

namespace frontdesk::email::oauth {

struct Route {
  std::string ca_file;
  net::AddressPolicy policy = net::AddressPolicy::kPublicOnly;
  net::Waiting waiting;
};

struct Answer {
  int status = 0;    ///< 100 … 599
  std::string body;  ///< at most 256 KiB
};

/// Posts a form. `url` is https://host[:port]/path; http:// is accepted for this machine itself. Redirects are not
/// followed. Fails with kProtocol for an URL of another shape.
net::Outcome<Answer> post_form(const std::string& url, std::string_view form, const Route& route);

/// application/x-www-form-urlencoded.
std::string form_encoded(std::string_view text);

}  // namespace frontdesk::email::oauth
