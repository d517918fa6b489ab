#include "privacy/seal/key_source.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace frontdesk::privacy {
namespace {

class KeySourceTest : public ::testing::Test {
 protected:
  KeySourceTest() {
    std::string pattern = ::testing::TempDir() + "key_source_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~KeySourceTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& path, const std::string& bytes, mode_t mode) {
    std::ofstream(path, std::ios::binary) << bytes;
    ::chmod(path.c_str(), mode);
  }

  SystemRandom random_;
  std::string folder_;
};

TEST_F(KeySourceTest, makes_the_file_once_and_reads_it_again) {
  const KeySource source{folder_ + "/vault.key", ""};
  auto made = load_root_key(source, random_, true);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->reveal().size(), 32U);
  struct stat about {};
  ASSERT_EQ(::stat(source.file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600U);
  auto again = load_root_key(source, random_, true);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->reveal(), made->reveal());
}

TEST_F(KeySourceTest, lost_key_is_an_error_once_a_store_exists) {
  auto key = load_root_key({folder_ + "/vault.key", ""}, random_, false);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.error().code, ErrorCode::kIo);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/vault.key"));
}

TEST_F(KeySourceTest, refuses_files_that_others_can_read) {
  write(folder_ + "/vault.key", std::string(32, 'k'), 0640);
  EXPECT_EQ(load_root_key({folder_ + "/vault.key", ""}, random_, true).error().code, ErrorCode::kInvalid);
}

TEST_F(KeySourceTest, refuses_wrong_lengths) {
  for (const std::size_t size : {0U, 31U, 33U, 63U, 65U, 4096U}) {
    write(folder_ + "/vault.key", std::string(size, 'k'), 0600);
    EXPECT_EQ(load_root_key({folder_ + "/vault.key", ""}, random_, true).error().code, ErrorCode::kInvalid) << size;
  }
}

TEST_F(KeySourceTest, credential_wins_over_the_file) {
  write(folder_ + "/vault.key", std::string(32, 'f'), 0600);
  write(folder_ + "/frontdesk-key", std::string(64, 'c'), 0440);
  auto key = load_root_key({folder_ + "/vault.key", folder_}, random_, true);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->reveal(), std::string(64, 'c'));
}

TEST_F(KeySourceTest, missing_credential_falls_back_to_the_file) {
  write(folder_ + "/vault.key", std::string(32, 'f'), 0600);
  auto key = load_root_key({folder_ + "/vault.key", folder_}, random_, true);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->reveal(), std::string(32, 'f'));
}

}  // namespace
}  // namespace frontdesk::privacy
