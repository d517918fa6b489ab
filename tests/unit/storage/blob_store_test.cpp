#include "storage/blob/store.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "storage/blob/segment_store.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class BlobStoreTest : public StoreTest {
 protected:
  BlobId put(const std::string& content) {
    const auto id = ids_.next<BlobId>();
    must_write([&](Tx& tx) {
      return store_->blobs().put(tx, id, as_bytes(content), static_cast<std::int64_t>(content.size()), clock_.now());
    });
    return id;
  }
  Result<Bytes> get(BlobId id) {
    return store_->read([&](ReadTx& tx) { return store_->blobs().get(tx, id); });
  }
  std::string blobs() const { return options().directory + "/blobs"; }
  /// The highest number that a row names.
  std::string newest_segment_name() {
    char name[40];
    std::snprintf(name, sizeof name, "segment-%06d.blob", static_cast<int>(number("SELECT max(segment) FROM blob")));
    return name;
  }
  static std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string segment() const { return options().directory + "/blobs/segment-000001.blob"; }
};

TEST_F(BlobStoreTest, gives_back_what_was_put) {
  const auto one = put("原始邮件");
  const auto none = put("");
  const auto large = put(std::string(3 << 20, 'z'));
  EXPECT_EQ(to_string(*get(one)), "原始邮件");
  EXPECT_TRUE(get(none)->empty());
  EXPECT_EQ(get(large)->size(), 3u << 20);
}

TEST_F(BlobStoreTest, reopening_goes_on_behind_the_end) {
  const auto before = put("before");
  reopen();
  const auto after = put("after");
  EXPECT_EQ(to_string(*get(before)), "before");
  EXPECT_EQ(to_string(*get(after)), "after");
}

TEST_F(BlobStoreTest, bytes_of_an_undone_unit_are_a_gap) {
  const auto lost = ids_.next<BlobId>();
  auto undone = store_->write_and_wait([&](Tx& tx) -> Result<void> {
    if (auto done = store_->blobs().put(tx, lost, as_bytes("undone"), 6, clock_.now()); !done) return done;
    return Error{ErrorCode::kInvalid, "refused"};
  });
  ASSERT_FALSE(undone.ok());
  const auto kept = put("kept");
  EXPECT_EQ(get(lost).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(to_string(*get(kept)), "kept");
}

TEST_F(BlobStoreTest, changed_byte_is_corrupt) {
  const auto id = put("some sealed bytes");
  {
    std::fstream file(segment(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3);
    file.put('X');
  }
  auto read = get(id);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
}

TEST_F(BlobStoreTest, truncated_segment_is_corrupt) {
  const auto id = put("some sealed bytes");
  std::filesystem::resize_file(segment(), 5);
  EXPECT_EQ(get(id).error().code, ErrorCode::kCorrupt);
}

TEST_F(BlobStoreTest, tail_that_no_row_names_is_skipped) {
  put("first");
  store_.reset();
  std::ofstream(segment(), std::ios::app | std::ios::binary) << "left by a crash";
  reopen();
  const auto next = put("next");
  EXPECT_EQ(to_string(*get(next)), "next");
}

// What is put back from a backup must not cover what came since: where the end is missing, nothing is appended.
TEST_F(BlobStoreTest, segment_that_lost_its_end_grows_no_more) {
  put("older, whole");
  const auto lost = put("newer, cut off");
  store_.reset();
  const std::string whole = read_file(segment());
  const std::function<void()> faults[] = {[&] { std::filesystem::resize_file(segment(), 15); },
                                          [&] { std::filesystem::remove(segment()); }};
  for (const auto& fault : faults) {
    fault();
    reopen();
    const auto next = put("after the fault");
    store_.reset();
    std::ofstream(segment(), std::ios::binary) << whole;  // the backup
    reopen();
    EXPECT_EQ(to_string(*get(lost)), "newer, cut off");
    EXPECT_EQ(to_string(*get(next)), "after the fault");
    must_write([&](Tx& tx) { return tx.execute("DELETE FROM blob WHERE id = ?1", next); });
    store_.reset();
  }
}

// N-01: bytes in a file that has lost its name end with the daemon, so they are not acknowledged.
TEST_F(BlobStoreTest, segment_taken_away_while_it_is_written_loses_nothing_acknowledged) {
  using Fault = std::function<void()>;
  const auto path = [&] { return blobs() + "/" + newest_segment_name(); };
  const Fault faults[] = {
      [&] { std::filesystem::remove(path()); },
      [&] { std::filesystem::rename(path(), path() + ".away"); },
      [&] { std::filesystem::remove_all(blobs()); },
      [&] { std::filesystem::rename(blobs(), blobs() + ".away"); },
      [&] {
        std::filesystem::copy_file(path(), path() + ".copy");
        std::filesystem::rename(path() + ".copy", path());
      },
  };
  for (const Fault& fault : faults) {
    put("before");
    fault();
    const auto id = ids_.next<BlobId>();
    const auto write = [&] {
      return store_->write_and_wait(
          [&](Tx& tx) { return store_->blobs().put(tx, id, as_bytes("acknowledged"), 12, clock_.now()); });
    };
    const auto written = write();
    ASSERT_TRUE(written) << written.error().message;
    reopen();
    auto read = get(id);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(to_string(*read), "acknowledged");
  }
}

TEST_F(BlobStoreTest, a_look_tells_whole_from_gone_cut_and_changed) {
  put("first");
  const auto id = put(std::string(600'000, 'b'));
  const auto look = [&] {
    auto places = must_read([&](ReadTx& tx) { return list_places(tx, {}, 10); });
    EXPECT_EQ(places.size(), 2u);
    EXPECT_EQ(places.back().id, id);
    auto found = store_->blobs().look_at(places.back());
    return found && *found ? std::string(to_text(**found)) : std::string("whole");
  };
  const std::string whole = read_file(segment());
  EXPECT_EQ(look(), "whole");
  auto changed = whole;
  changed[5 + 599'999] = 'B';
  std::ofstream(segment(), std::ios::binary) << changed;
  EXPECT_EQ(look(), "changed");
  std::filesystem::resize_file(segment(), 600'004);
  EXPECT_EQ(look(), "cut");
  std::filesystem::remove(segment());
  EXPECT_EQ(look(), "gone");
  std::filesystem::create_directory(segment());
  EXPECT_EQ(look(), "unreadable");
}

TEST_F(BlobStoreTest, damage_is_kept_only_of_blobs_that_lie_where_they_were_looked_at) {
  put("one");
  const auto two = put("two");
  const auto places = must_read([&](ReadTx& tx) { return list_places(tx, {}, 10); });
  must_write([&](Tx& tx) -> Result<void> {
    FD_TRY(mark_damaged(tx, places[0], Damage::kCut, Micros{7}));
    FD_TRY(mark_damaged(tx, places[0], Damage::kGone, Micros{9}));
    BlobPlace moved = places[1];
    moved.position += 1;
    return mark_damaged(tx, moved, Damage::kCut, Micros{7});
  });
  EXPECT_EQ(number("SELECT count(*) FROM blob_damage WHERE kind = 1 AND found_at = 7"), 1);
  EXPECT_FALSE(must_read([&](ReadTx& tx) { return damaged_since(tx, two); }));
  must_write([&](Tx& tx) { return tx.execute("DELETE FROM blob WHERE id = ?1", places[0].id); });
  EXPECT_EQ(number("SELECT count(*) FROM blob_damage"), 0);
}

TEST_F(BlobStoreTest, extents_reach_to_the_last_byte_that_rows_name) {
  put("");
  put("12345");
  put("");
  const auto extents = must_read([](ReadTx& tx) { return list_extents(tx); });
  ASSERT_EQ(extents.size(), 1u);
  EXPECT_EQ(extents[0].segment, 1);
  EXPECT_EQ(extents[0].end, 5);
}

TEST_F(BlobStoreTest, segment_taken_away_between_write_and_commit_fails_the_group_and_the_next_one_stands) {
  const auto put_and = [&](const std::function<void()>& then) {
    return store_->write_and_wait([&](Tx& tx) -> Result<BlobId> {
      const auto id = ids_.next<BlobId>();
      FD_TRY(store_->blobs().put(tx, id, as_bytes("bytes"), 5, clock_.now()));
      then();
      return id;
    });
  };
  const auto refused = put_and([&] { std::filesystem::remove(segment()); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(store_->is_writable());
  const auto stored = put_and([] {});
  ASSERT_TRUE(stored) << stored.error().message;
  reopen();
  EXPECT_EQ(to_string(*get(*stored)), "bytes");
}

/// The open descriptor whose file has this name; -1: none.
int descriptor_of(const std::string& name) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(entry.path(), gone);
    if (!gone && target.filename() == name && target.parent_path().filename() == "apart")
      return std::stoi(entry.path().filename().string());
  }
  return -1;
}

// A number that was closed twice closes somebody else's file.
TEST_F(BlobStoreTest, failed_sync_leaves_no_descriptor_to_be_closed_twice) {
  for (const char* failing : {"segment-000001.blob", "segment-000002.blob"}) {
    std::filesystem::remove_all(options().directory + "/apart");
    auto apart = SegmentBlobStore::open(options().directory + "/apart", {}, 10);
    ASSERT_TRUE(apart);
    for (int i = 0; i < 3; ++i) {
      must_write([&](Tx& tx) {
        return (*apart)->put(tx, ids_.next<BlobId>(), as_bytes(std::string(20, 'x')), 20, clock_.now());
      });
    }
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const int spoiled = descriptor_of(failing);
    ASSERT_GE(spoiled, 0);
    ASSERT_EQ(::dup2(pipe[1], spoiled), spoiled);  // a pipe cannot be synced
    EXPECT_FALSE((*apart)->sync());
    std::vector<int> ours;
    for (int i = 0; i < 4; ++i) ours.push_back(::dup(pipe[0]));  // take the numbers that became free
    apart->reset();
    for (const int descriptor : ours) EXPECT_GE(::fcntl(descriptor, F_GETFD), 0) << failing;
    for (const int descriptor : ours) ::close(descriptor);
    ::close(pipe[0]);
    ::close(pipe[1]);
  }
}

TEST_F(BlobStoreTest, full_segment_starts_the_next) {
  auto segments = SegmentBlobStore::open(directory_.path() + "/small", {}, 10);
  ASSERT_TRUE(segments.ok());
  std::vector<BlobId> made;
  must_write([&](Tx& tx) -> Result<void> {
    for (int i = 0; i < 6; ++i) {
      made.push_back(ids_.next<BlobId>());
      const std::string content = "blob " + std::to_string(i);
      if (auto done = (*segments)->put(tx, made.back(), as_bytes(content), 6, clock_.now()); !done) return done;
    }
    return (*segments)->sync();
  });
  EXPECT_TRUE(std::filesystem::exists(directory_.path() + "/small/segment-000006.blob"));
  for (int i = 0; i < 6; ++i) {
    auto read = store_->read([&](ReadTx& tx) { return (*segments)->get(tx, made[i]); });
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(to_string(*read), "blob " + std::to_string(i));
  }
}

}  // namespace
}  // namespace frontdesk::storage
