// Users: what people see of one, what makes a new one, what may change, and the rules that both must keep.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "desk/actor.h"
#include "desk/use_case/input.h"

namespace frontdesk::storage {
struct UserRecord;
}

namespace frontdesk::desk {

/// Languages that there are texts in, and how pages may look; a user has one of each.
inline constexpr std::array<std::string_view, 2> kLanguages{"zh-CN", "en"};
inline constexpr std::array<std::string_view, 3> kThemes{"auto", "light", "dark"};

struct NamedUser {
  UserId id;
  std::string display_name;
};

struct UserView {
  UserId id;
  std::string name;
  std::string display_name;
  Roles roles;
  std::string language;
  std::string theme;
  bool disabled = false;
  Micros created_at;
  std::int64_t version = 1;
};

/// In the list of people: who works with the desk, and what would go back to the queue if somebody were disabled.
struct ListedUser {
  UserView user;
  std::int64_t open_tickets = 0;  ///< that the person owns; counted up to kMostOwnedCounted
  Micros last_sign_in;            ///< zero: never
};
inline constexpr std::int64_t kMostOwnedCounted = 10'000;

struct NewUser {
  std::string name;          ///< 2..64 of a-z 0-9 . _ - @, starting with a letter or digit; kept in lower case
  std::string display_name;  ///< 1..64 characters
  Roles roles;
  Secret password;
  std::string language = "zh-CN";  ///< zh-CN or en
};

struct UserChange {
  std::optional<std::string> display_name;
  std::optional<Roles> roles;
  std::optional<Secret> password;
  std::optional<bool> disabled;
  std::optional<std::string> language;
  std::optional<std::string> theme;  ///< auto, light or dark; only people themselves choose it
};

/// What people may change about themselves.
struct OwnChange {
  std::optional<std::string> display_name;
  std::optional<std::string> language;
  std::optional<std::string> theme;  ///< auto, light or dark
  std::optional<Secret> password;    ///< needs the current one
  Secret current_password;
};

UserView view_of(const storage::UserRecord& user);

/// What the audit trail says about a user, as JSON: no password, not even its hash.
std::string describe(const storage::UserRecord& user);

/// All that is wrong with the fields of a new user but the password, which has rules of its own (check_password).
std::vector<FieldFault> faults_of(const NewUser& user);

/// The row of a new user, without id, password and time. Errors: kInvalid with the key of the field.
Result<storage::UserRecord> to_record(const NewUser& user);

/// Errors: kInvalid with the key of the field. The password has rules of its own (check_password).
Result<void> check_change(const UserChange& change);

/// Carries the change over; an empty hash keeps the password.
void apply_change(storage::UserRecord& user, const UserChange& change, const std::string& password_hash);

/// May answer customers, and is not disabled.
bool can_own_tickets(const storage::UserRecord& user, const domain::AccessRules& access);

/// May run users, and is not disabled.
bool is_administrator(const storage::UserRecord& user, const domain::AccessRules& access);

}  // namespace frontdesk::desk
