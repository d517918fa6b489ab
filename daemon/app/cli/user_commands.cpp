// frontdesk user …, frontdesk setup …
#include "app/cli/command_groups.h"
#include "base/bytes.h"
#include "desk/account/service.h"
#include "desk/context.h"

namespace frontdesk::app {
namespace {

using desk::Actor;
using json::Value;

Value words_of(desk::Roles roles) {
  Value words{json::Array{}};
  for (const desk::Role role : desk::kEveryRole) {
    if (roles.has(role)) words.push(desk::to_text(role));
  }
  return words;
}

Result<desk::Roles> parse_roles(const Value& list) {
  desk::Roles roles;
  for (const Value& word : list.items()) {
    const auto role = desk::parse_role(word.as_string());
    if (!role) {
      return Error{ErrorCode::kInvalid,
                   "roles are admin, agent and supervisor, not '" + std::string(word.as_string()) + "'"};
    }
    roles.add(*role);
  }
  return roles;
}

Value user_row(const desk::UserView& user) {
  Value row;
  row.set("id", to_text(user.id)).set("name", user.name).set("display_name", user.display_name);
  row.set("roles", words_of(user.roles)).set("disabled", user.disabled).set("created_at", to_rfc3339(user.created_at));
  return row;
}

/// The user is named by "name"; prints the row as it is after the change.
Result<void> change_user(const CommandTargets& to, const Value& args, desk::UserChange change, const RowSink& row) {
  const std::string name = text_arg(args, "name");
  auto users = to.accounts.users(Actor::command_line());
  if (!users) return std::move(users).error();
  for (const desk::UserView& user : *users) {
    if (user.name != name) continue;
    auto changed = to.accounts.change_user(Actor::command_line(), user.id, user.version, std::move(change));
    if (!changed) return std::move(changed).error();
    return row(user_row(*changed));
  }
  return Error{ErrorCode::kNotFound, "there is no user '" + name + "'"};
}

/// With "generate" the new password is made here and shown this once; else it is the argument "password".
Result<void> set_password(const CommandTargets& to, const Value& args, const RowSink& row) {
  constexpr std::size_t kGeneratedBytes = 15;
  if (!args.get("generate").as_bool()) {
    return change_user(to, args, {.password = Secret(text_arg(args, "password"))}, row);
  }
  const std::string password = to_base64url(to.context.random.bytes(kGeneratedBytes));
  return change_user(to, args, {.password = Secret(password)}, [&](const Value& user) {
    Value shown;
    return row(shown.set("name", user.get("name")).set("password", password));
  });
}

}  // namespace

void add_user_commands(CommandTable& table, const CommandTargets& to) {
  table["user.list"] = [to](const Value&, const RowSink& row) -> Result<void> {
    auto users = to.accounts.users(Actor::command_line());
    if (!users) return std::move(users).error();
    for (const desk::UserView& user : *users) {
      if (auto sent = row(user_row(user)); !sent) return sent;
    }
    return {};
  };
  table["user.add"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto roles = parse_roles(args.get("roles"));
    if (!roles) return std::move(roles).error();
    desk::NewUser user;
    user.name = text_arg(args, "name");
    user.display_name = text_arg(args, "display_name");
    user.roles = *roles;
    user.password = Secret(text_arg(args, "password"));
    auto added = to.accounts.add_user(Actor::command_line(), std::move(user));
    if (!added) return std::move(added).error();
    return row(user_row(*added));
  };
  table["user.disable"] = [to](const Value& args, const RowSink& row) {
    return change_user(to, args, {.disabled = true}, row);
  };
  table["user.enable"] = [to](const Value& args, const RowSink& row) {
    return change_user(to, args, {.disabled = false}, row);
  };
  table["user.password"] = [to](const Value& args, const RowSink& row) { return set_password(to, args, row); };
  table["user.role"] = [to](const Value& args, const RowSink& row) -> Result<void> {
    auto roles = parse_roles(args.get("roles"));
    if (!roles) return std::move(roles).error();
    return change_user(to, args, {.roles = *roles}, row);
  };
  table["setup.link"] = [to](const Value&, const RowSink& row) -> Result<void> {
    const Secret token = to.accounts.setup_token();
    if (token.empty()) return Error{ErrorCode::kNotFound, "the set-up is done; sign in at " + to.base_url};
    Value link;
    link.set("url", to.base_url + "/setup#token=" + std::string(token.reveal()));
    return row(link);
  };
}

}  // namespace frontdesk::app
