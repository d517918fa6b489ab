#include "storage/store.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

Result<void> put(Tx& tx, const std::string& name, std::int64_t value) {
  return tx.execute("INSERT INTO counter (name, value) VALUES (?1, ?2)", name, value);
}

TEST_F(StoreTest, open_makes_every_migration) {
  EXPECT_GE(store_->schema_version(), 2);
  EXPECT_EQ(number("SELECT max(version) FROM schema_migration"), store_->schema_version());
}

TEST_F(StoreTest, settings_of_the_connection_hold) {
  auto settings = must_write([](Tx& tx) -> Result<std::string> {
    std::string all;
    for (const char* name : {"journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check",
                             "secure_delete", "wal_autocheckpoint"}) {
      auto row = tx.query(std::string("PRAGMA ") + name);
      auto found = row.step();
      if (!found) return std::move(found).error();
      all += row.text(0) + " ";
    }
    return all;
  });
  EXPECT_EQ(settings, "wal 2 1 0 1 1 0 ");
}

TEST_F(StoreTest, an_attempt_that_fails_undoes_itself_and_nothing_else) {
  must_write([](Tx& tx) -> Result<void> {
    FD_TRY(put(tx, "before", 1));
    const auto failed = tx.attempt([](Tx& inner) -> Result<void> {
      FD_TRY(put(inner, "within", 1));
      inner.count_at_commit("counted.within", 1);
      inner.at_commit([](Tx& late) { return put(late, "late", 1); });
      return Error{ErrorCode::kInvalid, "on purpose"};
    });
    EXPECT_EQ(failed.error().code, ErrorCode::kInvalid);
    const auto thrown = tx.attempt([](Tx& inner) -> Result<void> {
      FD_TRY(put(inner, "within", 1));
      throw std::runtime_error("on purpose");
    });
    EXPECT_EQ(thrown.error().code, ErrorCode::kInternal);
    EXPECT_TRUE(tx.attempt([](Tx& inner) { return put(inner, "good", 1); }).ok());
    return put(tx, "after", 1);
  });
  EXPECT_EQ(number("SELECT count(*) FROM counter"), 3);
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name IN ('before', 'good', 'after')"), 3);
}

TEST_F(StoreTest, committed_rows_survive_reopening) {
  must_write([](Tx& tx) { return put(tx, "kept", 7); });
  reopen();
  EXPECT_EQ(number("SELECT value FROM counter WHERE name = 'kept'"), 7);
}

TEST_F(StoreTest, second_open_of_the_same_directory_is_a_conflict) {
  auto second = Store::open(options(), clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_NE(second.error().message.find("in use"), std::string::npos);
}

TEST_F(StoreTest, file_that_is_no_database_is_corrupt) {
  store_.reset();
  std::ofstream(options().directory + "/frontdesk.db", std::ios::trunc) << std::string(10'000, 'x');
  auto opened = Store::open(options(), clock_);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt) << opened.error().message;
}

TEST_F(StoreTest, files_are_for_the_owner_alone) {
  namespace fs = std::filesystem;
  const auto rights = [](const std::string& path) { return fs::status(path).permissions() & fs::perms(0777); };
  EXPECT_EQ(rights(options().directory), fs::perms(0700));
  for (const char* name : {"/frontdesk.db", "/frontdesk.db-wal", "/frontdesk.lock", "/blobs/segment-000001.blob"}) {
    EXPECT_EQ(rights(options().directory + name), fs::perms(0600)) << name;
  }
}

TEST_F(StoreTest, failed_unit_is_undone_alone) {
  std::promise<void> all_told;
  std::atomic<int> told = 0;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 30; ++i) {
    store_->write(
        [i](Tx& tx) -> Result<void> {
          if (auto done = put(tx, "unit" + std::to_string(i), i); !done) return done;
          if (i % 3 == 0) return Error{ErrorCode::kInvalid, "refused"};
          return {};
        },
        [&](const Result<void>& result) {
          if (!result.ok()) ++failed;
          if (++told == 30) all_told.set_value();
        });
  }
  all_told.get_future().wait();
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name LIKE 'unit%'"), 20);
}

TEST_F(StoreTest, constraint_error_leaves_the_statement_usable) {
  must_write([](Tx& tx) { return put(tx, "once", 1); });
  auto twice = store_->write_and_wait([](Tx& tx) { return put(tx, "once", 2); });
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(twice.error().code, ErrorCode::kConflict);
  must_write([](Tx& tx) { return put(tx, "another", 3); });
  EXPECT_EQ(number("SELECT value FROM counter WHERE name = 'once'"), 1);
}

TEST_F(StoreTest, errors_never_quote_values) {
  auto failed = store_->write_and_wait([](Tx& tx) -> Result<void> {
    if (auto done = put(tx, "13800138000", 1); !done) return done;
    return put(tx, "13800138000", 1);
  });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message.find("138"), std::string::npos) << failed.error().message;
}

TEST_F(StoreTest, wrong_sql_is_an_error_of_ours) {
  auto failed = store_->write_and_wait([](Tx& tx) { return tx.execute("INSERT INTO nowhere VALUES (1)"); });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::kInternal);
}

TEST_F(StoreTest, exception_of_a_unit_becomes_an_error_and_undoes_it) {
  auto failed = store_->write_and_wait([](Tx& tx) -> Result<void> {
    if (auto done = put(tx, "thrown", 1); !done) return done;
    throw std::runtime_error("13800138000");
  });
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::kInternal);
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name = 'thrown'"), 0);
}

TEST_F(StoreTest, done_sees_its_unit_committed) {
  std::promise<std::int64_t> seen;
  store_->write([](Tx& tx) { return put(tx, "seen", 5); },
                [&](const Result<void>&) { seen.set_value(number("SELECT value FROM counter WHERE name = 'seen'")); });
  EXPECT_EQ(seen.get_future().get(), 5);
}

TEST_F(StoreTest, done_may_queue_more_than_the_bound) {
  auto small = options();
  small.directory += "-small";
  small.queue_units = 2;
  auto store = Store::open(small, clock_);
  ASSERT_TRUE(store.ok());
  std::promise<void> all;
  std::atomic<int> told = 0;
  (*store)->write([](Tx& tx) { return put(tx, "first", 0); },
                  [&](const Result<void>&) {
                    for (int i = 0; i < 10; ++i) {
                      (*store)->write([i](Tx& tx) { return put(tx, "later" + std::to_string(i), i); },
                                      [&](const Result<void>& result) {
                                        EXPECT_TRUE(result.ok());
                                        if (++told == 10) all.set_value();
                                      });
                    }
                  });
  all.get_future().wait();
  EXPECT_EQ(told, 10);
}

TEST_F(StoreTest, closing_finishes_what_is_queued) {
  std::atomic<int> told = 0;
  for (int i = 0; i < 500; ++i) {
    store_->write([i](Tx& tx) { return put(tx, "q" + std::to_string(i), i); },
                  [&](const Result<void>& result) { told += result.ok() ? 1 : 0; });
  }
  store_.reset();
  EXPECT_EQ(told, 500);
  reopen();
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name LIKE 'q%'"), 500);
}

TEST_F(StoreTest, many_threads_lose_nothing) {
  std::vector<std::jthread> threads;
  std::atomic<int> stored = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        auto done = store_->write_and_wait(
            [&](Tx& tx) { return put(tx, "t" + std::to_string(t) + "." + std::to_string(i), i); });
        if (done.ok()) ++stored;
        static_cast<void>(number("SELECT count(*) FROM counter"));
      }
    });
  }
  threads.clear();
  EXPECT_EQ(stored, 400);
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name LIKE 't%'"), 400);
  EXPECT_EQ(store_->backlog(), 0u);
}

TEST_F(StoreTest, reader_keeps_its_snapshot) {
  must_read([&](ReadTx& tx) -> Result<bool> {
    const auto count = [&] {
      auto row = tx.query("SELECT count(*) FROM counter");
      EXPECT_TRUE(row.step().ok());
      return row.integer(0);
    };
    const auto before = count();
    must_write([](Tx& write) { return put(write, "meanwhile", 1); });
    EXPECT_EQ(count(), before);
    return true;
  });
}

TEST_F(StoreTest, readers_cannot_write) {
  auto tried = store_->read([](ReadTx& tx) { return tx.query("DELETE FROM counter").run(); });
  EXPECT_FALSE(tried.ok());
}

TEST_F(StoreTest, same_text_used_twice_at_once_gets_two_statements) {
  must_write([](Tx& tx) { return put(tx, "a", 1); });
  must_write([](Tx& tx) { return put(tx, "b", 2); });
  must_read([](ReadTx& tx) -> Result<bool> {
    const char* sql = "SELECT value FROM counter WHERE name = ?1";
    auto first = tx.query(sql, "a");
    auto second = tx.query(sql, "b");
    EXPECT_TRUE(first.step().ok());
    EXPECT_TRUE(second.step().ok());
    EXPECT_EQ(first.integer(0), 1);
    EXPECT_EQ(second.integer(0), 2);
    return true;
  });
}

TEST_F(StoreTest, empty_text_and_bytes_are_values_and_null_is_not) {
  must_read([](ReadTx& tx) -> Result<bool> {
    auto row =
        tx.query("SELECT ?1 IS NULL, ?2 IS NULL, ?3 IS NULL, typeof(?2)", std::string_view(), ByteView(), nullptr);
    EXPECT_TRUE(row.step().ok());
    EXPECT_FALSE(row.flag(0));
    EXPECT_FALSE(row.flag(1));
    EXPECT_TRUE(row.flag(2));
    EXPECT_EQ(row.text(3), "blob");
    return true;
  });
}

TEST_F(StoreTest, full_disk_is_told_and_recovers) {
  must_write([](Tx& tx) { return tx.query("PRAGMA max_page_count = 1").run(); });
  auto refused = store_->write_and_wait([](Tx& tx) { return put(tx, std::string(100'000, 'x'), 1); });
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  std::string reason;
  EXPECT_FALSE(store_->is_writable(&reason));
  EXPECT_EQ(reason.find("the disk is full: "), 0U) << reason;
  // The probe needs no new page, so that the store comes back by itself and refuses only what does not fit.
  while (!store_->is_writable()) std::this_thread::yield();
  must_write([](Tx& tx) { return put(tx, "fits", 1); });
}

TEST_F(StoreTest, work_at_commit_runs_once_per_kept_unit) {
  auto failed = store_->write_and_wait([](Tx& tx) -> Result<void> {
    tx.at_commit([](Tx& late) { return put(late, "dropped", 1); });
    return Error{ErrorCode::kInvalid, "refused"};
  });
  EXPECT_FALSE(failed.ok());
  must_write([](Tx& tx) -> Result<void> {
    tx.at_commit([](Tx& late) { return put(late, "late", 1); });
    return {};
  });
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name IN ('dropped', 'late')"), 1);
}

TEST_F(StoreTest, counts_at_commit_add_up_and_leave_with_an_undone_unit) {
  std::promise<void> open;
  auto gate = open.get_future();
  // The others wait behind this one and so make one group.
  store_->write(
      [&](Tx&) -> Result<void> {
        gate.wait();
        return {};
      },
      {});
  const auto count = [&](const char* name, std::int64_t delta, bool fails) {
    store_->write(
        [=](Tx& tx) -> Result<void> {
          tx.count_at_commit(name, delta);
          if (fails) return Error{ErrorCode::kInvalid, "refused"};
          return {};
        },
        {});
  };
  count("a", 3, false);
  count("b", 1, false);
  count("a", 50, true);
  count("a", -1, false);
  open.set_value();
  must_write([](Tx&) { return Result<void>(); });
  EXPECT_EQ(number("SELECT value FROM counter WHERE name = 'a'"), 2);
  EXPECT_EQ(number("SELECT value FROM counter WHERE name = 'b'"), 1);
}

TEST_F(StoreTest, error_at_commit_undoes_the_unit_that_left_it) {
  auto failed = store_->write_and_wait([](Tx& tx) -> Result<void> {
    tx.at_commit([](Tx&) -> Result<void> { return Error{ErrorCode::kInternal, "late failure"}; });
    return put(tx, "early", 1);
  });
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(number("SELECT count(*) FROM counter WHERE name = 'early'"), 0);
  must_write([](Tx& tx) { return put(tx, "early", 1); });
}

}  // namespace
}  // namespace frontdesk::storage
