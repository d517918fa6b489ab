// Every schema of the past comes up to the present one, after a copy by which one command goes back (N-17).
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "app/backup/create.h"
#include "app/backup/manifest.h"
#include "app/backup/restore.h"
#include "app/daemon.h"
#include "base/time.h"
#include "storage/sql/migration.h"
#include "unit/app/daemon_fixture.h"
#include "unit/app/failing_disk_fixture.h"
#include "unit/app/old_store_fixture.h"

namespace frontdesk::app {
namespace {

using test::DaemonFolder;
using test::FailingDiskOfDaemon;
using test::make_old_store;
using test::old_rows;
using test::schema_there;

constexpr std::int64_t kPlacesOfLongRun = 5;

/// How many tickets an old store has here.
int tickets_wanted() {
  const char* wanted = std::getenv("FRONTDESK_UPGRADE_TICKETS");
  return wanted != nullptr ? std::atoi(wanted) : 40;
}

Restored must_go_back(const DaemonFolder& folder) {
  const SystemClock clock;
  const Secret no_passphrase;
  const auto copies = list_copies(folder.file("data/before-upgrade"));
  EXPECT_FALSE(copies.empty());
  if (copies.empty()) return {};
  auto back = restore_copy({.copy = folder.file("data/before-upgrade/") + copies[0].name,
                            .data_directory = folder.file("data"),
                            .keys = {},
                            .passphrase = no_passphrase},
                           clock);
  EXPECT_TRUE(back) << back.error().message;
  return back ? std::move(*back) : Restored{};
}

// N-17
TEST(Upgrade, from_every_schema_makes_a_copy_by_which_one_command_goes_back) {
  const int present = storage::embedded_migrations().back().version;
  for (int schema = 1; schema < present; ++schema) {
    SCOPED_TRACE("schema " + std::to_string(schema));
    const DaemonFolder folder;
    make_old_store(folder, schema, 10);
    const std::string before = old_rows(folder);
    {
      auto daemon = Daemon::start(folder.config());
      ASSERT_TRUE(daemon) << daemon.error().message;
    }
    EXPECT_EQ(schema_there(folder), present);
    const auto copies = list_copies(folder.file("data/before-upgrade"));
    ASSERT_EQ(copies.size(), 1U);
    EXPECT_EQ(copies[0].schema, schema);
    must_go_back(folder);
    EXPECT_EQ(schema_there(folder), schema);
    EXPECT_EQ(old_rows(folder), before);
    EXPECT_TRUE(std::filesystem::exists(folder.file("data/blobs"))) << "segments stay where they are";
  }
}

// N-17: killed while it copied, with some of the steps taken by an earlier start.
TEST(Upgrade, that_was_killed_goes_on_and_leaves_no_half_copy) {
  const DaemonFolder cut;
  make_old_store(cut, 12);
  cut.write("data/copy.draft.db", "half a copy of a killed daemon");
  std::filesystem::create_directories(cut.file("data/before-upgrade/2024-01-01T00-00-00Z.partial"));
  auto daemon = Daemon::start(cut.config());
  ASSERT_TRUE(daemon) << daemon.error().message;
  EXPECT_FALSE(std::filesystem::exists(cut.file("data/copy.draft.db")));
  EXPECT_FALSE(std::filesystem::exists(cut.file("data/before-upgrade/2024-01-01T00-00-00Z.partial")));
}

/// Kills the upgrade of such a store before the n-th call that changes the disk. Whether there was one.
bool survives_a_kill(int schema, std::int64_t call) {
  const int present = storage::embedded_migrations().back().version;
  const DaemonFolder folder;
  make_old_store(folder, schema, tickets_wanted());
  const std::string before = old_rows(folder);
  FailingDiskOfDaemon disk(folder);
  disk.control().arm(call, call, FailingDisk::kKilled);
  const auto killed = disk.start(folder);
  killed->read_to_ready_or_end();
  const bool was_killed = disk.control().failed > 0;
  disk.control().disarm();
  if (!was_killed) return false;
  killed->wait();
  const int found = schema_there(folder);
  EXPECT_TRUE(found == schema || found == present) << "between: " << found;
  EXPECT_EQ(old_rows(folder), before);
  EXPECT_TRUE(found == schema || list_copies(folder.file("data/before-upgrade")).size() == 1U) << "no way back";
  {
    auto next = Daemon::start(folder.config());
    EXPECT_TRUE(next) << next.error().message;
  }
  EXPECT_EQ(schema_there(folder), present);
  EXPECT_EQ(old_rows(folder), before);
  must_go_back(folder);
  EXPECT_EQ(schema_there(folder), schema);
  EXPECT_EQ(old_rows(folder), before);
  return true;
}

// N-17. FRONTDESK_EVERY_FAULT=1 kills at more places of each schema; FRONTDESK_UPGRADE_TICKETS=20000 makes stores
// large.
TEST(Upgrade, killed_anywhere_leaves_the_old_store_or_the_new_one_and_the_way_back) {
  const int present = storage::embedded_migrations().back().version;
  const bool is_long = std::getenv("FRONTDESK_EVERY_FAULT") != nullptr;
  for (int schema = 1; schema < present; ++schema) {
    std::int64_t calls = 0;
    {
      const DaemonFolder folder;
      make_old_store(folder, schema, tickets_wanted());
      FailingDiskOfDaemon disk(folder);
      disk.control().arm(INT64_MAX, INT64_MAX, EIO);
      const auto whole = disk.start(folder);
      whole->read_until("frontdeskd is ready");
      calls = disk.control().calls;
    }
    // Another place for each schema: all together see every part of an upgrade, also in the short run.
    const std::int64_t places = is_long ? kPlacesOfLongRun : 1;
    for (std::int64_t place = 0; place < places; ++place) {
      const std::int64_t call = 1 + (calls - 1) * (place * present + schema) / (places * present);
      SCOPED_TRACE("schema " + std::to_string(schema) + ", call " + std::to_string(call) + " of " +
                   std::to_string(calls));
      EXPECT_TRUE(survives_a_kill(schema, call));
      if (::testing::Test::HasFailure()) return;
    }
  }
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
  make_old_store(folder, 11);
  folder.write("data/before-upgrade", "a file where the folder has to be");
  const auto daemon = Daemon::start(folder.config());
  ASSERT_FALSE(daemon);
  EXPECT_NE(daemon.error().message.find("nothing was changed"), std::string::npos) << daemon.error().message;
  EXPECT_EQ(schema_there(folder), 11);
}

}  // namespace
}  // namespace frontdesk::app
