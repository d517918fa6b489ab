// Batches that are filed in the transaction that takes them in: what stays of the way by the journal.
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <future>

#include "storage/work_note.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

/// Does something at one of its calls.
class TrippedRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    if (calls_to_trip > 0 && --calls_to_trip == 0) trip();
    source_.fill(out);
  }
  std::atomic<int> calls_to_trip = 0;
  std::function<void()> trip;

 private:
  SystemRandom source_;
};

/// Sealing one item with an original takes three calls; the fourth is made where its text is worked out.
constexpr int kWhileWorkedOut = 4;

class AtOnceTest : public DeskTest {
 protected:
  using DeskTest::DeskTest;
  ~AtOnceTest() override { intake_.reset(); }

  /// The intake works with `random` from now on.
  void start_with(RandomSource& random) {
    intake_.reset();
    tripped_vault_ = must(privacy::Vault::make(Secret(std::string(32, 'k')), ids_, random));
    tripped_.reset(new Context{.store = *store_,
                               .vault = *tripped_vault_,
                               .keys = *keys_,
                               .masker = masker_,
                               .trail = *trail_,
                               .events = *events_,
                               .ids = ids_,
                               .clock = clock_,
                               .random = random,
                               .profile = context_->profile});
    intake_ = std::make_unique<Intake>(*tripped_);
    must(intake_->start(LastEnd::kOrderly));
  }
  void change(const std::string& sql) {
    must(store_->write_and_wait([&](storage::Tx& tx) { return tx.query(sql).run(); }));
  }

 private:
  std::unique_ptr<privacy::Vault> tripped_vault_;
  std::unique_ptr<Context> tripped_;
};

// N-01
TEST_F(AtOnceTest, what_is_acknowledged_is_filed_already) {
  std::vector<InboundItem> items = {mail("a", "text"), mail("b", "text")};
  std::promise<std::int64_t> filed;
  intake_->submit({.channel = channel_, .items = std::move(items), .cursor = "next", .state_writes = {}},
                  [&](const Result<std::vector<ItemOutcome>>& result) {
                    EXPECT_TRUE(result.ok());
                    filed.set_value(
                        count("SELECT count(*) FROM message JOIN journal ON journal.id = journal_id "
                              "WHERE fate = 1 AND payload_sealed IS NULL"));
                  });
  EXPECT_EQ(filed.get_future().get(), 2);
  EXPECT_EQ(intake_->pending(), 0);
  EXPECT_EQ(count("SELECT count(*) FROM channel WHERE cursor = 'next'"), 1);
}

// N-01, N-03, P-04
TEST_F(AtOnceTest, one_that_cannot_be_filed_becomes_unreadable_after_its_tries_and_the_others_are_filed) {
  change(
      "CREATE TRIGGER refuse BEFORE INSERT ON message WHEN NEW.text_masked = 'broken' "
      "BEGIN SELECT RAISE(ABORT, 'refused'); END");
  const auto outcomes = take_in({mail("a", "good"), mail("b", "broken"), mail("c", "good")});
  EXPECT_EQ(outcomes, std::vector<ItemOutcome>(3, ItemOutcome::kAccepted));
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 1 AND payload_sealed IS NULL"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM journal JOIN message m ON m.journal_id = journal.id "
                  "WHERE m.unreadable = 1 AND payload_sealed IS NOT NULL"),
            1);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE text_masked = 'good'"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.create'"), 3);
  EXPECT_EQ(count("SELECT count(*) FROM channel WHERE cursor = 'next'"), 1);
  EXPECT_EQ(count("SELECT sum(value) FROM counter WHERE name GLOB 'journal.*'"), 3);
}

TEST_F(AtOnceTest, one_that_cannot_be_worked_out_keeps_its_content) {
  TrippedRandom random;
  random.trip = [] { throw std::bad_alloc(); };
  start_with(random);
  random.calls_to_trip = kWhileWorkedOut;
  EXPECT_EQ(take_in(mail("a", "text")), ItemOutcome::kAccepted);
  EXPECT_EQ(random.calls_to_trip, 0);
  EXPECT_EQ(messages(only_ticket().id).at(0).text.text(), "text");
}

TEST_F(AtOnceTest, more_than_the_writer_should_give_itself_to_is_filed_all_the_same) {
  std::vector<InboundItem> items;
  for (int i = 0; i < 200; ++i) items.push_back(mail("subject", "text", "c" + std::to_string(i) + "@customer.test"));
  take_in(std::move(items));
  EXPECT_EQ(count("SELECT count(DISTINCT journal_id) FROM message"), 200);
  EXPECT_EQ(count("SELECT count(*) FROM message a JOIN message b ON a.id < b.id AND a.journal_id > b.journal_id"), 0);
}

TEST_F(AtOnceTest, the_same_item_twice_in_one_batch_is_one_message) {
  InboundItem item = mail("a", "text");
  EXPECT_EQ(take_in({item, item}), (std::vector{ItemOutcome::kAccepted, ItemOutcome::kDuplicate}));
  EXPECT_EQ(count("SELECT count(*) FROM message"), 1);
}

// A life of a daemon, told by its data directory.
class Life final : public AtOnceTest {
 public:
  explicit Life(const std::string& directory) : AtOnceTest(directory) {}
  void TestBody() override {}

  void end_while_working_out(InboundItem item) {
    TrippedRandom random;
    random.trip = [] { ::kill(::getpid(), SIGKILL); };
    start_with(random);
    random.calls_to_trip = kWhileWorkedOut;
    take_in(std::move(item));
  }
  using AtOnceTest::channel_;
  using AtOnceTest::count;
  using AtOnceTest::intake_;
  using AtOnceTest::mail;
  using AtOnceTest::store_;
  using AtOnceTest::take_in;
};

class AtOnceCrashTest : public ::testing::Test {
 protected:
  ~AtOnceCrashTest() override { ::rmdir(directory_.c_str()); }
  /// A daemon that ends while it works on its first mail, before anything of it is in the database.
  void end_a_life() const {
    const pid_t child = ::fork();
    if (child == 0) {
      Life life(directory_);
      life.end_while_working_out(life.mail("a", "text that ends the daemon"));
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
  }

 private:
  static std::string new_directory() {
    char name[] = "/tmp/frontdesk-desk-XXXXXX";
    return ::mkdtemp(name);
  }

 protected:
  const std::string directory_ = new_directory();
};

// N-01, N-03: the count goes on where the journal had no row yet
TEST_F(AtOnceCrashTest, an_item_that_ended_the_daemon_goes_by_the_journal_and_is_counted) {
  end_a_life();
  Life life(directory_);
  EXPECT_EQ(life.count("SELECT count(*) FROM journal"), 0);
  EXPECT_EQ(life.store_->work_note().left(), 1U);
  EXPECT_EQ(life.take_in(life.mail("a", "text that ends the daemon")), ItemOutcome::kAccepted);
  EXPECT_EQ(life.take_in(life.mail("b", "another")), ItemOutcome::kAccepted);
  EXPECT_EQ(life.count("SELECT count(*) FROM message"), 2);
  EXPECT_EQ(life.count("SELECT attempts FROM journal ORDER BY id"), 1);
  EXPECT_EQ(life.count("SELECT attempts FROM journal ORDER BY id DESC"), 0);
  EXPECT_EQ(life.store_->work_note().left(), 0U);
}

TEST_F(AtOnceCrashTest, the_item_is_acknowledged_before_it_is_worked_on_again) {
  end_a_life();
  Life life(directory_);
  const auto before = life.count("SELECT count(*) FROM journal");
  std::promise<void> hold;
  std::promise<std::int64_t> pending;
  std::vector<InboundItem> items = {life.mail("a", "text that ends the daemon")};
  life.intake_->submit({.channel = life.channel_, .items = std::move(items), .cursor = {}, .state_writes = {}},
                       [&](const Result<std::vector<ItemOutcome>>& result) {
                         EXPECT_TRUE(result.ok());
                         pending.set_value(
                             life.count("SELECT count(*) FROM journal WHERE fate = 0 AND attempts = 1 "
                                        "AND payload_sealed IS NOT NULL"));
                       });
  EXPECT_EQ(before, 0);
  EXPECT_EQ(pending.get_future().get(), 1);
}

}  // namespace
}  // namespace frontdesk::desk
