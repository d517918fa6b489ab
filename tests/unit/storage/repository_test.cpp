// What every engine must do: written against the repositories alone.
#include <gtest/gtest.h>

#include "storage/channel_repository.h"
#include "storage/counter_repository.h"
#include "storage/event_repository.h"
#include "storage/identifier_index.h"
#include "storage/journal_repository.h"
#include "storage/newest_id.h"
#include "storage/outbox_repository.h"
#include "storage/rows.h"
#include "storage/setting_repository.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using domain::Delivery;

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

TEST_F(JournalTest, newest_id_of_the_store_is_found_in_any_table) {
  EXPECT_EQ(must_read([](ReadTx& tx) { return newest_id(tx); }), channel_.raw());
  const auto item = put("a", "1");
  EXPECT_EQ(must_read([](ReadTx& tx) { return newest_id(tx); }), item.id.raw());
}

TEST_F(JournalTest, attempts_are_counted_while_pending) {
  const auto item = put("a", "1");
  EXPECT_EQ(must_write([&](Tx& tx) { return count_attempt(tx, item.id); }), 1);
  EXPECT_EQ(must_write([&](Tx& tx) { return count_attempt(tx, item.id); }), 2);
  settle_as(item.id, Fate::kTicket);
  EXPECT_FALSE(store_->write_and_wait([&](Tx& tx) { return count_attempt(tx, item.id); }).ok());
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
  for (int i = 0; i <= 4; ++i) EXPECT_EQ(parse_fate(to_text(static_cast<Fate>(i))), static_cast<Fate>(i));
  EXPECT_FALSE(parse_fate("lost"));
}

class ChannelTest : public StoreTest {
 protected:
  ChannelRecord record() {
    ChannelRecord channel;
    channel.id = ids_.next<ChannelId>();
    channel.plugin = "email";
    channel.name = "售后邮箱";
    channel.config_json = R"({"host":"imap.example.com"})";
    channel.created_at = clock_.now();
    return channel;
  }
};

TEST_F(ChannelTest, stored_channel_comes_back_as_it_was) {
  auto channel = record();
  must_write([&](Tx& tx) { return insert_channel(tx, channel, as_bytes("sealed")); });
  const auto loaded = must_read([&](ReadTx& tx) { return load_channel(tx, channel.id); });
  EXPECT_EQ(loaded.name, channel.name);
  EXPECT_EQ(loaded.config_json, channel.config_json);
  EXPECT_EQ(loaded.state, ChannelState::kStopped);
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "sealed");
}

TEST_F(ChannelTest, update_needs_the_version_that_is_stored) {
  auto channel = record();
  must_write([&](Tx& tx) { return insert_channel(tx, channel, as_bytes("sealed")); });
  channel.name = "renamed";
  EXPECT_EQ(must_write([&](Tx& tx) { return update_channel(tx, channel, std::nullopt); }), 2);
  auto stale = store_->write_and_wait([&](Tx& tx) { return update_channel(tx, channel, std::nullopt); });
  ASSERT_FALSE(stale.ok());
  EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "sealed");
  channel.version = 2;
  must_write([&](Tx& tx) { return update_channel(tx, channel, ByteView(as_bytes("other"))); });
  EXPECT_EQ(to_string(must_read([&](ReadTx& tx) { return load_channel_secrets(tx, channel.id); })), "other");
}

TEST_F(ChannelTest, removed_channel_is_gone_and_forgets_its_secrets) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, as_bytes("sealed")); !done) return done;
    return put_channel_value(tx, channel.id, "uid", as_bytes("7"));
  });
  must_write([&](Tx& tx) { return remove_channel(tx, channel.id, clock_.now()); });
  EXPECT_EQ(store_->read([&](ReadTx& tx) { return load_channel(tx, channel.id); }).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(must_read([](ReadTx& tx) { return list_channels(tx); }).empty());
  EXPECT_EQ(number("SELECT count(*) FROM channel WHERE secrets_sealed IS NOT NULL"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM channel_state"), 0);
}

TEST_F(ChannelTest, cursor_and_state_do_not_touch_the_version) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, {}); !done) return done;
    if (auto done = set_channel_cursor(tx, channel.id, "uid:12"); !done) return done;
    if (auto done = set_channel_state(tx, channel.id, ChannelState::kOk, "", "", Micros{77}); !done) return done;
    return set_channel_state(tx, channel.id, ChannelState::kDegraded, "timeout", "no answer", Micros{});
  });
  const auto loaded = must_read([&](ReadTx& tx) { return load_channel(tx, channel.id); });
  EXPECT_EQ(loaded.version, 1);
  EXPECT_EQ(loaded.cursor, "uid:12");
  EXPECT_EQ(loaded.state, ChannelState::kDegraded);
  EXPECT_EQ(loaded.reason_code, "timeout");
  EXPECT_EQ(loaded.last_success_at, Micros{77});
}

TEST_F(ChannelTest, plugin_values_are_replaced_and_removed) {
  auto channel = record();
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = insert_channel(tx, channel, {}); !done) return done;
    if (auto done = put_channel_value(tx, channel.id, "a", as_bytes("1")); !done) return done;
    return put_channel_value(tx, channel.id, "a", as_bytes("2"));
  });
  const auto read = [&] { return must_read([&](ReadTx& tx) { return find_channel_value(tx, channel.id, "a"); }); };
  EXPECT_EQ(to_string(*read()), "2");
  must_write([&](Tx& tx) { return remove_channel_value(tx, channel.id, "a"); });
  EXPECT_FALSE(read());
}

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
  must_write([&](Tx& tx) { return retry_outbox(tx, a, Micros{77}); });
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

using SmallTablesTest = StoreTest;

TEST_F(SmallTablesTest, counters_add_and_list_by_prefix) {
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

TEST_F(SmallTablesTest, setting_changes_only_from_the_version_seen) {
  const auto put = [&](std::string_view value, std::int64_t seen) {
    return store_->write_and_wait([&](Tx& tx) { return put_setting(tx, "clock", value, seen, UserId{5}, Micros{9}); });
  };
  EXPECT_EQ(*put("a", 0), 1);
  EXPECT_EQ(put("b", 0).error().code, ErrorCode::kConflict);
  EXPECT_EQ(*put("b", 1), 2);
  EXPECT_EQ(put("c", 1).error().code, ErrorCode::kConflict);
  const auto setting = must_read([](ReadTx& tx) { return find_setting(tx, "clock"); });
  ASSERT_TRUE(setting);
  EXPECT_EQ(setting->value, "b");
  EXPECT_EQ(setting->updated_by, UserId{5});
  EXPECT_FALSE(must_read([](ReadTx& tx) { return find_setting(tx, "other"); }));
  EXPECT_EQ(must_read([](ReadTx& tx) { return list_settings(tx, "cl"); }).size(), 1u);
}

TEST_F(SmallTablesTest, identifiers_find_their_tickets_newest_first) {
  must_write([](Tx& tx) -> Result<void> {
    for (const std::int64_t ticket : {1, 3, 2, 3}) {
      if (auto done = put_identifier(tx, 1, as_bytes("hash"), TicketId{ticket}); !done) return done;
    }
    return put_identifier(tx, 2, as_bytes("hash"), TicketId{9});
  });
  const auto find = [&] {
    return must_read([](ReadTx& tx) { return find_by_identifier(tx, 1, as_bytes("hash"), 10); });
  };
  EXPECT_EQ(find(), (std::vector{TicketId{3}, TicketId{2}, TicketId{1}}));
}

}  // namespace
}  // namespace frontdesk::storage
