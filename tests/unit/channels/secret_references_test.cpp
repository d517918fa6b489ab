#include "channels/secret_references.h"

#include <gtest/gtest.h>

namespace frontdesk::channels {
namespace {

TEST(SecretReferences, stand_where_secrets_are_set_and_nothing_stands_for_the_others) {
  const auto config = json::parse(R"({"a":1,"auth":{"method":"password","password":"clear"},"b":{"set":true}})");
  ASSERT_TRUE(config.value);
  const json::Value seen =
      with_secret_references(*config.value, {"auth.password", "b", "auth.other"}, {"auth.password"});
  EXPECT_EQ(json::serialize(seen), R"({"a":1,"auth":{"method":"password","password":"secret:auth.password"}})");
}

}  // namespace
}  // namespace frontdesk::channels
