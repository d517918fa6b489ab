#include "storage/sql/migration.h"

#include <array>

#include "storage/sql/connection.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class MigrationTest : public ::testing::Test {
 protected:
  std::unique_ptr<Connection> open() {
    auto connection = Connection::open(directory_.path() + "/frontdesk.db", Connection::Mode::kWriter, 1024);
    EXPECT_TRUE(connection.ok());
    return std::move(connection).value();
  }
  TemporaryDirectory directory_;
  test::FakeClock clock_;
};

constexpr Migration kOne{1, "0001_one", "CREATE TABLE one (id INTEGER PRIMARY KEY) STRICT;"};
constexpr Migration kTwo{2, "0002_two", "ALTER TABLE one ADD COLUMN name TEXT NOT NULL DEFAULT '';"};

TEST_F(MigrationTest, embedded_steps_are_numbered_from_one) {
  int expected = 0;
  for (const Migration& migration : embedded_migrations()) EXPECT_EQ(migration.version, ++expected);
  EXPECT_GE(expected, 2);
}

// N-17
TEST_F(MigrationTest, only_missing_steps_are_made) {
  EXPECT_EQ(*migrate(*open(), std::array{kOne}, clock_), 1);
  EXPECT_EQ(*migrate(*open(), std::array{kOne, kTwo}, clock_), 2);
  EXPECT_EQ(*migrate(*open(), std::array{kOne, kTwo}, clock_), 2);
}

// N-17, P-21
TEST_F(MigrationTest, newer_schema_is_refused_with_both_versions) {
  ASSERT_TRUE(migrate(*open(), std::array{kOne, kTwo}, clock_).ok());
  auto refused = migrate(*open(), std::array{kOne}, clock_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_NE(refused.error().message.find("schema 2"), std::string::npos);
  EXPECT_NE(refused.error().message.find("up to 1"), std::string::npos);
}

TEST_F(MigrationTest, changed_step_is_refused) {
  ASSERT_TRUE(migrate(*open(), std::array{kOne}, clock_).ok());
  Migration changed = kOne;
  changed.sql = "CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT;";
  auto refused = migrate(*open(), std::array{changed}, clock_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
}

// N-17: an old program can go on with a store whose upgrade failed.
TEST_F(MigrationTest, failing_step_takes_back_the_steps_before_it_too) {
  ASSERT_TRUE(migrate(*open(), std::array{kOne}, clock_).ok());
  const Migration broken{3, "0003_broken", "CREATE TABLE one (id INTEGER);"};
  const auto failed = migrate(*open(), std::array{kOne, kTwo, broken}, clock_);
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("0003_broken"), std::string::npos) << failed.error().message;
  EXPECT_EQ(*schema_of(directory_.path() + "/frontdesk.db"), 1);
  EXPECT_EQ(*migrate(*open(), std::array{kOne}, clock_), 1);
}

// N-17, P-21
TEST_F(MigrationTest, failing_step_leaves_the_schema_before_it) {
  const Migration broken{2, "0002_broken", "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE one (id INTEGER);"};
  ASSERT_TRUE(migrate(*open(), std::array{kOne}, clock_).ok());
  EXPECT_FALSE(migrate(*open(), std::array{kOne, broken}, clock_).ok());
  auto connection = open();
  EXPECT_TRUE(connection->run_script("SELECT * FROM one").ok());
  EXPECT_FALSE(connection->run_script("SELECT * FROM half").ok());
  EXPECT_EQ(*migrate(*connection, std::array{kOne, kTwo}, clock_), 2);
}

}  // namespace
}  // namespace frontdesk::storage
