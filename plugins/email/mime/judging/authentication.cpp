#include "mime/judging/authentication.h"

#include <string>

#include "text/unicode.h"

namespace frontdesk::email {
namespace {

constexpr std::size_t kMaxLength = 8192;

/// RFC 5322 comments carry no verdict but may look like one.
std::string without_comments(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text.substr(0, kMaxLength)) {
    if (c == '(') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

/// "dkim=pass header.d=…" → name "dkim", result "pass".
void take_result(std::string_view clause, AuthenticationResults& out) {
  const std::size_t equals = clause.find('=');
  if (equals == std::string_view::npos) return;
  const std::string method = to_lower_ascii(trim(clause.substr(0, equals)));
  const std::string_view after = trim(clause.substr(equals + 1));
  const std::string result = to_lower_ascii(after.substr(0, after.find_first_of(" \t;")));
  std::string* slot = nullptr;
  if (method == "dkim") slot = &out.dkim;
  if (method == "spf") slot = &out.spf;
  if (method == "dmarc") slot = &out.dmarc;
  if (method == "arc") slot = &out.arc;
  if (slot == nullptr || result.size() > 16 || !is_ascii(result)) return;
  // Several signatures: one that passes is enough.
  if (slot->empty() || result == "pass") *slot = result;
}

}  // namespace

AuthenticationResults read_authentication(const std::vector<std::string_view>& headers, std::string_view authserv_id) {
  AuthenticationResults out;
  if (headers.empty() || authserv_id.empty()) return out;
  const std::string clean = without_comments(headers.front());
  std::string_view rest = clean;
  const std::size_t first_end = rest.find(';');
  const std::string_view id = trim(rest.substr(0, first_end));
  if (!equals_ignoring_case(id.substr(0, id.find_first_of(" \t")), authserv_id)) return out;
  while (rest.find(';') != std::string_view::npos) {
    rest.remove_prefix(rest.find(';') + 1);
    take_result(rest.substr(0, rest.find(';')), out);
  }
  return out;
}

}  // namespace frontdesk::email
