// Originals and attachments on disk: what is lost there is told with its tickets, and nothing else is.
#include "audit/blob_scrub.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include "audit/signing_key.h"
#include "audit/trail.h"
#include "base/random.h"
#include "storage/blob/store.h"
#include "storage/store.h"
#include "support/fake_clock.h"

namespace frontdesk::audit {
namespace {

namespace fs = std::filesystem;
using storage::Tx;

class BlobScrubTest : public testing::Test {
 protected:
  BlobScrubTest() {
    std::string pattern = testing::TempDir() + "blobscrubXXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    open();
  }
  ~BlobScrubTest() override {
    close();
    fs::remove_all(folder_);
  }

  void open() {
    auto opened = storage::Store::open({.directory = folder_}, clock_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    trail_ = std::make_unique<Trail>(key_, clock_, random_);
    alarms_ = std::make_unique<Alarms>(*store_, *trail_);
    scrub_ = std::make_unique<BlobScrub>(*store_, *alarms_, clock_, folder_ + "/blobs.scrub");
  }
  void close() {
    scrub_.reset();
    alarms_.reset();
    trail_.reset();
    store_.reset();
  }
  void restart() {
    close();
    open();
    ASSERT_TRUE(scrub_->check_at_start());
  }

  BlobId put(const std::string& content) {
    const auto id = ids_.next<BlobId>();
    auto done = store_->write_and_wait([&](Tx& tx) {
      return store_->blobs().put(tx, id, as_bytes(content), static_cast<std::int64_t>(content.size()), clock_.now());
    });
    EXPECT_TRUE(done) << done.error().message;
    return id;
  }
  void delete_blob(BlobId id) {
    ASSERT_TRUE(store_->write_and_wait([&](Tx& tx) { return tx.execute("DELETE FROM blob WHERE id = ?1", id); }));
  }
  [[nodiscard]] std::string segment(int number = 1) const {
    return folder_ + "/blobs/segment-00000" + std::to_string(number) + ".blob";
  }
  static std::string content_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write_file(const std::string& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
  }
  /// As the start does it, and then a whole round.
  void look() {
    ASSERT_TRUE(scrub_->check_at_start());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(scrub_->step());
  }
  /// "id:damage …" of the blobs, in order.
  [[nodiscard]] std::string damaged() const {
    std::string all;
    auto files = store_->read([](storage::ReadTx& tx) { return storage::list_damaged_files(tx, {}, 100); });
    for (const auto& file : *files) all += to_text(file.blob) + ":" + std::string(to_text(file.damage)) + " ";
    return all;
  }
  [[nodiscard]] std::int64_t alarms_on_record() const {
    auto count = store_->read([](storage::ReadTx& tx) -> Result<std::int64_t> {
      auto row = tx.query("SELECT count(*) FROM audit_record WHERE action = ?1 AND object_type = ?2", kAlarmAction,
                          kSegmentObject);
      FD_TRY(row.step());
      return row.integer(0);
    });
    return *count;
  }

  std::string folder_;
  test::FakeClock clock_;
  SystemRandom random_;
  IdSource ids_{clock_};
  SigningKey key_ = *SigningKey::generate();
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Trail> trail_;
  std::unique_ptr<Alarms> alarms_;
  std::unique_ptr<BlobScrub> scrub_;
};

TEST_F(BlobScrubTest, whole_files_raise_nothing) {
  for (int i = 0; i < 5; ++i) put(std::string(1000, 'a'));
  look();
  restart();
  look();
  EXPECT_EQ(damaged(), "");
  EXPECT_TRUE(alarms_->standing().empty());
  EXPECT_EQ(scrub_->damaged(), 0);
}

// N-01: each fault is found, on record, and withdrawn when the backup is back.
TEST_F(BlobScrubTest, damage_is_on_record_until_the_bytes_are_back) {
  const auto first = to_text(put("the first file"));
  const auto second = to_text(put("the second file"));
  const std::string whole = content_of(segment());
  auto changed = whole;
  changed[20] = 'X';
  struct Case {
    std::string name;
    std::function<void()> fault;
    std::string expected;
  };
  const Case cases[] = {
      {"gone", [&] { fs::remove(segment()); }, first + ":gone " + second + ":gone "},
      {"folder gone", [&] { fs::remove_all(folder_ + "/blobs"); }, first + ":gone " + second + ":gone "},
      {"cut to nothing", [&] { fs::resize_file(segment(), 0); }, first + ":cut " + second + ":cut "},
      {"cut", [&] { fs::resize_file(segment(), 20); }, second + ":cut "},
      {"changed", [&] { write_file(segment(), changed); }, second + ":changed "},
  };
  std::int64_t recorded = 0;
  for (const Case& each : cases) {
    for (const bool restarts : {false, true}) {
      SCOPED_TRACE(each.name);
      each.fault();
      if (restarts) restart();
      look();
      EXPECT_EQ(damaged(), each.expected);
      ASSERT_EQ(alarms_->standing().size(), 1u);
      EXPECT_EQ(alarms_->standing()[0].object, kSegmentObject);
      EXPECT_EQ(alarms_->standing()[0].id, 1);
      EXPECT_EQ(alarms_on_record(), ++recorded);
      EXPECT_GT(scrub_->damaged(), 0);
      EXPECT_FALSE(alarms_->holds_signatures());
      put("mail goes on");
      fs::create_directories(folder_ + "/blobs");
      write_file(segment(), whole);
      look();
      EXPECT_EQ(damaged(), "");
      EXPECT_TRUE(alarms_->standing().empty());
      EXPECT_EQ(scrub_->damaged(), 0);
      for (const auto& extra : fs::directory_iterator(folder_ + "/blobs"))
        EXPECT_TRUE(extra.path() != segment() || fs::file_size(segment()) == whole.size());
      ASSERT_TRUE(store_->write_and_wait([&](Tx& tx) { return tx.execute("DELETE FROM blob WHERE segment > 1"); }));
    }
  }
}

TEST_F(BlobScrubTest, start_finds_files_that_are_gone_or_cut_without_reading_them) {
  put("one");
  const auto two = to_text(put("two"));
  close();
  fs::resize_file(segment(), 4);
  open();
  ASSERT_TRUE(scrub_->check_at_start());
  EXPECT_EQ(damaged(), two + ":cut ");
  EXPECT_EQ(alarms_->standing().size(), 1u);
}

TEST_F(BlobScrubTest, a_step_is_bounded_and_the_next_life_goes_on_behind_it) {
  const std::string large(12 << 20, 'x');
  for (int i = 0; i < 5; ++i) put(large);
  const auto last = to_text(put("the last"));
  auto changed = content_of(segment());
  changed.back() = 'X';
  write_file(segment(), changed);
  ASSERT_TRUE(scrub_->step());
  EXPECT_EQ(damaged(), "");
  EXPECT_EQ(scrub_->progress().position, 2 * static_cast<std::int64_t>(large.size()));  // three files: 36 of 32 MiB
  restart();
  ASSERT_TRUE(scrub_->step());
  EXPECT_EQ(damaged(), last + ":changed ");
}

TEST_F(BlobScrubTest, a_damaged_file_that_is_deleted_is_forgotten) {
  const auto id = put("one");
  put("two");
  fs::resize_file(segment(), 1);
  look();
  ASSERT_EQ(alarms_->standing().size(), 1u);
  delete_blob(id);
  ASSERT_TRUE(store_->write_and_wait([](Tx& tx) { return tx.execute("DELETE FROM blob"); }));
  look();
  EXPECT_EQ(damaged(), "");
  EXPECT_TRUE(alarms_->standing().empty());
}

TEST_F(BlobScrubTest, intake_and_deletion_beside_it_raise_nothing) {
  std::atomic<bool> done = false;
  std::thread others([&] {
    for (int round = 0; round < 40; ++round) {
      std::vector<BlobId> made;
      for (int i = 0; i < 10; ++i) made.push_back(put(std::string(5000 + i, 'b')));
      for (std::size_t i = 0; i < made.size(); i += 2) delete_blob(made[i]);
    }
    done = true;
  });
  int steps = 0;
  for (; !done || steps < 5; ++steps) EXPECT_TRUE(scrub_->step());
  others.join();
  EXPECT_EQ(damaged(), "");
  EXPECT_TRUE(alarms_->standing().empty());
  EXPECT_EQ(alarms_on_record(), 0);
}

}  // namespace
}  // namespace frontdesk::audit
