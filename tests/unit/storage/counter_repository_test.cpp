// Counters by name.
#include "storage/traffic/counter.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using CounterTest = StoreTest;

TEST_F(CounterTest, counters_add_and_list_by_prefix) {
  EXPECT_EQ(must_write([](Tx& tx) { return add_to_counter(tx, "ticket.open", 3); }), 3);
  EXPECT_EQ(must_write([](Tx& tx) { return add_to_counter(tx, "ticket.open", -1); }), 2);
  must_write([](Tx& tx) { return add_to_counter(tx, "ticket.closed", 1); });
  must_write([](Tx& tx) { return add_to_counter(tx, "ticketx", 1); });
  EXPECT_EQ(must_read([](ReadTx& tx) { return counter(tx, "ticket.open"); }), 2);
  EXPECT_EQ(must_read([](ReadTx& tx) { return counter(tx, "none"); }), 0);
  const auto all = must_read([](ReadTx& tx) { return counters_with_prefix(tx, "ticket."); });
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "ticket.closed");
}

}  // namespace
}  // namespace frontdesk::storage
