#include "audit/trail.h"

#include <filesystem>

#include <sys/stat.h>

#include "audit/browse.h"
#include "audit/durable_file.h"
#include "audit/export.h"
#include "audit/integrity.h"
#include "audit/verifier/redaction.h"
#include "storage/store.h"
#include "support/fake_clock.h"
#include "unit/audit/sample_export.h"

namespace frontdesk::audit::test {
namespace {

class TrailTest : public testing::Test {
 protected:
  TrailTest() {
    std::string pattern = testing::TempDir() + "auditXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    open();
  }
  ~TrailTest() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  void open() {
    store_.reset();
    auto opened = storage::Store::open({.directory = folder_}, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    trail_ = std::make_unique<Trail>(key_, clock_, random_);
  }
  Result<Seq> append(std::string text, bool undo = false) {
    return store_->write_and_wait([&](storage::Tx& tx) -> Result<Seq> {
      auto seq = trail_->append(tx, {.actor_kind = ActorKind::kUser,
                                     .actor_id = 5,
                                     .action = "ticket.assign",
                                     .object_type = "ticket",
                                     .object_id = 9,
                                     .after = std::move(text)});
      if (undo) return Error{ErrorCode::kConflict, "undone on purpose"};
      return seq;
    });
  }
  void append_many(Seq count) {
    auto done = store_->write_and_wait([&](storage::Tx& tx) -> Result<void> {
      for (Seq i = 0; i < count; ++i) {
        if (auto seq = trail_->append(tx, {.action = "message.in", .object_type = "message", .object_id = i}); !seq) {
          return std::move(seq).error();
        }
      }
      return {};
    });
    ASSERT_TRUE(done) << done.error().message;
  }
  Integrity check(Seq records = kCheckAll, const std::string& anchors = {}) {
    auto result =
        store_->read([&](storage::ReadTx& tx) { return check_trail(tx, *key_.public_key(), records, anchors); });
    EXPECT_TRUE(result) << result.error().message;
    return result ? *result : Integrity{};
  }
  void tamper(std::string_view sql) {
    auto done = store_->write_and_wait([&](storage::Tx& tx) { return tx.execute(sql); });
    ASSERT_TRUE(done) << done.error().message;
  }
  std::vector<std::string> export_lines() {
    std::vector<std::string> lines;
    auto size = export_trail(*store_, *trail_, [&](std::string_view line) {
      lines.emplace_back(line);
      return Result<void>();
    });
    EXPECT_TRUE(size) << size.error().message;
    return lines;
  }

  std::string folder_;
  frontdesk::test::FakeClock clock_;
  SystemRandom random_;
  SigningKey key_ = *SigningKey::generate();
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Trail> trail_;
};

TEST_F(TrailTest, records_are_numbered_without_gaps_also_after_an_undone_unit) {
  EXPECT_EQ(*append("one"), 1);
  EXPECT_FALSE(append("never happened", true));
  EXPECT_EQ(*append("two"), 2);
  EXPECT_TRUE(check().intact);
}

TEST_F(TrailTest, trail_goes_on_after_a_restart) {
  append_many(300);
  open();
  EXPECT_EQ(*append("after"), 301);
  const Integrity integrity = check();
  EXPECT_TRUE(integrity.intact) << integrity.reason;
  EXPECT_EQ(integrity.size, 301);
}

TEST_F(TrailTest, every_256_records_are_signed) {
  append_many(600);
  auto state = store_->read([](storage::ReadTx& tx) { return trail_state(tx); });
  ASSERT_TRUE(state);
  EXPECT_EQ(state->size, 600);
  EXPECT_EQ(state->checkpoint_size, 512);
  EXPECT_EQ(*store_->write_and_wait([&](storage::Tx& tx) { return trail_->checkpoint(tx); }), 600);
}

TEST_F(TrailTest, undone_checkpoint_is_signed_again) {
  append_many(10);
  auto undone = store_->write_and_wait([&](storage::Tx& tx) -> Result<void> {
    if (auto size = trail_->checkpoint(tx); !size) return std::move(size).error();
    return Error{ErrorCode::kConflict, "undone on purpose"};
  });
  EXPECT_FALSE(undone);
  EXPECT_EQ(*store_->write_and_wait([&](storage::Tx& tx) { return trail_->checkpoint(tx); }), 10);
  EXPECT_TRUE(store_->read([](storage::ReadTx& tx) { return newest_checkpoint(tx); }));
}

// N-06, P-27
TEST_F(TrailTest, export_is_judged_intact_offline) {
  append_many(700);
  const Verdict verdict = judge(export_lines(), key_);
  EXPECT_TRUE(verdict.intact) << verdict.reason;
  EXPECT_EQ(verdict.records, 700);
}

TEST_F(TrailTest, empty_trail_exports_and_verifies) {
  const Verdict verdict = judge(export_lines(), key_);
  EXPECT_TRUE(verdict.intact) << verdict.reason;
  EXPECT_EQ(verdict.records, 0);
}

// N-06
TEST_F(TrailTest, damage_in_the_database_is_found_at_its_place) {
  append_many(600);
  struct Case {
    const char* sql;
    Seq first_bad;
  };
  const Case cases[] = {
      {"UPDATE audit_record SET bytes = zeroblob(length(bytes)) WHERE seq = 77", 77},
      {"UPDATE audit_record SET action = 'ticket.view' WHERE seq = 123", 123},
      {"UPDATE audit_record SET leaf = zeroblob(32) WHERE seq = 300", 300},
      {"DELETE FROM audit_record WHERE seq = 500", 500},
      {"DELETE FROM audit_record WHERE seq > 400", 401},
  };
  for (const Case& damage : cases) {
    tamper("CREATE TABLE saved AS SELECT * FROM audit_record");
    tamper(damage.sql);
    const Integrity integrity = check();
    EXPECT_FALSE(integrity.intact) << damage.sql;
    EXPECT_EQ(integrity.first_bad, damage.first_bad) << damage.sql << ": " << integrity.reason;
    tamper("DELETE FROM audit_record");
    tamper("INSERT INTO audit_record SELECT * FROM saved");
    tamper("DROP TABLE saved");
    ASSERT_TRUE(check().intact);
  }
}

TEST_F(TrailTest, start_check_recomputes_only_the_end) {
  append_many(2000);
  tamper("UPDATE audit_record SET bytes = zeroblob(length(bytes)) WHERE seq = 10");
  const Integrity end = check(500);
  EXPECT_TRUE(end.intact) << end.reason;
  EXPECT_GT(end.checked_from, 1000);
  EXPECT_EQ(check().first_bad, 10);
}

// N-06
TEST_F(TrailTest, trail_cut_back_with_its_checkpoints_is_found_by_the_anchor) {
  append_many(600);
  const std::string anchor = *store_->read([](storage::ReadTx& tx) { return newest_checkpoint(tx); });
  tamper("DELETE FROM audit_record WHERE seq > 256");
  tamper("DELETE FROM audit_checkpoint WHERE size > 256");
  EXPECT_TRUE(check().intact);
  const Integrity integrity = check(kCheckAll, anchor);
  EXPECT_EQ(integrity.first_bad, 257) << integrity.reason;
}

// D-15, N-06
TEST_F(TrailTest, redacted_details_are_gone_and_the_proof_holds) {
  ASSERT_TRUE(append("a text to be forgotten"));
  const Act erasure{.actor_kind = ActorKind::kUser, .actor_id = 5, .reason = "asked to be forgotten"};
  for (int again = 0; again < 2; ++again) {
    ASSERT_TRUE(store_->write_and_wait([&](storage::Tx& tx) { return trail_->redact(tx, 1, erasure); }));
  }
  auto records = store_->read([](storage::ReadTx& tx) { return list_records(tx, {}); });
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(records->front().act.action, "audit.redact");
  EXPECT_EQ(records->front().act.object_id, 1);
  EXPECT_TRUE(records->back().redacted);
  EXPECT_EQ(records->back().act.after, "");
  EXPECT_TRUE(check().intact);
  EXPECT_EQ(judge(export_lines(), key_).redacted, 1);
}

TEST_F(TrailTest, details_cut_out_of_the_database_are_found) {
  append_many(3);
  ASSERT_TRUE(append("who did it"));
  append_many(3);
  tamper(
      "UPDATE audit_record SET bytes = substr(bytes, 1, 4 + (SELECT length(bytes) FROM audit_record WHERE seq = 4) "
      "- 32 - 20 - length('who did it') - 4) WHERE seq = 4");
  const Integrity integrity = check();
  EXPECT_EQ(integrity.first_bad, 4);
  EXPECT_EQ(integrity.reason, kUnnamedRedaction);
  EXPECT_EQ(judge(export_lines(), key_).first_bad, 4);
}

TEST_F(TrailTest, every_record_names_the_run_and_the_policy_it_was_made_under) {
  trail_->set_policy("sop@1f3a");
  append_many(2);
  open();
  append_many(1);
  auto records = store_->read([](storage::ReadTx& tx) { return list_records(tx, {}); });
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 3U);
  EXPECT_EQ(records->at(2).policy, "sop@1f3a");
  EXPECT_EQ(records->at(1).run, records->at(2).run);
  EXPECT_NE(records->at(0).run, records->at(1).run);
}

TEST_F(TrailTest, list_filters_and_pages_newest_first) {
  append_many(5);
  ASSERT_TRUE(append("x"));
  auto assigned = store_->read([](storage::ReadTx& tx) { return list_records(tx, {.action = "ticket.assign"}); });
  ASSERT_TRUE(assigned);
  ASSERT_EQ(assigned->size(), 1U);
  EXPECT_EQ(assigned->front().act.after, "x");
  auto page = store_->read([](storage::ReadTx& tx) { return list_records(tx, {.before = 4, .limit = 2}); });
  ASSERT_TRUE(page);
  ASSERT_EQ(page->size(), 2U);
  EXPECT_EQ(page->front().seq, 3);
}

TEST_F(TrailTest, list_is_bounded_by_times) {
  const Micros start = clock_.now();
  for (int i = 0; i < 5; ++i) {
    append_many(1);
    clock_.advance(std::chrono::hours(1));
  }
  const auto listed = [&](Query query) {
    std::string sequences;
    const auto records = store_->read([&](storage::ReadTx& tx) { return list_records(tx, query); });
    for (const Record& one : *records) sequences += std::to_string(one.seq);
    return sequences;
  };
  const auto hour = [&](int count) { return start + std::chrono::hours(count); };
  EXPECT_EQ(listed({.since = hour(3)}), "54");
  EXPECT_EQ(listed({.until = hour(2)}), "21");
  EXPECT_EQ(listed({.since = hour(1), .until = hour(4)}), "432");
  EXPECT_EQ(listed({.before = 4, .since = hour(1), .until = hour(4)}), "32");
  EXPECT_EQ(listed({.since = hour(1) + std::chrono::seconds(1), .until = hour(2)}), "");
  EXPECT_EQ(listed({.since = hour(9)}), "");
  EXPECT_EQ(listed({.until = start}), "");
  EXPECT_EQ(listed({.since = start - std::chrono::hours(9), .until = hour(9)}), "54321");
}

TEST_F(TrailTest, key_file_is_made_once_and_must_be_private) {
  const std::string path = folder_ + "/audit.key";
  auto made = SigningKey::load_or_create(path);
  ASSERT_TRUE(made) << made.error().message;
  auto loaded = SigningKey::load_or_create(path);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(made->public_key_text(), loaded->public_key_text());
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(SigningKey::load_or_create(path).error().code, ErrorCode::kForbidden);
  ASSERT_TRUE(write_durably(path, "no key", 0600));
  EXPECT_EQ(SigningKey::load_or_create(path).error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace frontdesk::audit::test
