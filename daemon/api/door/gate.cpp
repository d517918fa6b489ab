#include "api/door/gate.h"

#include <algorithm>

#include "api/http/listener.h"
#include "base/bytes.h"
#include "base/text.h"

namespace frontdesk::api {

namespace {

bool is_write(Method method) { return method != Method::kGet && method != Method::kHead && method != Method::kOptions; }

// What the browser says of the page that asked (no page can forge it), else the Origin; neither: not from our page.
bool is_same_origin(const RequestHead& head) {
  const std::string_view site = head.field("sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const std::string own = std::string(head.secure ? "https://" : "http://").append(head.host);
  return head.field("origin") == own;
}

/// Of a Host field: without the port, and without the brackets of an IPv6 address.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

bool is_local(const RequestHead& head) {
  return !head.is_forwarded && (head.peer.starts_with("127.") || head.peer == "::1");
}

bool Gate::is_asked_by_a_known_name(const RequestHead& head) const {
  std::string name = text::to_lower_ascii(name_of(head.host));
  if (name.ends_with('.')) name.pop_back();
  if (name.empty()) return head.minor_version == 0;
  if (is_numeric_address(name) || name == "localhost" || name.ends_with(".localhost")) return true;
  return std::ranges::any_of(options_.host_names,
                             [&](const std::string& known) { return text::equals_ignoring_case(known, name); });
}

bool Gate::has_token(const RequestHead& head) const {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view given = head.field("authorization");
  return !options_.metrics_token.empty() && given.starts_with(kBearer) &&
         equal_constant_time(as_bytes(given.substr(kBearer.size())), as_bytes(options_.metrics_token.reveal()));
}

std::optional<Problem> Gate::check(const RequestHead& head, const Route& route,
                                   std::shared_ptr<const desk::Session>& session) const {
  if (is_write(head.method) && !is_same_origin(head))
    return Problem(403, ErrorCode::kForbidden, "the request does not come from this site's own pages", "error.origin");
  session = accounts_.find_session(head.cookie(options_.cookie.name(head.secure)));
  if (route.needs.kind == Needs::Kind::kAnyone) return std::nullopt;
  const bool operates = route.needs.kind == Needs::Kind::kOperate;
  if (operates && has_token(head)) return std::nullopt;
  if (!session) {
    return Problem(401, ErrorCode::kUnauthorised, "sign in first", "error.signed_out");
  }
  if (is_write(head.method) && !equal_constant_time(as_bytes(head.field("x-csrf-token")), as_bytes(session->csrf)))
    return Problem(403, ErrorCode::kForbidden, "the X-CSRF-Token header is missing or wrong", "error.csrf");
  if (route.needs.allow(session->actor)) return std::nullopt;
  return Problem(403, ErrorCode::kForbidden, "your role does not allow this", "error.forbidden");
}

}  // namespace frontdesk::api
