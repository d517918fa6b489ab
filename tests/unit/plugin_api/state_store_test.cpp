// The instance's state: limits, and writes that survive a refused submit.
#include "host/state_store.h"

#include <frontdesk/plugin.h>
#include <gtest/gtest.h>

namespace frontdesk::host {
namespace {

TEST(StateStore, hands_each_write_out_once) {
  StateStore state;
  state.load({{"old", "1"}});
  EXPECT_TRUE(state.put("a", "1"));
  EXPECT_TRUE(state.put("a", "2"));
  state.erase("old");
  state.erase("never");
  const auto writes = state.take_writes();
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_EQ(writes[0].key, "a");
  EXPECT_EQ(writes[0].value, "2");
  EXPECT_EQ(writes[1].key, "old");
  EXPECT_FALSE(writes[1].value);
  EXPECT_TRUE(state.take_writes().empty());
}

TEST(StateStore, empty_value_removes_as_it_does_in_the_daemon) {
  StateStore state;
  state.load({{"a", "1"}});
  EXPECT_TRUE(state.put("a", ""));
  EXPECT_FALSE(state.get("a"));
  const auto writes = state.take_writes();
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_FALSE(writes[0].value);
}

TEST(StateStore, returned_writes_yield_to_younger_ones) {
  StateStore state;
  ASSERT_TRUE(state.put("a", "1"));
  ASSERT_TRUE(state.put("b", "1"));
  auto refused = state.take_writes();
  ASSERT_TRUE(state.put("a", "2"));
  state.return_writes(std::move(refused));
  const auto writes = state.take_writes();
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_EQ(writes[0].value, "2");
  EXPECT_EQ(writes[1].value, "1");
}

TEST(StateStore, keeps_within_its_limits) {
  StateStore state;
  EXPECT_FALSE(state.put("", "x"));
  EXPECT_FALSE(state.put("\xff", "x"));
  EXPECT_FALSE(state.put(std::string(FDK_MAX_KEY + 1, 'k'), "x"));
  EXPECT_FALSE(state.put("k", std::string(FDK_MAX_STATE_VALUE + 1, 'x')));
  int taken = 0;
  while (state.put(std::to_string(taken), std::string(FDK_MAX_STATE_VALUE, 'x'))) ++taken;
  EXPECT_EQ(taken, 15);  // 16 values and their keys exceed 1 MiB
  state.erase("0");
  EXPECT_TRUE(state.put("0", std::string(FDK_MAX_STATE_VALUE, 'x')));
}

TEST(StateStore, bounds_the_writes_between_two_submits) {
  StateStore state;
  for (unsigned i = 0; i < FDK_MAX_STATE_ENTRIES; ++i) {
    ASSERT_TRUE(state.put(std::to_string(i), "x"));
    state.erase(std::to_string(i));
  }
  EXPECT_FALSE(state.put("one more", "x"));
  EXPECT_EQ(state.take_writes().size(), FDK_MAX_STATE_ENTRIES);
  EXPECT_TRUE(state.put("one more", "x"));
}

}  // namespace
}  // namespace frontdesk::host
