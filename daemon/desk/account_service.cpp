#include "desk/account_service.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "base/sha256.h"
#include "base/text.h"
#include "desk/account_session_book.h"
#include "desk/account_setup_token.h"
#include "desk/account_throttle.h"
#include "desk/actor_record.h"
#include "desk/limits.h"
#include "storage/account_repository.h"
#include "storage/setting_repository.h"
#include "storage/store.h"

namespace frontdesk::desk {

namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kMaxPresented = 1024;  // a longer password is not even hashed

Error invalid(const char* message, const char* key) { return {ErrorCode::kInvalid, message, key}; }

bool is_name(std::string_view name) {
  if (name.size() < 2 || name.size() > 64) return false;
  const auto is_alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return is_alnum(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
           return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '@';
         });
}

bool is_language(std::string_view language) { return language == "zh-CN" || language == "en"; }
bool is_theme(std::string_view theme) { return theme == "auto" || theme == "light" || theme == "dark"; }

bool is_display_name(std::string_view name) {
  return text::is_valid_utf8(name) && text::one_line(name) == name && !name.empty() && text::length(name) <= 64;
}

std::vector<std::string> context_words(const std::string& name, const std::string& display_name) {
  return {"frontdesk", name, display_name};
}

/// What the audit trail says about a user: no password, not even its hash.
std::string describe(const storage::UserRecord& user) {
  json::Writer out;
  out.begin_object().member("name", user.name).member("roles", user.roles).member("disabled", user.disabled);
  return out.end_object().take();
}

Actor person(const storage::UserRecord& user, const Origin& origin) {
  Actor actor = make_session({}, user, {}, {}).actor;
  actor.address = origin.address;
  actor.request_id = origin.request_id;
  actor.user_agent = origin.user_agent;
  return actor;
}

bool is_administrator(const storage::UserRecord& user) { return Roles(user.roles).has(Role::kAdmin) && !user.disabled; }

Result<void> keep_an_administrator(storage::ReadTx& tx, UserId leaving) {
  auto users = storage::list_users(tx);
  if (!users) return std::move(users).error();
  const bool another = std::any_of(users->begin(), users->end(), [&](const storage::UserRecord& user) {
    return user.id != leaving && is_administrator(user);
  });
  if (another) return {};
  return Error{ErrorCode::kConflict, "the last administrator must stay one", "error.last_admin"};
}

Result<void> check_change(const UserChange& change) {
  if (change.display_name && !is_display_name(*change.display_name))
    return invalid("the name to show is missing or too long", "error.display_name");
  if (change.language && !is_language(*change.language))
    return invalid("the language is zh-CN or en", "error.language");
  if (change.theme && !is_theme(*change.theme)) return invalid("the theme is auto, light or dark", "error.theme");
  return {};
}

storage::UserRecord changed(storage::UserRecord user, const UserChange& change, const std::string& password_hash) {
  if (change.display_name) user.display_name = *change.display_name;
  if (change.language) user.language = *change.language;
  if (change.theme) user.theme = *change.theme;
  if (change.roles) user.roles = change.roles->stored();
  if (change.disabled) user.disabled = *change.disabled;
  if (!password_hash.empty()) user.password_hash = password_hash;
  return user;
}

}  // namespace

AccountService::AccountService(storage::Store& store, audit::Trail& trail, IdSource& ids, const Clock& clock,
                               RandomSource& random, AccountOptions options)
    : store_(store),
      trail_(trail),
      ids_(ids),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      hasher_(options_.password_cost),
      sessions_(std::make_unique<SessionBook>(store, clock, options_.idle)),
      setup_(std::make_unique<SetupToken>(options_.state_directory, options_.setup_lifetime, clock, random)),
      throttle_(std::make_unique<SignInThrottle>(clock)) {}

AccountService::~AccountService() = default;

Result<void> AccountService::start() {
  const Micros now = clock_.now();
  auto users = store_.write_and_wait([&](storage::Tx& tx) -> Result<std::int64_t> {
    if (auto done = storage::delete_stale_sessions(tx, now, now - options_.idle); !done) return std::move(done).error();
    return storage::count_users(tx);
  });
  if (!users) return std::move(users).error();
  has_users_ = *users > 0;
  if (!has_users_) return setup_->issue();
  setup_->revoke();
  return {};
}

bool AccountService::needs_setup() const { return !has_users_; }

Secret AccountService::setup_token() const { return setup_->value(); }

Result<void> AccountService::record(storage::Tx& tx, const Actor& actor, const std::string& action, UserId object,
                                    const std::string& before, const std::string& after, const std::string& result) {
  return record_act(trail_, tx, actor,
                    {.action = action,
                     .object_type = "user",
                     .object_id = object.raw(),
                     .reason = {},
                     .before = before,
                     .after = after,
                     .result = result});
}

Result<storage::UserRecord> AccountService::make_record(NewUser& user) {
  storage::UserRecord record;
  record.name = text::to_lower_ascii(text::trim(user.name));
  record.display_name = user.display_name;
  record.roles = user.roles.stored();
  record.language = user.language;
  if (!is_name(record.name)) return invalid("the sign-in name needs 2 to 64 letters or digits", "error.user_name");
  if (!is_display_name(record.display_name))
    return invalid("the name to show is missing or too long", "error.display_name");
  if (!is_language(record.language)) return invalid("the language is zh-CN or en", "error.language");
  if (user.roles.empty()) return invalid("a user needs a role", "error.roles");
  if (auto good = check_password(user.password, context_words(record.name, record.display_name)); !good)
    return std::move(good).error();
  auto hash = hasher_.hash(user.password);
  if (!hash) return std::move(hash).error();
  record.password_hash = std::move(*hash);
  record.id = ids_.next<UserId>();
  record.created_at = clock_.now();
  return record;
}

Result<SignedIn> AccountService::set_up(SetupRequest request, const Origin& origin) {
  if (has_users_) return Error{ErrorCode::kNotFound, "the set-up is done"};
  if (throttle_->admit("setup", origin.address) > Duration::zero() || !setup_->accepts(request.token))
    return Error{ErrorCode::kForbidden, "the set-up link is wrong or too old", "error.setup_token"};
  if (!is_known_zone(request.time_zone)) return invalid("the time zone is not known", "error.time_zone");
  if (text::length(request.company) > kMostCompanyCharacters)
    return invalid("the company's name is too long", "error.company");
  request.user.roles = request.also_answers ? Roles{Role::kAdmin, Role::kSupervisor} : Roles{Role::kAdmin};
  auto record_made = make_record(request.user);
  if (!record_made) return std::move(record_made).error();
  const storage::UserRecord& user = *record_made;
  auto signed_in = store_.write_and_wait([&](storage::Tx& tx) -> Result<SignedIn> {
    auto users = storage::count_users(tx);
    if (!users) return std::move(users).error();
    if (*users > 0) return Error{ErrorCode::kNotFound, "the set-up is done"};
    if (auto done = storage::insert_user(tx, user); !done) return std::move(done).error();
    const Micros now = clock_.now();
    for (const auto& [name, value] :
         {std::pair("shop.company", &request.company), std::pair("shop.time_zone", &request.time_zone)})
      if (auto done = storage::put_setting(tx, name, *value, 0, user.id, now); !done) return std::move(done).error();
    const Actor first = person(user, origin);
    if (auto done = record(tx, first, "user.create", user.id, "", describe(user)); !done)
      return std::move(done).error();
    if (auto done = record_shop(tx, first, request); !done) return std::move(done).error();
    return open_session(tx, user, origin);
  });
  if (!signed_in) return signed_in;
  has_users_ = true;
  setup_->revoke();
  return signed_in;
}

Result<SignedIn> AccountService::open_session(storage::Tx& tx, const storage::UserRecord& user, const Origin& origin) {
  const Micros now = clock_.now();
  const std::string token = to_base64url(random_.bytes(kTokenBytes));
  storage::SessionRecord session{
      ids_.next<SessionId>(),  sha256(as_bytes(token)), user.id, sha256(as_bytes(csrf_token(token))), now, now,
      now + options_.lifetime, origin.address};
  if (auto done = storage::insert_session(tx, session); !done) return std::move(done).error();
  Actor actor = person(user, origin);
  actor.session = session.id.raw();
  if (auto done = record(tx, actor, "auth.login", user.id, "", ""); !done) return std::move(done).error();
  return SignedIn{Secret(token), make_session(session.id, user, token, session.expires_at)};
}

Result<SignedIn> AccountService::sign_in(const std::string& name, Secret password, const Origin& origin,
                                         Duration& retry_after) {
  const std::string account = text::to_lower_ascii(text::trim(name.substr(0, 256)));
  retry_after = throttle_->admit(account, origin.address);
  if (retry_after > Duration::zero())
    return Error{ErrorCode::kLimit, "too many tries; wait a little", "error.login_delayed"};
  auto user = store_.read([&](storage::ReadTx& tx) { return storage::find_user(tx, account); });
  if (!user) return std::move(user).error();
  auto fits = password_fits(*user, password);
  if (!fits) return std::move(fits).error();
  if (!*fits) {
    throttle_->failed(account, origin.address);
    return refuse_sign_in(*user, origin);
  }
  throttle_->succeeded(account, origin.address);
  return accept_sign_in(std::move(**user), password, origin);
}

Error AccountService::refuse_own_password(const Actor& actor) {
  auto recorded = store_.write_and_wait(
      [&](storage::Tx& tx) { return record(tx, actor, "auth.fail", actor.user, "", "", "denied"); });
  if (!recorded) log_warning("a refused password could not be recorded", {{"reason", recorded.error()}});
  return invalid("the current password is wrong", "error.current_password");
}

Result<void> AccountService::record_shop(storage::Tx& tx, const Actor& actor, const SetupRequest& request) {
  for (const auto& [action, value] :
       {std::pair("shop.company", &request.company), std::pair("shop.time_zone", &request.time_zone)}) {
    json::Writer after;
    after.begin_object().member("value", *value).end_object();
    auto done = record_act(trail_, tx, actor,
                           {.action = action,
                            .object_type = "setting",
                            .object_id = 0,
                            .reason = {},
                            .before = {},
                            .after = after.take()});
    if (!done) return done;
  }
  return {};
}

Result<bool> AccountService::password_fits(const std::optional<storage::UserRecord>& user, const Secret& password) {
  if (password.reveal().size() > kMaxPresented || !user) return hasher_.verify_nobody(password);
  auto fits = hasher_.verify(user->password_hash, password);
  if (!fits) return fits;
  return *fits && !user->disabled;
}

// The name that was typed is not recorded unless it is a user's: people type passwords into the wrong field.
Error AccountService::refuse_sign_in(const std::optional<storage::UserRecord>& user, const Origin& origin) {
  Actor actor;
  actor.kind = Actor::Kind::kUser;
  if (user) actor = person(*user, origin);
  actor.address = origin.address;
  actor.request_id = origin.request_id;
  actor.user_agent = origin.user_agent;
  const UserId id = user ? user->id : UserId{};
  auto recorded =
      store_.write_and_wait([&](storage::Tx& tx) { return record(tx, actor, "auth.fail", id, "", "", "denied"); });
  if (!recorded) log_warning("a refused sign-in could not be recorded", {{"reason", recorded.error()}});
  return {ErrorCode::kUnauthorised, "name or password is wrong", "error.login_failed"};
}

Result<SignedIn> AccountService::accept_sign_in(storage::UserRecord user, const Secret& password,
                                                const Origin& origin) {
  const std::string verified = user.password_hash;
  std::string better;
  if (hasher_.is_outdated(verified))
    if (auto hash = hasher_.hash(password)) better = std::move(*hash);
  return store_.write_and_wait([&](storage::Tx& tx) -> Result<SignedIn> {
    auto current = storage::load_user(tx, user.id);
    if (!current) return std::move(current).error();
    if (current->disabled || current->password_hash != verified)  // changed while we were hashing
      return Error{ErrorCode::kUnauthorised, "name or password is wrong", "error.login_failed"};
    if (!better.empty()) {
      current->password_hash = better;
      if (auto done = storage::update_user(tx, *current); !done) return std::move(done).error();
    }
    return open_session(tx, *current, origin);
  });
}

Result<void> AccountService::sign_out(const Actor& actor) {
  const SessionId session{actor.session};
  auto done = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    if (auto removed = storage::delete_session(tx, session); !removed) return removed;
    return record(tx, actor, "auth.logout", actor.user, "", "");
  });
  sessions_->forget(session);
  return done;
}

std::shared_ptr<const Session> AccountService::find_session(std::string_view token) { return sessions_->find(token); }

bool AccountService::is_signed_in(SessionId session) const { return sessions_->is_open(session); }

Result<std::vector<UserView>> AccountService::users(const Actor& actor) {
  if (auto allowed = require(actor, Right::kRunUsers); !allowed) return std::move(allowed).error();
  auto records = store_.read([](storage::ReadTx& tx) { return storage::list_users(tx); });
  if (!records) return std::move(records).error();
  std::vector<UserView> views;
  for (const storage::UserRecord& user : *records) views.push_back(view_of(user));
  return views;
}

Result<std::vector<UserView>> AccountService::assignable(const Actor& actor) {
  if (!actor.may(Right::kRunUsers))
    if (auto allowed = require(actor, Right::kWorkTickets); !allowed) return std::move(allowed).error();
  auto records = store_.read([](storage::ReadTx& tx) { return storage::list_users(tx); });
  if (!records) return std::move(records).error();
  std::vector<UserView> views;
  for (const storage::UserRecord& user : *records) {
    const Roles roles(user.roles);
    if (!user.disabled && (roles.has(Role::kAgent) || roles.has(Role::kSupervisor))) views.push_back(view_of(user));
  }
  return views;
}

Result<UserView> AccountService::add_user(const Actor& actor, NewUser user) {
  if (auto allowed = require(actor, Right::kRunUsers); !allowed) return std::move(allowed).error();
  auto made = make_record(user);
  if (!made) return std::move(made).error();
  auto added = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto known = storage::find_user(tx, made->name);
    if (!known) return std::move(known).error();
    if (*known) return Error{ErrorCode::kConflict, "this sign-in name is taken", "error.name_taken"};
    if (auto done = storage::insert_user(tx, *made); !done) return done;
    return record(tx, actor, "user.create", made->id, "", describe(*made));
  });
  if (!added) return std::move(added).error();
  has_users_ = true;
  setup_->revoke();
  return view_of(*made);
}

Result<UserView> AccountService::change_user(const Actor& actor, UserId id, std::int64_t seen_version,
                                             UserChange change) {
  if (auto allowed = require(actor, Right::kRunUsers); !allowed) return std::move(allowed).error();
  if (change.roles && change.roles->empty()) return invalid("a user needs a role", "error.roles");
  return save(actor, id, seen_version, change, id == actor.user ? SessionId{actor.session} : SessionId{});
}

Result<UserView> AccountService::change_me(const Actor& actor, OwnChange change) {
  if (change.password) {
    auto me = store_.read([&](storage::ReadTx& tx) { return storage::load_user(tx, actor.user); });
    if (!me) return std::move(me).error();
    if (throttle_->admit(me->name, actor.address) > Duration::zero())
      return Error{ErrorCode::kLimit, "too many tries; wait a little", "error.login_delayed"};
    auto fits = hasher_.verify(me->password_hash, change.current_password);
    if (!fits) return std::move(fits).error();
    if (!*fits) {
      throttle_->failed(me->name, actor.address);
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

Result<std::string> AccountService::hash_new_password(UserId id, const UserChange& change) {
  if (!change.password) return std::string();
  auto user = store_.read([&](storage::ReadTx& tx) { return storage::load_user(tx, id); });
  if (!user) return std::move(user).error();
  const auto words = context_words(user->name, change.display_name.value_or(user->display_name));
  if (auto good = check_password(*change.password, words); !good) return std::move(good).error();
  return hasher_.hash(*change.password);
}

Result<UserView> AccountService::save(const Actor& actor, UserId id, std::optional<std::int64_t> seen_version,
                                      const UserChange& change, SessionId keep) {
  if (auto good = check_change(change); !good) return std::move(good).error();
  auto hash = hash_new_password(id, change);
  if (!hash) return std::move(hash).error();
  auto saved = store_.write_and_wait([&](storage::Tx& tx) -> Result<UserView> {
    auto before = storage::load_user(tx, id);
    if (!before) return std::move(before).error();
    if (seen_version && *seen_version != before->version)
      return Error{ErrorCode::kConflict, "the user was changed in the meantime", "error.version"};
    storage::UserRecord user = changed(*before, change, *hash);
    if (is_administrator(*before) && !is_administrator(user))
      if (auto kept = keep_an_administrator(tx, id); !kept) return std::move(kept).error();
    if (auto done = storage::update_user(tx, user); !done) return std::move(done).error();
    const bool rights_changed = user.roles != before->roles || user.disabled != before->disabled;
    if (rights_changed || !hash->empty())
      if (auto done = storage::delete_sessions_of(tx, id, rights_changed ? SessionId{} : keep); !done)
        return std::move(done).error();
    const char* action = user.disabled && !before->disabled   ? "user.disable"
                         : !user.disabled && before->disabled ? "user.enable"
                         : rights_changed                     ? "user.role"
                         : hash->empty()                      ? "user.change"
                                                              : "user.password";
    if (auto done = record(tx, actor, action, id, describe(*before), describe(user)); !done)
      return std::move(done).error();
    return view_of(user);
  });
  sessions_->forget_user(id);
  return saved;
}

}  // namespace frontdesk::desk
