// Changes of ticket and conversation rows: the narrow updates that leave indexes alone must write what the wide one
// does.
#include <gtest/gtest.h>

#include <utility>

#include "storage/tables/customer.h"
#include "storage/tables/ticket_list.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class TicketRowTest : public StoreTest {
 protected:
  TicketRowTest()
      : channel_(add_channel()), customer_(add_customer()), ticket_(add_ticket(channel_, customer_, "退款", "P1")) {}
  TicketRecord load() {
    return must_read([&](ReadTx& tx) { return load_ticket(tx, ticket_); });
  }
  Result<void> update(const TicketRecord& before, const TicketRecord& now) {
    return store_->write_and_wait([&](Tx& tx) { return update_ticket(tx, before, now); });
  }
  std::size_t listed(TicketSelection selection) {
    return must_read([&](ReadTx& tx) { return list_tickets(tx, selection); }).size();
  }

  ChannelId channel_;
  CustomerId customer_;
  TicketId ticket_;
};

TEST_F(TicketRowTest, further_message_changes_all_but_the_listed_columns) {
  const TicketRecord before = load();
  TicketRecord now = before;
  now.topic = "退货";
  now.round = 2;
  now.preview_masked = "还没收到";
  now.updated_at = now.last_message_at = Micros{77};
  now.message_count = 5;
  now.attachment_count = 2;
  now.news = before.news + 1;
  now.last_by = LastBy::kColleague;
  now.last_user = UserId{8};
  now.clock_kind = domain::ClockKind::kResolve;
  now.clock_started_at = Micros{55};
  ASSERT_TRUE(update(before, now).ok());
  const TicketRecord stored = load();
  EXPECT_EQ(stored.version, before.version + 1);
  EXPECT_EQ(stored.topic, now.topic);
  EXPECT_EQ(stored.round, 2);
  EXPECT_EQ(stored.preview_masked, now.preview_masked);
  EXPECT_EQ(stored.updated_at, Micros{77});
  EXPECT_EQ(stored.last_message_at, Micros{77});
  EXPECT_EQ(stored.message_count, 5);
  EXPECT_EQ(stored.attachment_count, 2);
  EXPECT_EQ(stored.news, now.news);
  EXPECT_EQ(stored.last_by, now.last_by);
  EXPECT_EQ(stored.last_user, now.last_user);
  EXPECT_EQ(stored.clock_kind, now.clock_kind);
  EXPECT_EQ(stored.clock_started_at, Micros{55});
}

TEST_F(TicketRowTest, each_listed_column_moves_the_ticket_in_the_lists) {
  const auto change = [&](auto set) {
    const TicketRecord before = load();
    TicketRecord now = before;
    set(now);
    ASSERT_TRUE(update(before, now).ok());
  };
  change([](TicketRecord& now) { now.priority = domain::Priority::kP1; });
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kAll, .priority = domain::Priority::kP1}), 1u);
  change([](TicketRecord& now) { now.type = domain::TicketType::kComplaint; });
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kAll, .type = domain::TicketType::kComplaint}), 1u);
  change([](TicketRecord& now) { now.phase = domain::Phase::kAfterSale; });
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kAll,
                    .order = TicketSelection::Order::kCreated,
                    .phase = domain::Phase::kAfterSale}),
            1u);
  change([](TicketRecord& now) { now.owner = UserId{7}; });
  EXPECT_EQ(listed({.owner = UserId{7}}), 1u);
  change([](TicketRecord& now) { now.next_due_at = Micros{5}; });
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kOverdue, .now = Micros{6}}), 1u);
  change([](TicketRecord& now) { now.state = domain::TicketState::kClosed; });
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kOpen}), 0u);
  EXPECT_EQ(listed({.scope = TicketSelection::Scope::kState,
                    .order = TicketSelection::Order::kUpdated,
                    .state = domain::TicketState::kClosed}),
            1u);
}

TEST_F(TicketRowTest, either_update_needs_the_version_that_is_stored) {
  const TicketRecord seen = load();
  ASSERT_TRUE(update(seen, seen).ok());
  TicketRecord other = seen;
  other.priority = domain::Priority::kP1;
  for (const TicketRecord& now : {seen, other}) {
    const auto stale = update(seen, now);
    ASSERT_FALSE(stale.ok());
    EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
  }
}

TEST_F(TicketRowTest, conversation_gets_new_routing_and_another_ticket_apart) {
  const auto id = ids_.next<ConversationId>();
  const TicketId other = add_ticket(channel_, customer_, "换货", "P2");
  // A pair instead of the whole record: g++ 12 warns of freeing what was never allocated in the latter.
  const auto load_it = [&] {
    return must_read([&](ReadTx& tx) -> Result<std::pair<Bytes, TicketId>> {
      auto row = load_conversation(tx, id);
      if (!row) return std::move(row).error();
      return std::pair(row->key_sealed, row->ticket);
    });
  };
  must_write([&](Tx& tx) {
    return insert_conversation(tx, {.id = id,
                                    .channel = channel_,
                                    .key_index = to_bytes("index"),
                                    .key_sealed = to_bytes("a"),
                                    .ticket = ticket_,
                                    .customer = customer_,
                                    .created_at = clock_.now()});
  });
  must_write([&](Tx& tx) { return set_conversation_key(tx, id, to_bytes("ab")); });
  EXPECT_EQ(load_it().first, to_bytes("ab"));
  EXPECT_EQ(load_it().second, ticket_);
  must_write([&](Tx& tx) { return move_conversation(tx, id, other); });
  EXPECT_EQ(load_it().first, to_bytes("ab"));
  EXPECT_EQ(load_it().second, other);
}

}  // namespace
}  // namespace frontdesk::storage
