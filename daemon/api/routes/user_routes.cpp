// People and their roles.
#include <iterator>

#include "api/backend.h"
#include "api/fields.h"
#include "api/routes/read_request.h"
#include "api/routes/routes.h"
#include "api/routes/write_json.h"
#include "base/secret.h"
#include "desk/account/service.h"

namespace frontdesk::api {

namespace {

constexpr std::size_t kSmall = 16 * 1024;

std::optional<desk::Roles> read_roles(Fields& body) {
  desk::Roles roles;
  for (const std::string& word : body.texts("roles", std::size(desk::kEveryRole))) {
    const auto role = desk::parse_role(word);
    if (!role) {
      body.fault("roles", "knows admin, agent and supervisor", "error.roles");
      return std::nullopt;
    }
    roles.add(*role);
  }
  return roles;
}

Response user_answer(int status, const desk::UserView& user) {
  json::Writer out;
  write_user(out, user);
  return json_answer(status, out.take());
}

Response get_users(Backend& backend, const Call& call) {
  auto users = backend.services.accounts.users(call.actor);
  if (!users) return fail(call, std::move(users).error());
  return json_answer(200, list_json(*users, "", write_user));
}

Response get_agents(Backend& backend, const Call& call) {
  auto users = backend.services.accounts.assignable(call.actor);
  if (!users) return fail(call, std::move(users).error());
  return json_answer(200, list_json(*users, "", [](json::Writer& out, const desk::UserView& user) {
                       out.begin_object().member("id", to_text(user.id)).member("display_name", user.display_name);
                       out.end_object();
                     }));
}

Response post_user(Backend& backend, const Call& call) {
  Fields body(call.body);
  desk::NewUser user;
  user.name = body.text("name", 64);
  user.display_name = body.text("display_name", 256);
  body.require("roles");
  user.roles = read_roles(body).value_or(desk::Roles{});
  user.password = Secret(body.text("password", 1024));
  user.language = body.optional_text("language", 16).value_or("zh-CN");
  if (auto problem = body.problem()) return fail(call, *problem);
  auto added = backend.services.accounts.add_user(call.actor, std::move(user));
  if (!added) return fail(call, std::move(added).error());
  return user_answer(201, *added);
}

Response patch_user(Backend& backend, const Call& call) {
  auto id = argument_id<UserId>(call);
  if (!id) return fail(call, std::move(id).error());
  Fields body(call.body);
  desk::UserChange change;
  change.display_name = body.optional_text("display_name", 256);
  if (call.body.find("roles") != nullptr) change.roles = read_roles(body);
  if (auto password = body.optional_text("password", 1024)) change.password = Secret(std::move(*password));
  change.disabled = body.optional_flag("disabled");
  change.language = body.optional_text("language", 16);
  if (auto problem = body.problem()) return fail(call, *problem);
  std::int64_t version = 0;
  if (auto problem = read_if_match(call.request, version)) return fail(call, *problem);
  auto changed = backend.services.accounts.change_user(call.actor, *id, version, std::move(change));
  if (changed) return user_answer(200, *changed);
  Problem problem(std::move(changed).error());
  if (problem.error.key == "error.version") problem.status = 412;
  return fail(call, problem);
}

}  // namespace

void add_user_routes(std::vector<Route>& routes) {
  const Payload small = Payload::json(kSmall);
  routes.emplace_back(Method::kGet, "/api/v1/users", Permission::kRunUsers, Payload::none(), get_users);
  routes.emplace_back(Method::kPost, "/api/v1/users", Permission::kRunUsers, small, post_user);
  routes.emplace_back(Method::kPatch, "/api/v1/users/{id}", Permission::kRunUsers, small, patch_user);
  routes.emplace_back(Method::kGet, "/api/v1/agents", Permission::kSeeColleagues, Payload::none(), get_agents);
}

}  // namespace frontdesk::api
