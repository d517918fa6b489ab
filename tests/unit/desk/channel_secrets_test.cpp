#include "desk/channel/secrets.h"

#include <gtest/gtest.h>

namespace frontdesk::desk {
namespace {

json::Value config() {
  return *json::parse(R"({"incoming":{"host":"h","password":"s1"},"token":"s2","empty":""})").value;
}

TEST(ChannelSecrets, are_taken_out_and_marked) {
  const auto [shown, secrets] = take_secrets(config(), {"incoming.password", "token", "empty"});
  EXPECT_EQ(json::serialize(shown),
            R"({"incoming":{"host":"h","password":{"set":true}},"token":{"set":true},"empty":{"set":false}})");
  ASSERT_EQ(secrets.size(), 2U);
  EXPECT_EQ(secrets.at("incoming.password").reveal(), "s1");
}

TEST(ChannelSecrets, sent_back_as_marks_keep_their_values) {
  const auto [shown, secrets] = take_secrets(config(), {"incoming.password", "token"});
  const json::Value again = with_kept_secrets(shown, secrets);
  EXPECT_EQ(again.get("incoming").get("password").as_string(), "s1");
  EXPECT_EQ(again.get("token").as_string(), "s2");
}

TEST(ChannelSecrets, never_reach_the_plugin_s_configuration) {
  const auto [shown, secrets] = take_secrets(config(), {"incoming.password", "token"});
  EXPECT_EQ(json::serialize(without_secret_marks(shown)), R"({"incoming":{"host":"h"},"empty":""})");
}

TEST(ChannelSecrets, read_back_what_was_stored) {
  const auto [shown, secrets] = take_secrets(config(), {"token"});
  const auto decoded = decode_secrets(encode_secrets(secrets).reveal());
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->at("token").reveal(), "s2");
  EXPECT_FALSE(decode_secrets("["));
}

}  // namespace
}  // namespace frontdesk::desk
