// Files sealed by a passphrase: what was changed, cut, lengthened or put in another's place does not open.
#include "privacy/seal/file_seal.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/sha256.h"

namespace frontdesk::privacy {
namespace {

namespace fs = std::filesystem;

class FileSeal : public testing::Test {
 protected:
  FileSeal() {
    std::string pattern = "/tmp/frontdesk-seal-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FileSeal() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string at(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(at(name), std::ios::binary | std::ios::trunc) << content;
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(at(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  Result<FileSum> open_as(const std::string& label) {
    fs::remove(at("opened"));
    return open_file(at("sealed"), at("opened"), &*key_, label);
  }

  std::string folder_;
  Result<FileKey> key_ = FileKey::derive(Secret("seven paper boats"), Bytes(kSealSaltBytes, 1));
};

// N-16
TEST_F(FileSeal, of_every_length_opens_to_the_same_bytes) {
  for (const std::size_t size : {0, 1, 65535, 65536, 65537, 131072, 200000}) {
    const std::string clear(size, 'x');
    write("clear", clear);
    fs::remove(at("sealed"));
    const auto sealed = seal_file(at("clear"), at("sealed"), &*key_, "copy/file");
    ASSERT_TRUE(sealed) << sealed.error().message;
    EXPECT_EQ(sealed->size, static_cast<std::int64_t>(size));
    EXPECT_EQ(sealed->sha256, sha256(as_bytes(clear)));
    const auto opened = open_as("copy/file");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(read("opened"), clear);
  }
}

TEST_F(FileSeal, that_was_cut_anywhere_or_lengthened_does_not_open) {
  write("clear", std::string(150000, 'x'));
  ASSERT_TRUE(seal_file(at("clear"), at("sealed"), &*key_, "copy/file"));
  const std::string whole = read("sealed");
  const std::size_t piece = 65536 + 17;
  for (const std::size_t left :
       {std::size_t{0}, std::size_t{10}, std::size_t{24}, 24 + piece, 24 + 2 * piece, whole.size() - 1}) {
    write("sealed", whole.substr(0, left));
    EXPECT_FALSE(open_as("copy/file")) << left;
    EXPECT_FALSE(fs::exists(at("opened"))) << "nothing half stays";
  }
  write("sealed", whole + "more");
  EXPECT_FALSE(open_as("copy/file"));
}

TEST_F(FileSeal, of_another_passphrase_or_name_is_refused) {
  write("clear", "text");
  ASSERT_TRUE(seal_file(at("clear"), at("sealed"), &*key_, "copy/file"));
  EXPECT_EQ(open_as("other/file").error().code, ErrorCode::kForbidden);
  key_ = FileKey::derive(Secret("another one"), Bytes(kSealSaltBytes, 1));
  EXPECT_EQ(open_as("copy/file").error().code, ErrorCode::kForbidden);
}

TEST_F(FileSeal, copies_plainly_without_a_key_and_no_more_than_asked_for) {
  std::string clear(100000, 'x');
  write("clear", clear.append("of later"));
  const auto sum = seal_file(at("clear"), at("plain"), nullptr, "", 100000);
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->size, 100000);
  EXPECT_EQ(read("plain"), std::string(100000, 'x'));
  EXPECT_FALSE(seal_file(at("clear"), at("plain"), nullptr, "")) << "never over another file";
}

}  // namespace
}  // namespace frontdesk::privacy
