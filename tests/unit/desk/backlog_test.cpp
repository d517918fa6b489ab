// What the journal owes after a crash or a full disk: every acknowledged item gets its fate, whatever happened to it.
#include <future>
#include <set>

#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class BacklogTest : public DeskTest {
 protected:
  /// As the daemon's last life left it.
  JournalId left_over(InboundItem item, int lives = 0) {
    intake_->stop();
    const JournalId id = journal(std::move(item));
    change("UPDATE journal SET attempts = " + std::to_string(lives * IntakeBacklog::kWeightOfLife) +
           " WHERE id = " + to_text(id));
    return id;
  }
  void change(const std::string& sql) {
    must(store_->write_and_wait([&](storage::Tx& tx) { return tx.query(sql).run(); }));
  }
  void start_again(LastEnd last_end = LastEnd::kOwnSignal) {
    restart_intake(last_end);
    wait_until_filed();
  }
  std::int64_t fate_of(JournalId id) { return count("SELECT fate FROM journal WHERE id = " + to_text(id)); }
  double lives_of(JournalId id) {
    return static_cast<double>(count("SELECT attempts FROM journal WHERE id = " + to_text(id))) /
           IntakeBacklog::kWeightOfLife;
  }
};

constexpr std::int64_t kTicket = 1, kQuarantined = 4;

// N-01
TEST_F(BacklogTest, of_many_pages_is_filed_in_order) {
  constexpr int kItems = 300;
  std::vector<JournalId> ids;
  for (int i = 0; i < kItems; ++i)
    ids.push_back(left_over(mail("subject", "text", "c" + std::to_string(i) + "@customer.test")));
  start_again();
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 0"), 0);
  EXPECT_EQ(count("SELECT count(DISTINCT journal_id) FROM message"), kItems);
  EXPECT_EQ(count("SELECT count(*) FROM message a JOIN message b ON a.id < b.id AND a.journal_id > b.journal_id"), 0);
}

// N-01, P-04
TEST_F(BacklogTest, an_item_that_cannot_be_opened_is_quarantined_and_shown_in_the_ledger) {
  const JournalId changed = left_over(mail("a", "text"));
  const JournalId without_key = left_over(mail("b", "text"));
  const JournalId good = left_over(mail("c", "text"));
  change("UPDATE journal SET payload_sealed = CAST(payload_sealed || x'00' AS BLOB) WHERE id = " + to_text(changed));
  must(store_->write_and_wait(
      [&](storage::Tx& tx) { return keys_->shred(tx, privacy::KeyScope::kMessage, without_key.raw()); }));
  start_again();
  EXPECT_EQ(fate_of(changed), kQuarantined);
  EXPECT_EQ(fate_of(without_key), kQuarantined);
  EXPECT_EQ(fate_of(good), kTicket);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 4 AND reason LIKE '%cannot be opened%'"), 2);
}

TEST_F(BacklogTest, an_item_in_work_is_counted_before_it_is_worked_on_again) {
  const JournalId id = left_over(mail("a", "text"));
  start_again();
  EXPECT_EQ(lives_of(id), 1);
  EXPECT_EQ(only_ticket().unreadable, false);
}

// N-01
TEST_F(BacklogTest, an_item_is_not_blamed_for_a_daemon_that_was_killed_or_stopped) {
  const JournalId id = left_over(mail("a", "text"), 0);
  change("UPDATE journal SET attempts = 5 WHERE id = " + to_text(id));  // as five kills leave it
  const JournalId stopped = left_over(mail("b", "text"));
  start_again(LastEnd::kFromOutside);
  EXPECT_FALSE(list().at(0).unreadable);
  EXPECT_FALSE(list().at(1).unreadable);
  EXPECT_LT(lives_of(id), 1);
  EXPECT_GT(lives_of(stopped), 0);
}

TEST_F(BacklogTest, a_stop_in_good_order_counts_for_nothing) {
  const JournalId id = left_over(mail("a", "text"));
  start_again(LastEnd::kOrderly);
  EXPECT_EQ(lives_of(id), 0);
}

TEST_F(BacklogTest, an_item_that_went_straight_through_costs_no_count) {
  take_in(mail("a", "text"));
  EXPECT_EQ(count("SELECT sum(attempts) FROM journal"), 0);
}

TEST_F(BacklogTest, the_second_life_works_on_a_suspect_alone_and_as_usual) {
  const JournalId id = left_over(mail("a", "text"), 1);
  start_again();
  EXPECT_EQ(lives_of(id), 2);
  EXPECT_EQ(messages(only_ticket().id).at(0).text.text(), "text");
}

// N-03
TEST_F(BacklogTest, an_item_that_ended_the_daemon_twice_is_filed_as_unreadable_without_its_content) {
  const JournalId id = left_over(mail("a", "text that cannot be worked on"), 2);
  const JournalId innocent = left_over(mail("b", "text", "li@customer.test"));
  start_again();
  EXPECT_EQ(fate_of(id), kTicket);
  EXPECT_EQ(fate_of(innocent), kTicket);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE unreadable = 1 AND raw_blob_id <> 0 AND text_masked LIKE '%ended "
                  "twice%'"),
            1);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE text_masked LIKE '%cannot be worked on%'"), 0);
  // What the message does not hold, the journal keeps.
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE payload_sealed IS NOT NULL AND attempts = 30"), 1);
}

TEST_F(BacklogTest, an_item_that_still_ends_the_daemon_is_quarantined_unread) {
  const JournalId id = left_over(mail("a", "text"), 3);
  start_again();
  EXPECT_EQ(fate_of(id), kQuarantined);
  EXPECT_TRUE(list().empty());
}

// N-01
TEST_F(BacklogTest, items_left_by_a_full_disk_are_taken_up_when_there_is_room_again) {
  constexpr int kItems = 65;  // so many are journaled first
  // The writer is held while they come in and the disk fills up behind them.
  std::promise<void> hold;
  store_->write(
      [held = hold.get_future().share()](storage::Tx&) {
        held.wait();
        return Result<void>();
      },
      {});
  std::promise<void> acknowledged;
  std::string long_text;
  for (int i = 0; i < 40'000; ++i) long_text += std::to_string(i * 7919) + " ";
  std::vector<InboundItem> items;
  for (int i = 0; i < kItems; ++i) items.push_back(mail("a", i == 0 ? long_text : "text"));
  intake_->submit({.channel = channel_, .items = std::move(items), .cursor = {}, .state_writes = {}},
                  [&](const Result<std::vector<ItemOutcome>>& result) {
                    EXPECT_TRUE(result.ok());
                    acknowledged.set_value();
                  });
  while (store_->backlog() < 2) std::this_thread::yield();
  store_->write([](storage::Tx& tx) { return tx.query("PRAGMA max_page_count = 1").run(); }, {});
  hold.set_value();
  acknowledged.get_future().wait();
  while (store_->is_writable()) std::this_thread::yield();
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 0"), kItems);
  EXPECT_EQ(intake_->pending(), kItems);

  while (!store_->is_writable()) std::this_thread::yield();
  change("PRAGMA max_page_count = 1000000");
  intake_->take_up_stranded();
  wait_until_filed();
  EXPECT_EQ(count("SELECT count(*) FROM message"), kItems);
  EXPECT_EQ(count("SELECT sum(attempts) FROM journal"), 0);
}

// N-01
TEST_F(BacklogTest, a_batch_that_meets_a_full_disk_is_refused_as_a_whole_and_taken_again) {
  change("PRAGMA max_page_count = 1");
  std::string long_text;
  for (int i = 0; i < 40'000; ++i) long_text += std::to_string(i * 7919) + " ";
  const std::vector<InboundItem> items = {mail("a", long_text), mail("b", "text")};
  std::promise<ErrorCode> refused;
  intake_->submit({.channel = channel_, .items = items, .cursor = "next", .state_writes = {}},
                  [&](const Result<std::vector<ItemOutcome>>& result) {
                    refused.set_value(result.ok() ? ErrorCode::kInternal : result.error().code);
                  });
  EXPECT_EQ(refused.get_future().get(), ErrorCode::kUnavailable);
  EXPECT_EQ(intake_->pending(), 0);
  EXPECT_EQ(count("SELECT count(*) FROM journal"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM channel WHERE cursor = 'next'"), 0);
  while (!store_->is_writable()) std::this_thread::yield();
  change("PRAGMA max_page_count = 1000000");
  EXPECT_EQ(take_in(items), (std::vector{ItemOutcome::kAccepted, ItemOutcome::kAccepted}));
  EXPECT_EQ(count("SELECT count(*) FROM message"), 2);
}

// M-95, P-20
TEST_F(BacklogTest, large_items_close_the_door_long_before_there_are_many) {
  std::promise<void> hold;
  store_->write(
      [held = hold.get_future().share()](storage::Tx&) {
        held.wait();
        return Result<void>();
      },
      {});
  std::set<bool> answers;
  std::atomic<int> open = 0;
  while (intake_->has_room()) {
    InboundItem item = mail("a", "text");
    item.attachments.push_back({"a.bin", "application/octet-stream", "", false, std::string(8 << 20, 'x')});
    std::vector<InboundItem> items;
    items.push_back(std::move(item));
    ++open;
    intake_->submit({.channel = channel_, .items = std::move(items), .cursor = {}, .state_writes = {}},
                    [&](const Result<std::vector<ItemOutcome>>& result) {
                      EXPECT_TRUE(result.ok());
                      --open;
                    });
  }
  EXPECT_LE(open, 8);
  hold.set_value();
  while (open > 0) std::this_thread::yield();
  wait_until_filed();
  EXPECT_TRUE(intake_->has_room());
}

TEST_F(BacklogTest, a_text_without_end_is_cut_and_kept_whole_as_the_original) {
  InboundItem item = mail("a", std::string(3 << 20, 'x'));
  item.raw.clear();
  take_in(std::move(item));
  EXPECT_EQ(count("SELECT length(text_masked) FROM message"), 1 << 20);
  EXPECT_GT(count("SELECT size FROM blob WHERE id = (SELECT raw_blob_id FROM message)"), 3 << 20);
}

}  // namespace
}  // namespace frontdesk::desk
