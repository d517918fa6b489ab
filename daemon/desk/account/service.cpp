#include "desk/account/service.h"

#include <frontdesk/json.h>

#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "desk/account/known_device.h"
#include "desk/account/session_book.h"
#include "desk/account/setup_token.h"
#include "desk/account/throttle.h"
#include "desk/audit/recorded.h"
#include "desk/limits.h"
#include "storage/store.h"
#include "storage/tables/account.h"
#include "storage/tables/setting.h"

namespace frontdesk::desk {
namespace {

/// Gives the first user its roles and checks every field but the token. Errors: kInvalid with the key of the field.
Result<void> complete_setup(SetupRequest& request) {
  if (const auto faults = AccountService::set_up_faults(request); !faults.empty())
    return Error{ErrorCode::kInvalid, faults.front().message, faults.front().key};
  request.user.roles = request.also_answers ? Roles{Role::kAdmin, Role::kSupervisor} : Roles{Role::kAdmin};
  return {};
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
      sessions_(std::make_unique<SessionBook>(store, clock, options_.idle, options_.access)),
      setup_(std::make_unique<SetupToken>(options_.state_directory, options_.setup_lifetime, clock, random)),
      throttle_(std::make_unique<SignInThrottle>(clock)),
      devices_(std::make_unique<KnownDevice>(options_.keyed_hash, random)) {}

AccountService::~AccountService() = default;

Result<void> AccountService::start() {
  const Micros now = clock_.now();
  auto users = store_.read([](storage::ReadTx& tx) { return storage::count_users(tx); });
  if (!users) return std::move(users).error();
  // They let nobody in as they are: no reason not to start on a full disk.
  auto tidied = store_.write_and_wait(
      [&](storage::Tx& tx) { return storage::delete_stale_sessions(tx, now, now - options_.idle); });
  if (!tidied) log_warning("old sessions could not be deleted", {{"error", tidied.error()}});
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

std::vector<FieldFault> AccountService::set_up_faults(const SetupRequest& request) {
  std::vector<FieldFault> faults = faults_of(request.user);
  auto words = context_words(text::to_lower_ascii(text::trim(request.user.name)), request.user.display_name);
  words.push_back(request.company);
  if (auto good = check_password(request.user.password, words); !good)
    faults.push_back({"password", good.error().message, good.error().key});
  if (text::length(request.company) > kMostCompanyCharacters)
    faults.push_back({"company", "the company's name is too long", "error.company"});
  if (!is_known_zone(request.time_zone))
    faults.push_back({"time_zone", "the time zone is not known", "error.time_zone"});
  return faults;
}

Result<SignedIn> AccountService::set_up(SetupRequest request, const Origin& origin) {
  if (has_users_) return Error{ErrorCode::kNotFound, "the set-up is done"};
  const SignInThrottle::Try attempt{"setup", origin.address};
  const bool delayed = throttle_->admit(attempt) > Duration::zero();
  if (delayed || !setup_->accepts(request.token)) {
    if (!delayed) throttle_->failed(attempt);
    return Error{ErrorCode::kForbidden, "the set-up link is wrong or too old", "error.setup_token"};
  }
  FD_TRY(complete_setup(request));
  auto user = make_record(request.user);
  if (!user) return std::move(user).error();
  auto signed_in = store_.write_and_wait([&](storage::Tx& tx) -> Result<SignedIn> {
    FD_TRY(insert_first(tx, *user, actor_of(*user, origin), request));
    return open_session(tx, *user, origin);
  });
  if (signed_in) somebody_is_there();
  return signed_in;
}

Result<void> AccountService::set_up_on_machine(SetupRequest request) {
  if (has_users_) return Error{ErrorCode::kNotFound, "the set-up is done"};
  FD_TRY(complete_setup(request));
  auto user = make_record(request.user);
  if (!user) return std::move(user).error();
  auto made =
      store_.write_and_wait([&](storage::Tx& tx) { return insert_first(tx, *user, Actor::command_line(), request); });
  if (made) somebody_is_there();
  return made;
}

void AccountService::somebody_is_there() {
  has_users_ = true;
  setup_->revoke();
}

Result<void> AccountService::insert_first(storage::Tx& tx, const storage::UserRecord& user, const Actor& actor,
                                          const SetupRequest& request) {
  auto users = storage::count_users(tx);
  if (!users) return std::move(users).error();
  if (*users > 0) return Error{ErrorCode::kNotFound, "the set-up is done"};
  FD_TRY(storage::insert_user(tx, user));
  FD_TRY(record(tx, actor, "user.add", user.id, "", describe(user)));
  const Micros now = clock_.now();
  for (const auto& [setting, value] :
       {std::pair("shop.company", &request.company), std::pair("shop.time_zone", &request.time_zone)}) {
    FD_TRY(storage::put_setting(tx, setting, *value, 0, user.id, now));
    json::Writer after;
    after.begin_object().member("value", *value).end_object();
    auto done = record_act(trail_, tx, actor,
                           {.action = setting,
                            .object_type = "setting",
                            .object_id = 0,
                            .reason = {},
                            .before = {},
                            .after = after.take()});
    if (!done) return done;
  }
  return {};
}

}  // namespace frontdesk::desk
