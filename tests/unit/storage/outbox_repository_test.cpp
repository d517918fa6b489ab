// The outbox: one reply at a time in each conversation, each claimed once.
#include "storage/traffic/outbox.h"

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using domain::Delivery;

class OutboxTest : public StoreTest {
 protected:
  OutboxTest() : channel_(add_channel()), ticket_(add_ticket(channel_, add_customer(), "s", "P1")) {}
  OutboxId put(std::int64_t conversation, Micros at = Micros{1}) {
    OutboxRecord job;
    job.id = ids_.next<OutboxId>();
    job.message = add_message(ticket_, "reply");
    job.channel = channel_;
    job.conversation = ConversationId{conversation};
    job.next_attempt_at = at;
    job.idempotency_key = to_text(job.id);
    job.payload_sealed = to_bytes("sealed");
    job.created_at = clock_.now();
    must_write([&](Tx& tx) { return insert_outbox(tx, job); });
    return job.id;
  }
  std::vector<OutboxId> due(Micros now = Micros{10}) {
    std::vector<OutboxId> ids;
    for (const auto& job : must_read([&](ReadTx& tx) { return due_outbox(tx, channel_, now, 10); }))
      ids.push_back(job.id);
    return ids;
  }
  void claim(OutboxId id) {
    must_write([&](Tx& tx) { return claim_outbox(tx, id); });
  }
  void finish(OutboxId id, Delivery state) {
    must_write([&](Tx& tx) { return finish_outbox(tx, id, state, ""); });
  }
  ChannelId channel_;
  TicketId ticket_;
};

using Jobs = std::vector<OutboxId>;

TEST_F(OutboxTest, conversation_is_first_in_first_out) {
  const auto a1 = put(1);
  const auto a2 = put(1);
  const auto b1 = put(2);
  EXPECT_EQ(due(), (Jobs{a1, b1}));
  claim(a1);
  EXPECT_EQ(due(), (Jobs{b1}));
  finish(a1, Delivery::kSent);
  EXPECT_EQ(due(), (Jobs{a2, b1}));
}

TEST_F(OutboxTest, later_try_holds_back_its_conversation_only) {
  const auto a1 = put(1);
  put(1);
  const auto b1 = put(2);
  claim(a1);
  must_write([&](Tx& tx) { return requeue_outbox(tx, a1, "busy", Micros{100}); });
  EXPECT_EQ(due(Micros{10}), (Jobs{b1}));
  claim(b1);
  EXPECT_EQ(must_read([](ReadTx& tx) { return next_outbox_due_at(tx); }), Micros{1});
  EXPECT_EQ(due(Micros{100}), (Jobs{a1}));
}

TEST_F(OutboxTest, failed_and_unknown_rows_let_the_next_one_go) {
  const auto a1 = put(1);
  const auto a2 = put(1);
  const auto a3 = put(1);
  claim(a1);
  finish(a1, Delivery::kFailed);
  EXPECT_EQ(due(), (Jobs{a2}));
  claim(a2);
  finish(a2, Delivery::kUnknown);
  EXPECT_EQ(due(), (Jobs{a3}));
  const auto counts = must_read([&](ReadTx& tx) { return count_outbox(tx, channel_); });
  EXPECT_EQ(counts.waiting, 1);
  EXPECT_EQ(counts.troubled, 2);
}

TEST_F(OutboxTest, counting_stops_at_a_bound) {
  put(1);
  must_write([&](Tx& tx) {
    return tx.execute(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
        "INSERT INTO message (id, ticket_id, kind, created_at) SELECT -i, (SELECT ticket_id FROM message LIMIT 1), 2, "
        "1 "
        "FROM n",
        kMostCounted + 5);
  });
  must_write([&](Tx& tx) {
    return tx.execute(
        "INSERT INTO outbox (id, message_id, channel_id, conversation_id, state, next_attempt_at, idempotency_key, "
        "payload_sealed, created_at) SELECT id, id, ?1, 0, 5, 0, 'k' || id, x'', 1 FROM message WHERE id < 0",
        channel_);
  });
  EXPECT_EQ(must_read([&](ReadTx& tx) { return count_outbox(tx, channel_); }).troubled, kMostCounted);
  EXPECT_EQ(must_read([&](ReadTx& tx) { return count_outbox(tx, std::nullopt); }).troubled, kMostCounted);
}

TEST_F(OutboxTest, row_is_claimed_once) {
  const auto a = put(1);
  claim(a);
  auto again = store_->write_and_wait([&](Tx& tx) { return claim_outbox(tx, a); });
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(must_read([&](ReadTx& tx) { return load_outbox(tx, a); }).attempts, 1);
}

TEST_F(OutboxTest, released_claim_leaves_no_trace) {
  const auto a = put(1);
  claim(a);
  must_write([&](Tx& tx) { return release_outbox(tx, a, Micros{5}); });
  EXPECT_EQ(due(Micros{5}), (Jobs{a}));
  EXPECT_EQ(must_read([&](ReadTx& tx) { return load_outbox(tx, a); }).attempts, 0);
  EXPECT_FALSE(store_->write_and_wait([&](Tx& tx) { return release_outbox(tx, a, Micros{5}); }).ok());
}

TEST_F(OutboxTest, human_retry_begins_the_time_of_trying_anew) {
  const auto a = put(1);
  EXPECT_EQ(must_read([&](ReadTx& tx) { return load_outbox(tx, a); }).queued_at, clock_.now());
  claim(a);
  finish(a, Delivery::kFailed);
  must_write([&](Tx& tx) { return retry_outbox(tx, a, channel_, Micros{77}); });
  const auto row = must_read([&](ReadTx& tx) { return load_outbox(tx, a); });
  EXPECT_EQ(row.queued_at, Micros{77});
  EXPECT_EQ(row.state, Delivery::kQueued);
}

TEST_F(OutboxTest, rows_being_sent_are_found_after_a_restart) {
  const auto a = put(1);
  put(2);
  claim(a);
  reopen();
  const auto jobs = must_read([](ReadTx& tx) { return sending_outbox(tx); });
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].id, a);
}

TEST_F(OutboxTest, queued_row_cannot_be_finished_and_sent_may_become_delivered) {
  const auto a = put(1);
  EXPECT_FALSE(store_->write_and_wait([&](Tx& tx) { return finish_outbox(tx, a, Delivery::kSent, ""); }).ok());
  claim(a);
  finish(a, Delivery::kSent);
  finish(a, Delivery::kDelivered);
  EXPECT_EQ(must_read([&](ReadTx& tx) { return load_outbox(tx, a); }).state, Delivery::kDelivered);
}

}  // namespace
}  // namespace frontdesk::storage
