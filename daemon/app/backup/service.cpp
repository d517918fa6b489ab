#include "app/backup/service.h"

#include <frontdesk/json.h>

#include "app/backup/create.h"
#include "app/backup/keys.h"
#include "app/backup/verify.h"
#include "audit/durable_file.h"
#include "audit/trail.h"
#include "base/bytes.h"
#include "base/log.h"
#include "base/text.h"
#include "desk/audit/recorded.h"
#include "privacy/seal/vault.h"
#include "storage/store.h"

namespace frontdesk::app {

Result<Secret> BackupService::passphrase() const {
  if (options_.passphrase_file.empty()) return Secret();
  auto content = audit::read_small_file(options_.passphrase_file, false);
  if (!content) return std::move(content).error().context("read the passphrase of backups");
  Secret words{std::string(text::trim(*content))};
  wipe(*content);
  if (words.empty()) return Error{ErrorCode::kInvalid, options_.passphrase_file + " is empty"};
  return words;
}

Result<Manifest> BackupService::create(const desk::Actor& actor) {
  const std::unique_lock lock(busy_, std::try_to_lock);
  if (!lock) return Error{ErrorCode::kConflict, "a backup is being made or looked at"};
  auto made = make();
  const std::string trouble = made ? std::string() : made.error().message;
  FD_TRY(tell(actor, "backup.create", made ? made->name : "", trouble, [&](desk::BackupState& state) {
    state.copy_trouble = trouble;
    if (!made) return;
    state.copied_at = context_.clock.now();
    state.copy = made->name;
  }));
  if (made) {
    for (const std::string& old : prune_copies(options_.folder, options_.keep, context_.clock.now()))
      log_info("an old backup was deleted", {{"copy", old}});
  }
  return made;
}

Result<Manifest> BackupService::make() {
  auto words = passphrase();
  if (!words) return std::move(words).error();
  // So that the copy's trail ends with a signature.
  FD_TRY(context_.store.write_and_wait([this](storage::Tx& tx) -> Result<void> {
    auto signed_size = context_.trail.checkpoint(tx);
    if (!signed_size) return std::move(signed_size).error();
    return {};
  }));
  const CopyOrder order{.data_directory = options_.data_directory,
                        .folder = options_.folder,
                        .version = options_.version,
                        .audit_key = context_.trail.key().public_key_text(),
                        .key_check = key_check_of(context_.vault),
                        .passphrase = *words,
                        .schema = context_.store.schema_version()};
  return create_copy(order, context_.clock, context_.random, [this] { return !stopping_; });
}

Result<Manifest> BackupService::drill(const desk::Actor& actor, const std::string& name) {
  const std::unique_lock lock(busy_, std::try_to_lock);
  if (!lock) return Error{ErrorCode::kConflict, "a backup is being made or looked at"};
  auto found = take_apart(name);
  const std::string trouble = found ? std::string() : found.error().message;
  FD_TRY(tell(actor, "backup.drill", found ? found->name : name, trouble, [&](desk::BackupState& state) {
    state.drill_trouble = trouble;
    if (!found) return;
    state.drilled_at = context_.clock.now();
    state.drilled = found->name;
  }));
  return found;
}

Result<Manifest> BackupService::take_apart(const std::string& name) {
  for (Manifest& copy : list()) {
    if (!name.empty() && copy.name != name) continue;
    auto words = passphrase();
    if (!words) return std::move(words).error();
    const auto row_hash = [this](ByteView row) { return context_.vault.keyed_hash(privacy::IndexPurpose::kRow, row); };
    if (copy.key_check != key_check_of(context_.vault))
      return Error{ErrorCode::kForbidden, "copy " + copy.name + " is of another desk: the vault key does not fit"};
    FD_TRY(verify_copy(options_.folder + "/" + copy.name, *words, options_.data_directory, row_hash));
    return copy;
  }
  return Error{ErrorCode::kNotFound, name.empty() ? "there is no backup in " + options_.folder
                                                  : "there is no backup " + name + " in " + options_.folder};
}

Result<void> BackupService::tell(const desk::Actor& actor, const std::string& action, const std::string& copy,
                                 const std::string& trouble, const std::function<void(desk::BackupState&)>& change) {
  if (!trouble.empty()) log_error("a backup is not as it should be", {{"act", action}, {"reason", trouble}});
  json::Value after;
  after.set("copy", copy);
  auto told = context_.store.write_and_wait([&](storage::Tx& tx) -> Result<void> {
    auto state = desk::load_backup_state(tx);
    if (!state) return std::move(state).error();
    change(*state);
    FD_TRY(desk::save_backup_state(tx, *state, context_.clock.now()));
    return desk::record_act(context_.trail, tx, actor,
                            {.action = action,
                             .object_type = "backup",
                             .object_id = 0,
                             .reason = trouble,
                             .before = {},
                             .after = json::serialize(after),
                             .result = trouble.empty() ? "ok" : "failed"});
  });
  if (!told) log_warning("what became of a backup could not be recorded", {{"error", told.error()}});
  return {};
}

}  // namespace frontdesk::app
