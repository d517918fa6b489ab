#include "desk/channel/same_account.h"

#include <gtest/gtest.h>

namespace frontdesk::desk {
namespace {

bool are_same(std::string_view one, std::string_view other) {
  return is_same_account(account_marks(*json::parse(one).value), account_marks(*json::parse(other).value));
}

TEST(SameAccount, is_told_by_the_address_in_any_case_or_as_the_name_of_a_sign_in) {
  EXPECT_TRUE(are_same(R"({"identity":{"address":"Support@shop.test"}})",
                       R"({"identity":{"address":"support@shop.test"},"incoming":{"host":"imap.shop.test"}})"));
  EXPECT_TRUE(are_same(R"({"identity":{"address":"support@shop.test"}})",
                       R"({"identity":{"address":"sales@shop.test"},"incoming":{"user":"support@shop.test"}})"));
}

TEST(SameAccount, is_told_by_user_and_host_together) {
  EXPECT_TRUE(are_same(R"({"identity":{"address":"a@shop.test"},"incoming":{"host":"mx.shop.test","user":"box"}})",
                       R"({"identity":{"address":"b@shop.test"},"incoming":{"host":"MX.shop.test","user":"box"}})"));
  EXPECT_FALSE(are_same(R"({"incoming":{"host":"mx.shop.test","user":"box"}})",
                        R"({"incoming":{"host":"mx.other.test","user":"box"}})"));
  EXPECT_FALSE(are_same(R"({"incoming":{"host":"mx.shop.test","user":""}})",
                        R"({"incoming":{"host":"mx.shop.test","user":""}})"));
}

TEST(SameAccount, is_not_told_by_what_only_sends) {
  EXPECT_FALSE(are_same(R"({"outgoing":{"host":"relay.test","user":"us@shop.test"}})",
                        R"({"outgoing":{"host":"relay.test","user":"us@shop.test"}})"));
  EXPECT_FALSE(are_same("{}", "{}"));
}

}  // namespace
}  // namespace frontdesk::desk
