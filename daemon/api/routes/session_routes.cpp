// Set-up, signing in and out, and what people change about themselves.
#include "api/backend.h"
#include "api/door/gate.h"
#include "api/fields.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "base/secret.h"
#include "desk/account/service.h"
#include "desk/limits.h"
#include "desk/shop_zone.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kSmall = 16 * 1024;

desk::Origin origin_of(const Call& call) { return {call.actor.address, call.actor.request_id, call.actor.user_agent}; }

Response session_answer(int status, const desk::Session& session) {
  json::Writer out;
  out.begin_object().key("user");
  write_user(out, session.user);
  out.member("csrf", session.csrf);
  write_time(out, "expires_at", session.expires_at);
  return json_answer(status, out.end_object().take());
}

Response signed_in_answer(const Call& call, int status, const desk::SignedIn& signed_in) {
  Response response = session_answer(status, signed_in.session);
  response.set("Set-Cookie", session_cookie(signed_in.token.reveal(), call.request.secure));
  return response;
}

Response get_setup(Backend& backend, const Call&) {
  const bool needed = backend.services.accounts.needs_setup();
  json::Writer out;
  out.begin_object().member("needed", needed).member("token_required", needed).end_object();
  return json_answer(200, out.take());
}

Response post_setup(Backend& backend, const Call& call) {
  if (!backend.services.accounts.needs_setup())
    return fail(call, Problem(404, ErrorCode::kNotFound, "the set-up is done"));
  Fields body(call.body);
  desk::SetupRequest request;
  request.token = body.text("token", 200);
  request.user.name = body.text("name", 64);
  request.user.display_name = body.text("display_name", 256);
  request.user.password = Secret(body.text("password", 1024));
  request.also_answers = body.flag("also_answers", true);
  request.user.language = body.optional_text("language", 16).value_or("zh-CN");
  request.company = body.optional_text("company", desk::kMostCompanyCharacters).value_or("");
  request.time_zone = body.optional_text("time_zone", 64).value_or(desk::kDefaultZone);
  if (auto problem = body.problem()) return fail(call, *problem);
  auto signed_in = backend.services.accounts.set_up(std::move(request), origin_of(call));
  if (!signed_in) return fail(call, std::move(signed_in).error());
  return signed_in_answer(call, 201, *signed_in);
}

Response post_session(Backend& backend, const Call& call) {
  Fields body(call.body);
  const std::string name = body.text("name", 256);
  Secret password(body.text("password", 4096));
  if (auto problem = body.problem()) return fail(call, *problem);
  Duration retry_after{0};
  auto signed_in = backend.services.accounts.sign_in(name, std::move(password), origin_of(call), retry_after);
  if (signed_in) return signed_in_answer(call, 200, *signed_in);
  Response response = fail(call, signed_in.error());
  if (retry_after > Duration::zero())
    response.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(retry_after).count()));
  return response;
}

Response get_session(Backend&, const Call& call) { return session_answer(200, *call.session); }

Response delete_session(Backend& backend, const Call& call) {
  if (auto done = backend.services.accounts.sign_out(call.actor); !done) return fail(call, std::move(done).error());
  Response response;
  response.status = 204;
  response.set("Set-Cookie", session_cookie("", call.request.secure));
  return response;
}

std::optional<Secret> as_secret(std::optional<std::string> text) {
  return text ? std::optional<Secret>(Secret(std::move(*text))) : std::nullopt;
}

Response patch_me(Backend& backend, const Call& call) {
  Fields body(call.body);
  desk::OwnChange change;
  change.display_name = body.optional_text("display_name", 256);
  change.language = body.optional_text("language", 16);
  change.theme = body.optional_text("theme", 16);
  change.password = as_secret(body.optional_text("password", 1024));
  change.current_password = Secret(body.optional_text("current_password", 4096).value_or(""));
  if (auto problem = body.problem()) return fail(call, *problem);
  auto user = backend.services.accounts.change_me(call.actor, std::move(change));
  if (!user) return fail(call, std::move(user).error());
  json::Writer out;
  write_user(out, *user);
  return json_answer(200, out.take());
}

}  // namespace

void add_session_routes(std::vector<Route>& routes) {
  const Payload small = Payload::json(kSmall);
  routes.emplace_back(Method::kGet, "/api/v1/setup", Permission::kAnyone, Payload::none(), get_setup);
  routes.emplace_back(Method::kPost, "/api/v1/setup", Permission::kAnyone, small, post_setup);
  routes.emplace_back(Method::kPost, "/api/v1/session", Permission::kAnyone, small, post_session);
  routes.emplace_back(Method::kGet, "/api/v1/session", Permission::kSignedIn, Payload::none(), get_session);
  routes.emplace_back(Method::kDelete, "/api/v1/session", Permission::kSignedIn, Payload::none(), delete_session);
  routes.emplace_back(Method::kPatch, "/api/v1/me", Permission::kSignedIn, small, patch_me);
}

}  // namespace frontdesk::api
