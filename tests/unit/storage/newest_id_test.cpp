// The newest id of the whole store.
#include "storage/traffic/newest_id.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using NewestIdTest = StoreTest;

TEST_F(NewestIdTest, newest_id_of_the_store_is_found_in_any_table) {
  const ChannelId channel = add_channel();
  EXPECT_EQ(must_read([](ReadTx& tx) { return newest_id(tx); }), channel.raw());
  const CustomerId customer = add_customer();
  EXPECT_EQ(must_read([](ReadTx& tx) { return newest_id(tx); }), customer.raw());
}

}  // namespace
}  // namespace frontdesk::storage
