// AccountService: signing in and out, and who is signed in.
#include <utility>

#include "base/bytes.h"
#include "base/log.h"
#include "base/sha256.h"
#include "base/text.h"
#include "desk/account/known_device.h"
#include "desk/account/service.h"
#include "desk/account/session_book.h"
#include "desk/account/throttle.h"
#include "storage/store.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kMaxPresented = 1024;  // a longer password is not even hashed

}  // namespace

Result<SignedIn> AccountService::sign_in(const std::string& name, Secret password, const Origin& origin,
                                         Duration& retry_after) {
  const std::string account = text::to_lower_ascii(text::trim(name.substr(0, 256)));
  auto user = store_.read([&](storage::ReadTx& tx) { return storage::find_user(tx, account); });
  if (!user) return std::move(user).error();
  std::string device;
  if (*user) device = devices_->check(origin.device, **user, clock_.now()).value_or("");
  const SignInThrottle::Try attempt{account, origin.address, device};
  retry_after = throttle_->admit(attempt);
  if (retry_after > Duration::zero())
    return Error{ErrorCode::kLimit, "too many tries; wait a little", "error.login_delayed"};
  auto fits = password_fits(*user, password);
  if (!fits) return std::move(fits).error();
  if (!*fits) {
    throttle_->failed(attempt);
    return refuse_sign_in(*user, origin);
  }
  throttle_->succeeded(attempt);
  return accept_sign_in(std::move(**user), password, origin);
}

Result<bool> AccountService::password_fits(const std::optional<storage::UserRecord>& user, const Secret& password) {
  if (password.reveal().size() > kMaxPresented || !user) return hasher_.verify_nobody(password);
  auto fits = hasher_.verify(user->password_hash, password);
  if (!fits) return fits;
  return *fits && !user->disabled;
}

// The name that was typed is not recorded unless it is a user's: people type passwords into the wrong field.
Error AccountService::refuse_sign_in(const std::optional<storage::UserRecord>& user, const Origin& origin) {
  const Actor actor = actor_of(user.value_or(storage::UserRecord{}), origin);
  auto recorded = store_.write_and_wait(
      [&](storage::Tx& tx) { return record(tx, actor, "auth.fail", actor.user, "", "", "denied"); });
  if (!recorded) log_warning("a refused sign-in could not be recorded", {{"reason", recorded.error()}});
  // What watches the log (packaging/security/fail2ban-filter.conf) reads this line as it stands.
  log_warning("sign-in refused", {{"address", origin.address}});
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
      FD_TRY(storage::update_user(tx, *current));
    }
    return open_session(tx, *current, origin);
  });
}

Result<SignedIn> AccountService::open_session(storage::Tx& tx, const storage::UserRecord& user, const Origin& origin) {
  const Micros now = clock_.now();
  const std::string token = to_base64url(random_.bytes(kTokenBytes));
  storage::SessionRecord session{
      ids_.next<SessionId>(),  sha256(as_bytes(token)), user.id, sha256(as_bytes(csrf_token(token))), now, now,
      now + options_.lifetime, origin.address};
  FD_TRY(storage::insert_session(tx, session));
  Actor actor = actor_of(user, origin);
  actor.session = session.id.raw();
  FD_TRY(record(tx, actor, kSignInAction, user.id, "", ""));
  SignedIn signed_in{Secret(token), make_session(session.id, user, options_.access, token, session.expires_at)};
  signed_in.session.device = devices_->issue(user, now);
  return signed_in;
}

Result<void> AccountService::sign_out(const Actor& actor) {
  const SessionId session{actor.session};
  auto done = store_.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    FD_TRY(storage::delete_session(tx, session));
    return record(tx, actor, "auth.logout", actor.user, "", "");
  });
  sessions_->forget(session);
  tell_sessions_ended();
  return done;
}

std::shared_ptr<const Session> AccountService::find_session(std::string_view token) { return sessions_->find(token); }

bool AccountService::is_signed_in(SessionId session) const { return sessions_->is_open(session); }

void AccountService::on_sessions_ended(std::function<void()> listener) {
  const std::lock_guard lock(listener_mutex_);
  listener_ = std::move(listener);
}

// Under the lock, so that a listener that was taken away is not called any more.
void AccountService::tell_sessions_ended() {
  const std::lock_guard lock(listener_mutex_);
  if (listener_) listener_();
}

}  // namespace frontdesk::desk
