#include "app/key_check.h"

#include <string_view>
#include <utility>

#include "app/backup/keys.h"
#include "storage/store.h"
#include "storage/tables/setting.h"

namespace frontdesk::app {
namespace {
constexpr std::string_view kKeySetting = "vault.key_check";
}

Result<void> check_vault_key(storage::Store& store, const privacy::Vault& vault, const std::string& source,
                             Micros now) {
  const std::string mine = key_check_of(vault);
  auto kept = store.read([](storage::ReadTx& tx) { return storage::find_setting(tx, kKeySetting); });
  if (!kept) return std::move(kept).error().context("read which key this desk has");
  if (*kept && (*kept)->value == mine) return {};
  if (*kept)
    return Error{ErrorCode::kInvalid,
                 "key file " + source + " is not the key of this desk; put the right one back from the file of keys"};
  auto stored = store.write_and_wait(
      [&](storage::Tx& tx) { return storage::put_setting(tx, kKeySetting, mine, 0, UserId{}, now); });
  if (!stored && stored.error().code != ErrorCode::kUnavailable) return std::move(stored).error();
  return {};
}

}  // namespace frontdesk::app
