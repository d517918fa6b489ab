#include "api/door/gate.h"

#include "base/bytes.h"

namespace frontdesk::api {

namespace {

bool is_write(Method method) { return method != Method::kGet && method != Method::kHead && method != Method::kOptions; }

// What the browser says of the page that asked (no page can forge it), else the Origin; neither: not from our page.
bool is_same_origin(const RequestHead& head) {
  const std::string_view site = head.field("sec-fetch-site");
  if (!site.empty()) return site == "same-origin";
  const std::string own = std::string(head.secure ? "https://" : "http://").append(head.field("host"));
  return head.field("origin") == own;
}

}  // namespace

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-frontdesk" : "frontdesk"; }

std::string session_cookie(std::string_view token, bool secure) {
  std::string cookie(session_cookie_name(secure));
  cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (secure) cookie.append("; Secure");
  if (token.empty()) cookie.append("; Max-Age=0");
  return cookie;
}

bool is_local(const RequestHead& head) {
  if (!head.field("x-forwarded-for").empty() || !head.field("forwarded").empty()) return false;
  return head.peer.starts_with("127.") || head.peer == "::1";
}

std::optional<Problem> Gate::check(const RequestHead& head, const Route& route,
                                   std::shared_ptr<const desk::Session>& session) const {
  if (is_write(head.method) && !is_same_origin(head))
    return Problem(403, ErrorCode::kForbidden, "the request does not come from this site's own pages", "error.origin");
  session = accounts_.find_session(head.cookie(session_cookie_name(head.secure)));
  if (route.needs.kind == Needs::Kind::kAnyone) return std::nullopt;
  const bool operates = route.needs.kind == Needs::Kind::kOperate;
  if (!session) {
    if (operates && is_local(head)) return std::nullopt;
    return Problem(401, ErrorCode::kUnauthorised, "sign in first", "error.signed_out");
  }
  if (is_write(head.method) && !equal_constant_time(as_bytes(head.field("x-csrf-token")), as_bytes(session->csrf)))
    return Problem(403, ErrorCode::kForbidden, "the X-CSRF-Token header is missing or wrong", "error.csrf");
  if (route.needs.allow(session->actor)) return std::nullopt;
  if (operates && is_local(head)) return std::nullopt;
  return Problem(403, ErrorCode::kForbidden, "your role does not allow this", "error.forbidden");
}

}  // namespace frontdesk::api
