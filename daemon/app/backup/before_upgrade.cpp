#include "app/backup/before_upgrade.h"

#include "app/backup/create.h"
#include "app/backup/keys.h"
#include "audit/signing_key.h"
#include "base/log.h"
#include "storage/directory_lock.h"
#include "storage/sql/migration.h"

namespace frontdesk::app {

Result<void> copy_before_upgrade(const std::string& data_directory, const std::string& version,
                                 const privacy::Vault& vault, const Clock& clock, RandomSource& random) {
  constexpr std::size_t kKept = 2;
  auto lock = storage::DirectoryLock::take(data_directory);
  if (!lock) return std::move(lock).error();
  auto schema = storage::schema_of(data_directory + "/frontdesk.db");
  const int known = storage::embedded_migrations().back().version;
  if (!schema || *schema == 0 || *schema >= known) return {};
  auto key = audit::SigningKey::load_or_create(data_directory + "/audit.key");
  if (!key) return std::move(key).error().context("open the audit key");
  const Secret none;
  const std::string folder = data_directory + "/before-upgrade";
  auto copy = create_copy({.data_directory = data_directory,
                           .folder = folder,
                           .version = version,
                           .audit_key = key->public_key_text(),
                           .key_check = key_check_of(vault),
                           .passphrase = none,
                           .schema = *schema,
                           .database_only = true},
                          clock, random, [] { return true; });
  // A start that was killed within this second made it, and nobody could change anything since.
  if (!copy && copy.error().code == ErrorCode::kConflict) {
    if (const auto there = list_copies(folder); !there.empty() && there.front().schema == *schema) return {};
  }
  if (!copy) return std::move(copy).error().context("copy the database before the upgrade; nothing was changed");
  log_info("the database was copied before its upgrade",
           {{"from_schema", *schema}, {"to_schema", known}, {"copy", folder + "/" + copy->name}});
  prune_copies(folder, kKept, clock.now());
  return {};
}

}  // namespace frontdesk::app
