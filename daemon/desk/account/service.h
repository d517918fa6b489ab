// AccountService: people, their roles, and who is signed in. The one place that decides about passwords and sessions.
//
// Signing in gives a random token; only its SHA-256 is kept. A session ends after 30 idle minutes, after 12 hours, by
// signing out, and at once when its user is disabled, gets other roles or another password. The first user is made
// with a one-time token that lies in a file only the administrator of the machine can read. Every act and every
// refused sign-in is in the audit trail. Thread rule: any thread but the store's writer.
//
//   auto signed_in = accounts.sign_in("li.min", Secret(password), {address, request_id});
//   … cookie = signed_in->token …
//   if (auto session = accounts.find_session(cookie)) actor = session->actor;
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "desk/account/password.h"
#include "desk/account/session.h"
#include "desk/account/user.h"
#include "desk/actor.h"

namespace frontdesk::audit {
class Trail;
}
namespace frontdesk::storage {
class Store;
class Tx;
struct UserRecord;
}  // namespace frontdesk::storage

namespace frontdesk::desk {

struct AccountOptions {
  std::string state_directory;  ///< holds the set-up token until the first user exists
  PasswordCost password_cost;
  /// Of the profile in force; never null.
  std::shared_ptr<const domain::AccessRules> access = domain::default_access();
  /// For proofs that browsers keep (known_device.h); empty: they end with the daemon.
  std::function<Bytes(ByteView)> keyed_hash{};
  /// In the transaction that takes from somebody what owning tickets needs; empty: nothing follows from it.
  std::function<Result<void>(storage::Tx&, const Actor&, UserId)> on_cannot_own{};
  Duration idle = std::chrono::minutes(30);
  Duration lifetime = std::chrono::hours(12);
  Duration setup_lifetime = std::chrono::hours(24);
};

struct SetupRequest {
  std::string token;
  NewUser user;              ///< roles are set by the service
  bool also_answers = true;  ///< the owner of a small shop is administrator and supervisor
  std::string company;
  std::string time_zone;  ///< IANA name
};

/// All that can be said about a new user before anybody looks who is there. Errors: kInvalid with the key of the field.
Result<void> check_new_user(const NewUser& user);

/// What the trail calls a sign-in; the list of people reads it there.
inline constexpr const char* kSignInAction = "auth.login";

class KnownDevice;
class SessionBook;
class SetupToken;
class SignInThrottle;

class AccountService {
 public:
  /// All references must outlive the service.
  AccountService(storage::Store& store, audit::Trail& trail, IdSource& ids, const Clock& clock, RandomSource& random,
                 AccountOptions options);
  ~AccountService();

  /// Forgets stale sessions and, while there is no user, makes the set-up token. Call once before the first request.
  Result<void> start();

  [[nodiscard]] bool needs_setup() const;
  /// The token as the administrator must present it; empty when there is none. For the command that prints the link.
  [[nodiscard]] Secret setup_token() const;
  /// All that set_up() would refuse but for the token, so that people hear it at once. Nothing is made.
  [[nodiscard]] static std::vector<FieldFault> set_up_faults(const SetupRequest& request);
  /// Makes the first user and signs in. Errors: kNotFound when it is done already; kForbidden (key error.setup_token)
  /// for a wrong or expired token; kInvalid for the fields.
  Result<SignedIn> set_up(SetupRequest request, const Origin& origin);
  /// The same for whoever owns the machine: needs no token, and nobody is signed in.
  Result<void> set_up_on_machine(SetupRequest request);

  /// Errors: kUnauthorised (key error.login_failed) for whatever does not fit, in the same time; kLimit (key
  /// error.login_delayed) when tries come too fast, with the wait in `retry_after`; kUnavailable.
  Result<SignedIn> sign_in(const std::string& name, Secret password, const Origin& origin, Duration& retry_after);
  Result<void> sign_out(const Actor& actor);
  /// nullptr when the token names no valid session. Counts as use. Cheap: answered from memory.
  std::shared_ptr<const Session> find_session(std::string_view token);
  /// The same without counting as use. Cheap for sessions in use; others are looked up in the store.
  [[nodiscard]] bool is_signed_in(SessionId session) const;
  /// Called after sessions have ended, by whoever ended them: must only wake somebody. Empty: nobody is told.
  void on_sessions_ended(std::function<void()> listener);

  Result<std::vector<ListedUser>> users();
  /// People who can own a ticket: who may answer, and is not disabled.
  Result<std::vector<NamedUser>> assignable();
  /// A user's id by the sign-in name. kNotFound.
  Result<UserId> find_user(const std::string& name);
  /// Errors: kConflict (key error.name_taken), kInvalid.
  Result<UserView> add_user(const Actor& actor, NewUser user);
  /// `seen_version`: of the user, as the caller saw it; nullopt: whatever is there. kConflict when it has another by
  /// now (key error.version), and when no enabled administrator would be left (key error.last_admin).
  Result<UserView> change_user(const Actor& actor, UserId id, std::optional<std::int64_t> seen_version,
                               UserChange change);
  Result<UserView> change_me(const Actor& actor, OwnChange change);

 private:
  Result<void> record(storage::Tx& tx, const Actor& actor, const std::string& action, UserId object,
                      const std::string& before, const std::string& after, const std::string& result = "ok");
  /// The first user, and the settings of the shop that the set-up asks for, each on record. kNotFound when there is
  /// one.
  Result<void> insert_first(storage::Tx& tx, const storage::UserRecord& user, const Actor& actor,
                            const SetupRequest& request);
  void somebody_is_there();

  Result<bool> password_fits(const std::optional<storage::UserRecord>& user, const Secret& password);
  Error refuse_sign_in(const std::optional<storage::UserRecord>& user, const Origin& origin);
  Result<SignedIn> accept_sign_in(storage::UserRecord user, const Secret& password, const Origin& origin);
  Result<SignedIn> open_session(storage::Tx& tx, const storage::UserRecord& user, const Origin& origin);

  /// A complete row: the fields and the password were found good.
  Result<storage::UserRecord> make_record(const NewUser& user);
  /// Empty when the change has no password.
  Result<std::string> hash_new_password(UserId id, const UserChange& change);
  Error refuse_own_password(const Actor& actor);
  /// Ends the user's sessions where the change asks for it; a new password alone spares the session `keep`.
  Result<UserView> save(const Actor& actor, UserId id, std::optional<std::int64_t> seen_version,
                        const UserChange& change, SessionId keep);
  void tell_sessions_ended();

  storage::Store& store_;
  audit::Trail& trail_;
  IdSource& ids_;
  const Clock& clock_;
  RandomSource& random_;
  const AccountOptions options_;
  PasswordHasher hasher_;
  std::unique_ptr<SessionBook> sessions_;
  std::unique_ptr<SetupToken> setup_;
  std::unique_ptr<SignInThrottle> throttle_;
  std::unique_ptr<KnownDevice> devices_;
  std::atomic<bool> has_users_{false};
  std::mutex listener_mutex_;  // guards listener_
  std::function<void()> listener_;
};

}  // namespace frontdesk::desk
