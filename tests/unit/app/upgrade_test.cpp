// Every schema of the past comes up to the present one, after a copy by which one command goes back (N-17).
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "app/backup/create.h"
#include "app/backup/manifest.h"
#include "app/backup/restore.h"
#include "app/daemon.h"
#include "base/time.h"
#include "storage/sql/connection.h"
#include "storage/sql/migration.h"
#include "unit/app/daemon_fixture.h"

namespace frontdesk::app {
namespace {

using test::DaemonFolder;

/// A store as a Frontdesk of that schema left it, with a key and a row to know it by.
void make_store(const DaemonFolder& folder, int schema) {
  std::filesystem::create_directory(folder.file("data"));
  folder.write("data/vault.key", std::string(32, 'k'));
  ::chmod(folder.file("data/vault.key").c_str(), 0600);
  auto connection =
      storage::Connection::open(folder.file("data/frontdesk.db"), storage::Connection::Mode::kWriter, 256);
  ASSERT_TRUE(connection);
  const SystemClock clock;
  ASSERT_TRUE(
      storage::migrate(**connection, storage::embedded_migrations().first(static_cast<std::size_t>(schema)), clock));
  ASSERT_TRUE((*connection)->run_script("INSERT INTO setting VALUES ('shop.company', 'old shop', 1, 0, NULL)"));
}

int schema_there(const DaemonFolder& folder) {
  auto schema = storage::schema_of(folder.file("data/frontdesk.db"));
  return schema ? *schema : -1;
}

std::string company(const DaemonFolder& folder) {
  auto connection =
      storage::Connection::open(folder.file("data/frontdesk.db"), storage::Connection::Mode::kReader, 256);
  if (!connection) return "unreadable";
  auto row = (*connection)->statement("SELECT value FROM setting WHERE name = 'shop.company'");
  auto found = row.step();
  return found && *found ? row.text(0) : "";
}

// N-17
TEST(Upgrade, from_every_schema_makes_a_copy_by_which_one_command_goes_back) {
  const int present = storage::embedded_migrations().back().version;
  const SystemClock clock;
  const Secret no_passphrase;
  for (int schema = 1; schema < present; ++schema) {
    SCOPED_TRACE("schema " + std::to_string(schema));
    const DaemonFolder folder;
    make_store(folder, schema);
    {
      auto daemon = Daemon::start(folder.config());
      ASSERT_TRUE(daemon) << daemon.error().message;
    }
    EXPECT_EQ(schema_there(folder), present);
    const auto copies = list_copies(folder.file("data/before-upgrade"));
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_EQ(copies[0].schema, schema);
    const auto back = restore_copy({.copy = folder.file("data/before-upgrade/") + copies[0].name,
                                    .data_directory = folder.file("data"),
                                    .keys = {},
                                    .passphrase = no_passphrase},
                                   clock);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(schema_there(folder), schema);
    EXPECT_EQ(company(folder), "old shop");
    EXPECT_TRUE(std::filesystem::exists(folder.file("data/blobs"))) << "segments stay where they are";
  }
}

// N-17: killed while it copied, with some of the steps taken by an earlier start.
TEST(Upgrade, that_was_killed_goes_on_and_leaves_no_half_copy) {
  const DaemonFolder cut;
  make_store(cut, 12);
  cut.write("data/copy.draft.db", "half a copy of a killed daemon");
  std::filesystem::create_directories(cut.file("data/before-upgrade/2024-01-01T00-00-00Z.partial"));
  auto daemon = Daemon::start(cut.config());
  ASSERT_TRUE(daemon) << daemon.error().message;
  EXPECT_FALSE(std::filesystem::exists(cut.file("data/copy.draft.db")));
  EXPECT_FALSE(std::filesystem::exists(cut.file("data/before-upgrade/2024-01-01T00-00-00Z.partial")));
}

TEST(Upgrade, of_a_new_or_present_store_copies_nothing) {
  const DaemonFolder folder;
  for (int start = 1; start <= 2; ++start) {
    auto daemon = Daemon::start(folder.config());
    ASSERT_TRUE(daemon) << daemon.error().message;
    EXPECT_FALSE(std::filesystem::exists(folder.file("data/before-upgrade")));
  }
}

// N-17: without room for the way back there is no upgrade.
TEST(Upgrade, without_a_place_for_the_copy_is_refused_and_changes_nothing) {
  const DaemonFolder folder;
  make_store(folder, 11);
  folder.write("data/before-upgrade", "a file where the folder has to be");
  const auto daemon = Daemon::start(folder.config());
  ASSERT_FALSE(daemon);
  EXPECT_NE(daemon.error().message.find("nothing was changed"), std::string::npos) << daemon.error().message;
  EXPECT_EQ(schema_there(folder), 11);
}

}  // namespace
}  // namespace frontdesk::app
