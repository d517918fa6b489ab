// Set-up, signing in and out, and what people change about themselves.
#include "api/backend.h"
#include "api/door/gate.h"
#include "api/routes/form.h"
#include "api/routes/routes.h"
#include "base/secret.h"
#include "desk/account/service.h"
#include "desk/account/views.h"
#include "desk/limits.h"
#include "desk/shop_zone.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kSmall = 16 * 1024;

struct SetUpForm {
  std::string token;
  std::string name;
  std::string display_name;
  Secret password;
  bool also_answers = true;
  std::string language = "zh-CN";
  std::string company;
  std::string time_zone = desk::kDefaultZone;

  template <class V>
  static void describe(V& v) {
    v.text("token", &SetUpForm::token, {.most = 200});
    v.text("name", &SetUpForm::name, {.most = 64, .pattern = desk::kSignInName, .least = 2});
    v.text("display_name", &SetUpForm::display_name, {.most = 256});
    v.text("password", &SetUpForm::password, {.most = 1024, .least = 12});
    v.flag("also_answers", &SetUpForm::also_answers);
    v.text("language", &SetUpForm::language, {.most = 16, .optional = true});
    v.text("company", &SetUpForm::company, {.most = desk::kMostCompanyCharacters, .optional = true});
    v.text("time_zone", &SetUpForm::time_zone, {.most = 64, .optional = true, .fallback = "Asia/Shanghai"});
  }
};

/// What is typed so far: everything may be missing or wrong.
struct SetUpCheckForm : SetUpForm {
  template <class V>
  static void describe(V& v) {
    constexpr desk::TextRule kAnything{.most = 512, .optional = true};
    v.text("name", &SetUpCheckForm::name, kAnything);
    v.text("display_name", &SetUpCheckForm::display_name, kAnything);
    v.text("password", &SetUpCheckForm::password, {.most = 1024, .optional = true});
    v.text("language", &SetUpCheckForm::language, kAnything);
    v.text("company", &SetUpCheckForm::company, kAnything);
    v.text("time_zone", &SetUpCheckForm::time_zone, kAnything);
  }
};

struct SetUpFaults {
  std::vector<desk::FieldFault> faults;
};

struct SignInForm {
  std::string name;
  Secret password;
  std::string device;

  template <class V>
  static void describe(V& v) {
    v.text("name", &SignInForm::name, {.most = 256});
    v.text("password", &SignInForm::password, {.most = 4096});
    v.text("device", &SignInForm::device, {.most = desk::kMostDeviceCharacters, .optional = true});
  }
};

struct MyForm : desk::OwnChange {
  template <class V>
  static void describe(V& v) {
    v.text("display_name", &MyForm::display_name, {.most = 256, .optional = true});
    v.text("language", &MyForm::language, {.most = 16, .optional = true});
    v.text("theme", &MyForm::theme, {.most = 16, .optional = true});
    v.text("password", &MyForm::password, {.most = 1024, .optional = true, .least = 12});
    v.text("current_password", &MyForm::current_password, {.most = 4096, .optional = true});
  }
};

struct SetUpState {
  bool needed = false;
};

desk::Origin origin_of(const Call& call, std::string device = {}) {
  return {call.actor.address, call.actor.request_id, call.actor.user_agent, std::move(device)};
}

Response signed_in_answer(const Backend& backend, const Call& call, int status, const desk::SignedIn& signed_in) {
  Response response = json_answer(status, shown_json(signed_in.session));
  response.set("Set-Cookie", backend.cookie.with(signed_in.token.reveal(), call.request.secure));
  return response;
}

}  // namespace
}  // namespace frontdesk::api

template <>
struct frontdesk::desk::View<frontdesk::api::SetUpState> {
  static constexpr std::string_view kName = "SetupState";
  template <class V>
  static void describe(V& v, const api::SetUpState& state) {
    v.flag("needed", state.needed);
    v.flag("token_required", state.needed);
  }
};

template <>
struct frontdesk::desk::View<frontdesk::desk::FieldFault> {
  static constexpr std::string_view kName = "FieldFault";
  template <class V>
  static void describe(V& v, const FieldFault& fault) {
    v.text("field", fault.field);
    v.text("message", fault.message);
    v.text("key", fault.key);
  }
};

template <>
struct frontdesk::desk::View<frontdesk::api::SetUpFaults> {
  static constexpr std::string_view kName = "SetupFaults";
  template <class V>
  static void describe(V& v, const api::SetUpFaults& found) {
    v.list("faults", found.faults);
  }
};

namespace frontdesk::api {
namespace {

desk::SetupRequest to_request(SetUpForm form) {
  desk::SetupRequest request;
  request.token = std::move(form.token);
  request.user.name = std::move(form.name);
  request.user.display_name = std::move(form.display_name);
  request.user.password = std::move(form.password);
  request.user.language = std::move(form.language);
  request.also_answers = form.also_answers;
  request.company = std::move(form.company);
  request.time_zone = std::move(form.time_zone);
  return request;
}

Response get_setup(Backend& backend, const Route&, const Call&) {
  return json_answer(200, shown_json(SetUpState{backend.services.desk.accounts.needs_setup()}));
}

Response post_setup(Backend& backend, const Route&, const Call& call) {
  desk::AccountService& accounts = backend.services.desk.accounts;
  if (!accounts.needs_setup()) return fail(call, Problem(404, ErrorCode::kNotFound, "the set-up is done"));
  SetUpForm form;
  if (auto problem = read_form(call, form)) return fail(call, *problem);
  auto signed_in = accounts.set_up(to_request(std::move(form)), origin_of(call));
  if (!signed_in) return fail(call, std::move(signed_in).error());
  return signed_in_answer(backend, call, 201, *signed_in);
}

Response post_setup_check(Backend& backend, const Route&, const Call& call) {
  if (!backend.services.desk.accounts.needs_setup())
    return fail(call, Problem(404, ErrorCode::kNotFound, "the set-up is done"));
  SetUpCheckForm form;
  if (auto problem = read_form(call, form)) return fail(call, *problem);
  return json_answer(200, shown_json(SetUpFaults{desk::AccountService::set_up_faults(to_request(std::move(form)))}));
}

Response post_session(Backend& backend, const Route&, const Call& call) {
  SignInForm form;
  if (auto problem = read_form(call, form)) return fail(call, *problem);
  Duration retry_after{0};
  auto signed_in = backend.services.desk.accounts.sign_in(form.name, std::move(form.password),
                                                          origin_of(call, std::move(form.device)), retry_after);
  if (signed_in) return signed_in_answer(backend, call, 200, *signed_in);
  Response response = fail(call, signed_in.error());
  if (retry_after > Duration::zero())
    response.set("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(retry_after).count()));
  return response;
}

Response get_session(Backend&, const Route&, const Call& call) { return json_answer(200, shown_json(*call.session)); }

Response delete_session(Backend& backend, const Route&, const Call& call) {
  if (auto done = backend.services.desk.accounts.sign_out(call.actor); !done)
    return fail(call, std::move(done).error());
  Response response;
  response.status = 204;
  response.set("Set-Cookie", backend.cookie.with("", call.request.secure));
  return response;
}

Response patch_me(Backend& backend, const Route&, const Call& call) {
  MyForm form;
  if (auto problem = read_form(call, form)) return fail(call, *problem);
  auto user = backend.services.desk.accounts.change_me(call.actor, std::move(static_cast<desk::OwnChange&>(form)));
  if (!user) return fail(call, std::move(user).error());
  return json_answer(200, shown_json(*user));
}

}  // namespace

void add_session_routes(std::vector<Route>& routes) {
  const Payload small = Payload::json(kSmall);
  const auto anyone = Needs::nobody_in_particular();
  const auto session = shown_schema<desk::Session>;
  routes.push_back({Method::kGet,
                    "/api/v1/setup",
                    anyone,
                    Payload::none(),
                    get_setup,
                    nullptr,
                    {.name = "setup.show", .answer = shown_schema<SetUpState>}});
  routes.push_back({Method::kPost,
                    "/api/v1/setup",
                    anyone,
                    small,
                    post_setup,
                    nullptr,
                    {.name = "setup.finish", .status = 201, .fields = form_fields<SetUpForm>, .answer = session}});
  routes.push_back(
      {Method::kPost,
       "/api/v1/setup/check",
       anyone,
       small,
       post_setup_check,
       nullptr,
       {.name = "setup.check", .fields = form_fields<SetUpCheckForm>, .answer = shown_schema<SetUpFaults>}});
  routes.push_back({Method::kPost,
                    "/api/v1/session",
                    anyone,
                    small,
                    post_session,
                    nullptr,
                    {.name = "session.open", .fields = form_fields<SignInForm>, .answer = session}});
  routes.push_back({Method::kGet,
                    "/api/v1/session",
                    Needs::session(),
                    Payload::none(),
                    get_session,
                    nullptr,
                    {.name = "session.show", .answer = session}});
  routes.push_back({Method::kDelete,
                    "/api/v1/session",
                    Needs::session(),
                    Payload::none(),
                    delete_session,
                    nullptr,
                    {.name = "session.close", .status = 204, .media = ""}});
  routes.push_back({Method::kPatch,
                    "/api/v1/me",
                    Needs::session(),
                    small,
                    patch_me,
                    nullptr,
                    {.name = "me.change", .fields = form_fields<MyForm>, .answer = shown_schema<desk::UserView>}});
}

}  // namespace frontdesk::api
