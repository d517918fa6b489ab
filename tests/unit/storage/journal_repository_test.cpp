// The journal: every item once, with exactly one fate.
#include "storage/traffic/journal.h"

#include "storage/tables/rows.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class JournalTest : public StoreTest {
 protected:
  JournalTest() : channel_(add_channel()) {}
  Received put(const std::string& key, const std::string& content) {
    ReceivedItem item;
    item.id = ids_.next<JournalId>();
    item.channel = channel_;
    item.dedup_key = to_bytes(key);
    item.content_hash = to_bytes(content);
    item.payload_sealed = to_bytes("sealed");
    item.received_at = clock_.now();
    return must_write([&](Tx& tx) { return receive(tx, item); });
  }
  void settle_as(JournalId id, Fate fate, Payload payload = Payload::kErase) {
    must_write([&](Tx& tx) { return settle(tx, id, fate, TicketId{}, MessageId{}, "", clock_.now(), payload); });
  }
  std::vector<LedgerEntry> ledger(std::optional<Fate> fate, JournalId before = {}, std::size_t limit = 10) {
    return must_read([&](ReadTx& tx) { return ledger_page(tx, channel_, fate, before, limit); });
  }
  ChannelId channel_;
};

// P-05
TEST_F(JournalTest, same_item_again_is_a_duplicate) {
  const auto first = put("key", "content");
  const auto again = put("key", "content");
  EXPECT_EQ(first.arrival, Arrival::kInserted);
  EXPECT_EQ(again.arrival, Arrival::kDuplicate);
  EXPECT_EQ(again.id, first.id);
}

TEST_F(JournalTest, other_content_is_kept_as_the_next_revision) {
  put("key", "one");
  const auto second = put("key", "two");
  const auto third = put("key", "three");
  EXPECT_EQ(second.arrival, Arrival::kConflict);
  EXPECT_EQ(second.revision, 1);
  EXPECT_EQ(third.revision, 2);
  const auto again = put("key", "two");
  EXPECT_EQ(again.arrival, Arrival::kDuplicate);
  EXPECT_EQ(again.id, second.id);
}

// P-04
TEST_F(JournalTest, what_is_not_taken_has_a_row_with_its_reason_once) {
  for (int i = 0; i < 2; ++i) {
    must_write([&](Tx& tx) {
      return reject(tx, {ids_.next<JournalId>(), channel_, to_bytes("key"), to_bytes("content"), "why", clock_.now()});
    });
  }
  const auto rows = ledger(Fate::kRejected);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].reason, "why");
  EXPECT_EQ(must_read([&](ReadTx& tx) { return count_fates(tx, channel_); }).rejected, 1);
}

// N-01
TEST_F(JournalTest, a_later_revision_names_the_first_one) {
  const auto first = put("key", "one");
  const auto second = put("key", "two");
  settle_as(first.id, Fate::kFollowUp);
  const auto known = must_read([&](ReadTx& tx) { return first_revision(tx, second.id); });
  ASSERT_TRUE(known);
  EXPECT_EQ(known->id, first.id);
  EXPECT_EQ(known->fate, Fate::kFollowUp);
  EXPECT_FALSE(must_read([&](ReadTx& tx) { return first_revision(tx, first.id); }));
}

// P-06
TEST_F(JournalTest, same_key_of_another_channel_is_another_item) {
  put("key", "content");
  channel_ = add_channel();
  EXPECT_EQ(put("key", "content").arrival, Arrival::kInserted);
}

TEST_F(JournalTest, pending_items_come_oldest_first_and_leave_when_settled) {
  const auto a = put("a", "1");
  const auto b = put("b", "1");
  const auto c = put("c", "1");
  settle_as(b.id, Fate::kTicket);
  EXPECT_EQ(must_read([](ReadTx& tx) { return pending_ids(tx, 10); }), (std::vector{a.id, c.id}));
  EXPECT_EQ(must_read([](ReadTx& tx) { return pending_ids(tx, 1); }), (std::vector{a.id}));
  EXPECT_EQ(must_read([](ReadTx& tx) { return count_pending(tx); }), 2);
  const auto item = must_read([&](ReadTx& tx) { return load_pending(tx, a.id); });
  ASSERT_TRUE(item.has_value());
  EXPECT_EQ(to_string(item->payload_sealed), "sealed");
  EXPECT_FALSE(must_read([&](ReadTx& tx) { return load_pending(tx, b.id); }).has_value());
  EXPECT_TRUE(must_read([&](ReadTx& tx) { return is_pending(tx, a.id); }));
  EXPECT_FALSE(must_read([&](ReadTx& tx) { return is_pending(tx, b.id); }));
  EXPECT_FALSE(must_read([&](ReadTx& tx) { return is_pending(tx, JournalId{999}); }));
}

// N-01
TEST_F(JournalTest, fate_is_given_once) {
  const auto item = put("a", "1");
  settle_as(item.id, Fate::kQuarantined);
  auto again = store_->write_and_wait([&](Tx& tx) {
    return settle(tx, item.id, Fate::kTicket, TicketId{}, MessageId{}, "", clock_.now(), Payload::kErase);
  });
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_F(JournalTest, settled_item_keeps_its_content_only_when_no_message_holds_it) {
  const auto filed = put("a", "1");
  const auto put_aside = put("b", "1");
  settle_as(filed.id, Fate::kTicket);
  settle_as(put_aside.id, Fate::kQuarantined, Payload::kKeep);
  const auto kept = must_read([](ReadTx& tx) {
    return read_all(tx.query("SELECT id FROM journal WHERE payload_sealed IS NOT NULL"),
                    [](const Statement& row) { return row.id<JournalId>(0); });
  });
  EXPECT_EQ(kept, std::vector{put_aside.id});
}

TEST_F(JournalTest, attempts_are_counted_while_pending) {
  const auto item = put("a", "1");
  EXPECT_EQ(must_write([&](Tx& tx) { return count_attempt(tx, item.id, 10); }), 10);
  EXPECT_EQ(must_write([&](Tx& tx) { return count_attempt(tx, item.id, 1); }), 11);
  settle_as(item.id, Fate::kTicket);
  EXPECT_FALSE(store_->write_and_wait([&](Tx& tx) { return count_attempt(tx, item.id, 1); }).ok());
}

TEST_F(JournalTest, ledger_pages_by_key_and_fate) {
  std::vector<JournalId> made;
  for (int i = 0; i < 7; ++i) made.push_back(put("k" + std::to_string(i), "1").id);
  settle_as(made[2], Fate::kQuarantined);
  settle_as(made[3], Fate::kTicket);
  auto first = ledger(std::nullopt, {}, 4);
  ASSERT_EQ(first.size(), 4u);
  EXPECT_EQ(first.front().id, made[6]);
  auto second = ledger(std::nullopt, first.back().id, 4);
  ASSERT_EQ(second.size(), 3u);
  EXPECT_EQ(second.back().id, made[0]);
  for (const Fate fate : {Fate::kQuarantined, Fate::kTicket}) {
    const auto page = ledger(fate);
    ASSERT_EQ(page.size(), 1u);
    EXPECT_EQ(page[0].fate, fate);
  }
  EXPECT_EQ(ledger(Fate::kPending).size(), 5u);
}

TEST_F(JournalTest, counts_follow_the_rows) {
  const auto a = put("a", "1").id;
  const auto b = put("b", "1").id;
  put("c", "1");
  put("c", "1");
  settle_as(a, Fate::kTicket);
  settle_as(b, Fate::kFollowUp);
  const auto counts = must_read([&](ReadTx& tx) { return count_fates(tx, channel_); });
  EXPECT_EQ(counts.pending, 1);
  EXPECT_EQ(counts.ticket, 1);
  EXPECT_EQ(counts.follow_up, 1);
  EXPECT_EQ(counts.received(), 3);
}

TEST_F(JournalTest, fate_words_go_both_ways) {
  for (int i = 0; i <= 5; ++i) EXPECT_EQ(parse_fate(to_text(static_cast<Fate>(i))), static_cast<Fate>(i));
  EXPECT_FALSE(parse_fate("lost"));
}

}  // namespace
}  // namespace frontdesk::storage
