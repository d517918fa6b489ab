#include "app/descriptors.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace frontdesk::app {
namespace {

constexpr DescriptorShares kMost{.connections = 5000, .streams = 4000};

TEST(Descriptors, a_large_limit_gives_everybody_his_bound) {
  const auto shares = share_out(kMostDescriptors, kMost);
  EXPECT_EQ(shares.connections, kMost.connections);
  EXPECT_EQ(shares.streams, kMost.streams);
}

TEST(Descriptors, a_small_limit_is_shared_and_leaves_what_the_store_and_plugins_need) {
  for (const std::size_t limit : {64U, 256U, 1024U, 4096U, 9000U}) {
    const auto shares = share_out(limit, kMost);
    EXPECT_LE(shares.connections + shares.streams + std::min<std::size_t>(kOwnDescriptors, limit / 2), limit);
    EXPECT_GT(shares.connections, 0U);
    EXPECT_GT(shares.streams, 0U);
  }
}

}  // namespace
}  // namespace frontdesk::app
