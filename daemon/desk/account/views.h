// How people and roles are shown outside.
#pragma once

#include <map>

#include "desk/account/known_device.h"
#include "desk/account/session.h"
#include "desk/account/user.h"
#include "desk/use_case/view.h"

namespace frontdesk::desk {

/// What a sign-in name looks like; the account service checks it.
inline constexpr std::string_view kSignInName = "^[A-Za-z0-9][A-Za-z0-9._@-]+$";

/// What a role may do: each right it has, with how far it reaches.
struct RoleView {
  Role role{};
  domain::Grants grants;
};

/// Rights with their scopes, without those that are not given.
struct GrantsView {
  domain::Grants grants;
};

template <>
struct View<GrantsView> {
  static constexpr std::string_view kName = "Grants";
  template <class V>
  static void describe(V& v, const GrantsView& view) {
    for (const Right right : domain::every_right()) v.word(domain::to_text(right), view.grants.of(right));
  }
};

template <>
struct View<RoleView> {
  static constexpr std::string_view kName = "Role";
  static constexpr std::string_view kPageName = "RolePage";
  template <class V>
  static void describe(V& v, const RoleView& view) {
    v.text("role", domain::to_text(view.role));
    v.object("rights", GrantsView{view.grants});
  }
};

template <>
struct View<UserView> {
  static constexpr std::string_view kName = "User";
  template <class V>
  static void describe(V& v, const UserView& user) {
    v.id("id", user.id);
    v.text("name", user.name);
    v.text("display_name", user.display_name);
    v.roles("roles", user.roles);
    v.one_of("language", kLanguages, user.language);
    v.one_of("theme", kThemes, user.theme);
    v.flag("disabled", user.disabled);
    v.moment("created_at", user.created_at);
    v.number("version", user.version);
  }
};

template <>
struct View<ListedUser> {
  static constexpr std::string_view kName = "ListedUser";
  static constexpr std::string_view kPageName = "UserPage";
  template <class V>
  static void describe(V& v, const ListedUser& listed) {
    v.members_of(listed.user);
    v.number("open_tickets", listed.open_tickets);
    v.time("last_sign_in", listed.last_sign_in);
  }
};

/// Who is signed in, and what that person may do.
template <>
struct View<Session> {
  static constexpr std::string_view kName = "Session";
  template <class V>
  static void describe(V& v, const Session& session) {
    v.object("user", session.user);
    v.object("rights", GrantsView{session.actor.access->grants(session.actor.roles)});
    v.text("csrf", session.csrf);
    v.moment("expires_at", session.expires_at);
    v.text("device", session.device);
  }
};

}  // namespace frontdesk::desk

namespace frontdesk::domain {

template <>
struct Words<Scope> {
  static constexpr std::string_view kName = "Scope";
  static std::span<const std::string_view> all();
};

}  // namespace frontdesk::domain
