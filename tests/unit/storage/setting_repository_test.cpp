// Settings, each with a version that a change must have seen.
#include "storage/tables/setting.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using SettingTest = StoreTest;

TEST_F(SettingTest, setting_changes_only_from_the_version_seen) {
  const auto put = [&](std::string_view value, std::int64_t seen) {
    return store_->write_and_wait([&](Tx& tx) { return put_setting(tx, "clock", value, seen, UserId{5}, Micros{9}); });
  };
  EXPECT_EQ(*put("a", 0), 1);
  EXPECT_EQ(put("b", 0).error().code, ErrorCode::kConflict);
  EXPECT_EQ(*put("b", 1), 2);
  EXPECT_EQ(put("c", 1).error().code, ErrorCode::kConflict);
  const auto setting = must_read([](ReadTx& tx) { return find_setting(tx, "clock"); });
  ASSERT_TRUE(setting);
  EXPECT_EQ(setting->value, "b");
  EXPECT_EQ(setting->updated_by, UserId{5});
  EXPECT_FALSE(must_read([](ReadTx& tx) { return find_setting(tx, "other"); }));
  EXPECT_EQ(must_read([](ReadTx& tx) { return list_settings(tx, "cl"); }).size(), 1u);
}

}  // namespace
}  // namespace frontdesk::storage
