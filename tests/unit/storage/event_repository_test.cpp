// Events for the browsers: numbered without gaps, pruned from the old end.
#include "storage/traffic/event.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using EventTest = StoreTest;

TEST_F(EventTest, numbers_grow_and_are_never_used_again) {
  const auto append = [&](std::int64_t at) {
    return must_write([&](Tx& tx) { return append_event(tx, "ticket", "{}", Micros{at}); });
  };
  for (const std::int64_t at : {1, 2, 3}) append(at);
  EXPECT_EQ(must_write([](Tx& tx) { return prune_events(tx, Micros{3}); }), 2);
  EXPECT_EQ(must_write([](Tx& tx) { return prune_events(tx, Micros{100}); }), 0);
  append(4);
  const auto range = must_read([](ReadTx& tx) { return event_range(tx); });
  EXPECT_EQ(range.oldest, 3);
  EXPECT_EQ(range.newest, 4);
  const auto events = must_read([](ReadTx& tx) { return events_since(tx, 3, 10); });
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].seq, 4);
}

TEST_F(EventTest, empty_feed_has_an_empty_range) {
  EXPECT_EQ(must_read([](ReadTx& tx) { return event_range(tx); }).newest, 0);
}

}  // namespace
}  // namespace frontdesk::storage
