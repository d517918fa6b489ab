#include "storage/blob/store.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
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
    auto apart = SegmentBlobStore::open(options().directory + "/apart", 10);
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
  auto segments = SegmentBlobStore::open(directory_.path() + "/small", 10);
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
