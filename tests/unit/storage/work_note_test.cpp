#include "storage/work_note.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using Keys = std::vector<WorkNote::Key>;

WorkNote::Key key(std::uint8_t number) {
  WorkNote::Key key{};
  key.fill(number);
  return key;
}

class WorkNoteTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<WorkNote> open() const {
    auto note = WorkNote::open(path_);
    EXPECT_TRUE(note.ok());
    return note ? std::move(*note) : nullptr;
  }
  /// A life of the daemon that ends at once, with the keys in work.
  void end_with(const Keys& keys) const {
    const pid_t child = ::fork();
    if (child == 0) {
      auto note = WorkNote::open(path_);
      if (!note) ::_exit(1);
      const auto noted = (*note)->put_down(keys);
      ::_exit(noted ? 0 : 1);
    }
    int status = 1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  TemporaryDirectory directory_;
  const std::string path_ = directory_.path() + "/note";
};

TEST_F(WorkNoteTest, what_was_in_work_when_the_process_ended_is_known_to_every_later_life) {
  end_with({key(1), key(2)});
  for (int life = 0; life < 3; ++life) {
    const auto note = open();
    EXPECT_EQ(note->left(), 2U);
    EXPECT_TRUE(note->was_left(key(1)));
    EXPECT_TRUE(note->was_left(key(2)));
    EXPECT_FALSE(note->was_left(key(3)));
  }
}

TEST_F(WorkNoteTest, work_that_came_to_its_end_leaves_nothing) {
  {
    const auto note = open();
    auto noted = note->put_down(Keys{key(1)});
    ASSERT_TRUE(noted.has_value());
    EXPECT_FALSE(note->was_left(key(1)));
  }
  EXPECT_EQ(open()->left(), 0U);
}

TEST_F(WorkNoteTest, one_piece_of_work_ends_and_the_other_stays) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto note = WorkNote::open(path_);
    auto first = (*note)->put_down(Keys{key(1), key(2)});
    const auto second = (*note)->put_down(Keys{key(3)});
    first.reset();
    const auto third = (*note)->put_down(Keys{key(4), key(5), key(6)});
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const auto note = open();
  EXPECT_EQ(note->left(), 4U);
  EXPECT_FALSE(note->was_left(key(1)));
  for (const int number : {3, 4, 5, 6}) EXPECT_TRUE(note->was_left(key(static_cast<std::uint8_t>(number)))) << number;
}

TEST_F(WorkNoteTest, what_is_counted_elsewhere_is_forgotten_for_good) {
  end_with({key(1), key(2)});
  end_with({key(1)});
  open()->forget_left(key(1));
  const auto note = open();
  EXPECT_FALSE(note->was_left(key(1)));
  EXPECT_TRUE(note->was_left(key(2)));
}

TEST_F(WorkNoteTest, a_full_note_refuses_and_takes_again_when_there_is_room) {
  const auto note = open();
  auto all = note->put_down(Keys(4096, key(1)));
  ASSERT_TRUE(all.has_value());
  EXPECT_FALSE(note->put_down(Keys{key(2)}).has_value());
  all.reset();
  EXPECT_TRUE(note->put_down(Keys{key(2)}).has_value());
}

TEST_F(WorkNoteTest, what_many_lives_left_never_fills_the_note) {
  for (int life = 0; life < 3; ++life) end_with(Keys(1500, key(static_cast<std::uint8_t>(life + 1))));
  const auto note = open();
  EXPECT_LE(note->left(), 2048U);
  EXPECT_TRUE(note->put_down(Keys(2000, key(9))).has_value());
}

TEST_F(WorkNoteTest, a_damaged_file_is_read_as_far_as_it_goes) {
  end_with({key(1), key(2)});
  std::filesystem::resize_file(path_, 40);
  const auto note = open();
  EXPECT_TRUE(note->was_left(key(1)));
  EXPECT_FALSE(note->was_left(key(2)));
}

}  // namespace
}  // namespace frontdesk::storage
