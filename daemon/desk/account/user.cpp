#include "desk/account/user.h"

#include <frontdesk/json.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "storage/tables/account.h"

namespace frontdesk::desk {
namespace {

Error invalid(const char* message, const char* key) { return {ErrorCode::kInvalid, message, key}; }

bool is_name(std::string_view name) {
  if (name.size() < 2 || name.size() > 64) return false;
  const auto is_alnum = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return is_alnum(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
           return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '@';
         });
}

bool is_language(std::string_view language) { return std::ranges::find(kLanguages, language) != kLanguages.end(); }
bool is_theme(std::string_view theme) { return std::ranges::find(kThemes, theme) != kThemes.end(); }

bool is_display_name(std::string_view name) {
  return text::is_valid_utf8(name) && text::one_line(name) == name && !name.empty() && text::length(name) <= 64;
}

std::string sign_in_name(const NewUser& user) { return text::to_lower_ascii(text::trim(user.name)); }

}  // namespace

UserView view_of(const storage::UserRecord& user) {
  return {user.id,    user.name,     user.display_name, Roles(user.roles), user.language,
          user.theme, user.disabled, user.created_at,   user.version};
}

std::string describe(const storage::UserRecord& user) {
  json::Writer out;
  out.begin_object().member("name", user.name).member("roles", user.roles).member("disabled", user.disabled);
  return out.end_object().take();
}

std::vector<FieldFault> faults_of(const NewUser& user) {
  std::vector<FieldFault> faults;
  if (!is_name(sign_in_name(user)))
    faults.push_back({"name", "the sign-in name needs 2 to 64 letters or digits", "error.user_name"});
  if (!is_display_name(user.display_name))
    faults.push_back({"display_name", "the name to show is missing or too long", "error.display_name"});
  if (!is_language(user.language)) faults.push_back({"language", "the language is zh-CN or en", "error.language"});
  return faults;
}

Result<storage::UserRecord> to_record(const NewUser& user) {
  if (const auto faults = faults_of(user); !faults.empty())
    return Error{ErrorCode::kInvalid, faults.front().message, faults.front().key};
  storage::UserRecord record;
  record.name = sign_in_name(user);
  record.display_name = user.display_name;
  record.roles = user.roles.stored();
  record.language = user.language;
  if (user.roles.empty()) return invalid("a user needs a role", "error.roles");
  return record;
}

Result<void> check_change(const UserChange& change) {
  if (change.display_name && !is_display_name(*change.display_name))
    return invalid("the name to show is missing or too long", "error.display_name");
  if (change.language && !is_language(*change.language))
    return invalid("the language is zh-CN or en", "error.language");
  if (change.theme && !is_theme(*change.theme)) return invalid("the theme is auto, light or dark", "error.theme");
  return {};
}

void apply_change(storage::UserRecord& user, const UserChange& change, const std::string& password_hash) {
  if (change.display_name) user.display_name = *change.display_name;
  if (change.language) user.language = *change.language;
  if (change.theme) user.theme = *change.theme;
  if (change.roles) user.roles = change.roles->stored();
  if (change.disabled) user.disabled = *change.disabled;
  if (!password_hash.empty()) user.password_hash = password_hash;
}

bool can_own_tickets(const storage::UserRecord& user, const domain::AccessRules& access) {
  return !user.disabled && access.grants(Roles(user.roles)).of(Right::kAnswer) != Scope::kNone;
}

bool is_administrator(const storage::UserRecord& user, const domain::AccessRules& access) {
  return !user.disabled && access.grants(Roles(user.roles)).of(Right::kRunUsers) != Scope::kNone;
}

}  // namespace frontdesk::desk
