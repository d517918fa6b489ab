// People and their roles.
#include "desk/account/service.h"
#include "desk/account/views.h"
#include "desk/use_case/entry.h"

namespace frontdesk::desk {
namespace {

constexpr TextRule kDisplayName{.most = 256, .schema = "DisplayName"};
constexpr TextRule kNewPassword{.most = 1024, .least = 12};

}  // namespace

struct ListUsers {
  static constexpr UseCase kUseCase{.name = "user.list", .route = {Method::kGet, "/users"}, .right = Right::kRunUsers};
  template <class V>
  static void describe(V&) {}
  Result<Page<ListedUser>> run(Desk& desk, const Asked&) {
    auto users = desk.accounts.users();
    if (!users) return std::move(users).error();
    return Page<ListedUser>{std::move(*users), {}};
  }
};

struct AddUser : NewUser {
  static constexpr UseCase kUseCase{.name = "user.add",
                                    .route = {Method::kPost, "/users"},
                                    .right = Right::kRunUsers,
                                    .status = 201,
                                    .body_schema = "NewUser"};
  template <class V>
  static void describe(V& v) {
    v.text("name", &AddUser::name, {.most = 64, .pattern = kSignInName, .least = 2});
    v.text("display_name", &AddUser::display_name, kDisplayName);
    v.roles("roles", &AddUser::roles, false);
    v.text("password", &AddUser::password, kNewPassword);
    v.text("language", &AddUser::language, {.most = 16, .optional = true});
  }
  Result<UserView> run(Desk& desk, const Asked& asked) {
    return desk.accounts.add_user(asked.actor, std::move(static_cast<NewUser&>(*this)));
  }
};

struct ChangeUser : UserChange {
  static constexpr UseCase kUseCase{.name = "user.change",
                                    .route = {Method::kPatch, "/users/{user}"},
                                    .right = Right::kRunUsers,
                                    .needs_version = true,
                                    .body_schema = "UserChange"};
  UserId user;

  template <class V>
  static void describe(V& v) {
    v.path("user", &ChangeUser::user);
    v.text("display_name", &ChangeUser::display_name, {.most = 256, .optional = true});
    v.roles("roles", &ChangeUser::roles, true);
    v.text("password", &ChangeUser::password, {.most = 1024, .optional = true, .least = 12});
    v.flag("disabled", &ChangeUser::disabled);
    v.text("language", &ChangeUser::language, {.most = 16, .optional = true});
  }
  Result<UserView> run(Desk& desk, const Asked& asked) {
    return desk.accounts.change_user(asked.actor, user, asked.seen_version, std::move(static_cast<UserChange&>(*this)));
  }
};

struct ListColleagues {
  static constexpr UseCase kUseCase{
      .name = "colleague.list", .route = {Method::kGet, "/agents"}, .right = Right::kSeeColleagues};
  template <class V>
  static void describe(V&) {}
  Result<Page<NamedUser>> run(Desk& desk, const Asked&) {
    auto people = desk.accounts.assignable();
    if (!people) return std::move(people).error();
    return Page<NamedUser>{std::move(*people), {}};
  }
};

/// Which role may do what, as the profile in force says.
struct ListRoles {
  static constexpr UseCase kUseCase{.name = "role.list", .route = {Method::kGet, "/roles"}, .right = Right::kRunUsers};
  template <class V>
  static void describe(V&) {}
  Result<Page<RoleView>> run(Desk&, const Asked& asked) {
    Page<RoleView> page;
    for (const auto& [role, grants] : asked.actor.access->roles) page.items.push_back({role, grants});
    return page;
  }
};

FD_USE_CASE(ListUsers)
FD_USE_CASE(AddUser)
FD_USE_CASE(ChangeUser)
FD_USE_CASE(ListColleagues)
FD_USE_CASE(ListRoles)

}  // namespace frontdesk::desk
