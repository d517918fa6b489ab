// AccountService: the people themselves: seeing, adding and changing them.
#include <algorithm>
#include <utility>

#include "base/log.h"
#include "desk/account/password.h"
#include "desk/account/service.h"
#include "desk/account/session_book.h"
#include "desk/account/setup_token.h"
#include "desk/account/throttle.h"
#include "storage/store.h"
#include "storage/tables/account.h"
#include "storage/tables/audit.h"
#include "storage/tables/ticket.h"

namespace frontdesk::desk {
namespace {

Result<void> keep_an_administrator(storage::ReadTx& tx, const domain::AccessRules& access, UserId leaving) {
  auto users = storage::list_users(tx);
  if (!users) return std::move(users).error();
  const bool another = std::any_of(users->begin(), users->end(), [&](const storage::UserRecord& user) {
    return user.id != leaving && is_administrator(user, access);
  });
  if (another) return {};
  return Error{ErrorCode::kConflict, "the last administrator must stay one", "error.last_admin"};
}

}  // namespace

Result<std::vector<ListedUser>> AccountService::users() {
  return store_.read([](storage::ReadTx& tx) -> Result<std::vector<ListedUser>> {
    auto records = storage::list_users(tx);
    if (!records) return std::move(records).error();
    std::vector<ListedUser> views;
    for (const storage::UserRecord& user : *records) {
      auto owned = storage::count_owned(tx, user.id, kMostOwnedCounted);
      if (!owned) return std::move(owned).error();
      auto signed_in = storage::newest_audit_time(tx, user.id.raw(), kSignInAction);
      if (!signed_in) return std::move(signed_in).error();
      views.push_back({view_of(user), *owned, signed_in->value_or(Micros{})});
    }
    return views;
  });
}

Result<std::vector<NamedUser>> AccountService::assignable() {
  auto records = store_.read([](storage::ReadTx& tx) { return storage::list_users(tx); });
  if (!records) return std::move(records).error();
  std::vector<NamedUser> views;
  for (const storage::UserRecord& user : *records) {
    if (can_own_tickets(user, *options_.access)) views.push_back({user.id, user.display_name});
  }
  return views;
}

Result<UserId> AccountService::find_user(const std::string& name) {
  auto user = store_.read([&](storage::ReadTx& tx) { return storage::find_user(tx, name); });
  if (!user) return std::move(user).error();
  if (*user) return (*user)->id;
  return Error{ErrorCode::kNotFound, "there is no user " + name};
}

Result<UserView> AccountService::add_user(const Actor& actor, NewUser user) {
  auto made = make_record(user);
  if (!made) return std::move(made).error();
  auto added = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto known = storage::find_user(tx, made->name);
    if (!known) return std::move(known).error();
    if (*known) return Error{ErrorCode::kConflict, "this sign-in name is taken", "error.name_taken"};
    FD_TRY(storage::insert_user(tx, *made));
    return record(tx, actor, "user.add", made->id, "", describe(*made));
  });
  if (!added) return std::move(added).error();
  somebody_is_there();
  return view_of(*made);
}

Result<UserView> AccountService::change_user(const Actor& actor, UserId id, std::optional<std::int64_t> seen_version,
                                             UserChange change) {
  if (change.roles && change.roles->empty()) return Error{ErrorCode::kInvalid, "a user needs a role", "error.roles"};
  return save(actor, id, seen_version, change, id == actor.user ? SessionId{actor.session} : SessionId{});
}

Result<UserView> AccountService::change_me(const Actor& actor, OwnChange change) {
  if (change.password) {
    auto me = store_.read([&](storage::ReadTx& tx) { return storage::load_user(tx, actor.user); });
    if (!me) return std::move(me).error();
    // Whoever is signed in waits for nobody's failures but those of the session.
    const std::string session = "session " + std::to_string(actor.session);
    const SignInThrottle::Try attempt{me->name, actor.address, session};
    if (throttle_->admit(attempt) > Duration::zero())
      return Error{ErrorCode::kLimit, "too many tries; wait a little", "error.login_delayed"};
    auto fits = hasher_.verify(me->password_hash, change.current_password);
    if (!fits) return std::move(fits).error();
    if (!*fits) {
      throttle_->failed(attempt);
      return refuse_own_password(actor);
    }
  }
  UserChange mine;
  mine.display_name = std::move(change.display_name);
  mine.language = std::move(change.language);
  mine.theme = std::move(change.theme);
  mine.password = std::move(change.password);
  // People change themselves from one page; what they did not touch stays as it is in the store.
  return save(actor, actor.user, std::nullopt, mine, SessionId{actor.session});
}

Error AccountService::refuse_own_password(const Actor& actor) {
  auto recorded = store_.write_and_wait(
      [&](storage::Tx& tx) { return record(tx, actor, "auth.fail", actor.user, "", "", "denied"); });
  if (!recorded) log_warning("a refused password could not be recorded", {{"reason", recorded.error()}});
  return {ErrorCode::kInvalid, "the current password is wrong", "error.current_password"};
}

Result<void> check_new_user(const NewUser& user) {
  auto record = to_record(user);
  if (!record) return std::move(record).error();
  return check_password(user.password, context_words(record->name, record->display_name));
}

Result<storage::UserRecord> AccountService::make_record(const NewUser& user) {
  FD_TRY(check_new_user(user));
  auto record = to_record(user);
  if (!record) return record;
  auto hash = hasher_.hash(user.password);
  if (!hash) return std::move(hash).error();
  record->password_hash = std::move(*hash);
  record->id = ids_.next<UserId>();
  record->created_at = clock_.now();
  return record;
}

Result<std::string> AccountService::hash_new_password(UserId id, const UserChange& change) {
  if (!change.password) return std::string();
  auto user = store_.read([&](storage::ReadTx& tx) { return storage::load_user(tx, id); });
  if (!user) return std::move(user).error();
  const auto words = context_words(user->name, change.display_name.value_or(user->display_name));
  FD_TRY(check_password(*change.password, words));
  return hasher_.hash(*change.password);
}

Result<UserView> AccountService::save(const Actor& actor, UserId id, std::optional<std::int64_t> seen_version,
                                      const UserChange& change, SessionId keep) {
  FD_TRY(check_change(change));
  auto hash = hash_new_password(id, change);
  if (!hash) return std::move(hash).error();
  auto saved = store_.write_and_wait([&](storage::Tx& tx) -> Result<UserView> {
    auto before = storage::load_user(tx, id);
    if (!before) return std::move(before).error();
    if (seen_version && *seen_version != before->version)
      return Error{ErrorCode::kConflict, "the user was changed in the meantime", "error.version"};
    storage::UserRecord user = *before;
    apply_change(user, change, *hash);
    if (is_administrator(*before, *options_.access) && !is_administrator(user, *options_.access))
      FD_TRY(keep_an_administrator(tx, *options_.access, id));
    FD_TRY(storage::update_user(tx, user));
    const bool rights_changed = user.roles != before->roles || user.disabled != before->disabled;
    if (rights_changed || !hash->empty())
      FD_TRY(storage::delete_sessions_of(tx, id, rights_changed ? SessionId{} : keep));
    const char* action = user.disabled && !before->disabled   ? "user.disable"
                         : !user.disabled && before->disabled ? "user.enable"
                         : rights_changed                     ? "user.role"
                         : hash->empty()                      ? "user.change"
                                                              : "user.password";
    FD_TRY(record(tx, actor, action, id, describe(*before), describe(user)));
    const bool owned = can_own_tickets(*before, *options_.access);
    if (options_.on_cannot_own && owned && !can_own_tickets(user, *options_.access))
      FD_TRY(options_.on_cannot_own(tx, actor, id));
    return view_of(user);
  });
  sessions_->forget_user(id);
  tell_sessions_ended();
  return saved;
}

}  // namespace frontdesk::desk
