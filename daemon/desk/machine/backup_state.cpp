#include "desk/machine/backup_state.h"

#include <frontdesk/json.h>

#include "storage/tables/setting.h"

namespace frontdesk::desk {
namespace {

using json::Value;

constexpr std::string_view kName = "backup.state";

std::string text_in(const Value& value, const char* name) { return std::string(value.get(name).as_string()); }

}  // namespace

Result<BackupState> load_backup_state(storage::ReadTx& tx) {
  auto setting = storage::find_setting(tx, kName);
  if (!setting) return std::move(setting).error();
  BackupState state;
  if (!*setting) return state;
  const auto parsed = json::parse((*setting)->value);
  if (!parsed.value) return Error{ErrorCode::kCorrupt, "the state of the backups is no JSON"};
  const Value& value = *parsed.value;
  state.copied_at = Micros{value.get("copied_at").as_int(0)};
  state.copy = text_in(value, "copy");
  state.copy_trouble = text_in(value, "copy_trouble");
  state.drilled_at = Micros{value.get("drilled_at").as_int(0)};
  state.drilled = text_in(value, "drilled");
  state.drill_trouble = text_in(value, "drill_trouble");
  return state;
}

Result<void> save_backup_state(storage::Tx& tx, const BackupState& state, Micros now) {
  auto before = storage::find_setting(tx, kName);
  if (!before) return std::move(before).error();
  Value value;
  value.set("copied_at", state.copied_at.count()).set("copy", state.copy).set("copy_trouble", state.copy_trouble);
  value.set("drilled_at", state.drilled_at.count()).set("drilled", state.drilled);
  value.set("drill_trouble", state.drill_trouble);
  const std::int64_t seen = *before ? (*before)->version : 0;
  auto stored = storage::put_setting(tx, kName, json::serialize(value), seen, UserId{}, now);
  if (!stored) return std::move(stored).error();
  return {};
}

}  // namespace frontdesk::desk
