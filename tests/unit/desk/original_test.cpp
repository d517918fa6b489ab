#include "desk/inbound/original.h"

#include <gtest/gtest.h>

#include <random>

#include "base/bytes.h"

namespace frontdesk::desk {
namespace {

std::string random_bytes(std::size_t size) {
  static std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(random()));
  return bytes;
}

std::string lines_of(const std::string& bytes, std::size_t length, std::string_view end) {
  const std::string flat = to_base64(as_bytes(bytes));
  std::string lines;
  for (std::size_t at = 0; at < flat.size(); at += length) lines.append(flat, at, length).append(end);
  return lines;
}

class OriginalTest : public ::testing::Test {
 protected:
  void attach(std::string data) { item_.attachments.push_back({"a.bin", "a/b", "", false, std::move(data)}); }
  /// How much of the original is stored; fails the test unless it can be put together again.
  std::size_t stored_size(const std::string& raw) {
    item_.raw = raw;
    const std::string stored = take_original(item_);
    EXPECT_TRUE(item_.raw.empty());
    const auto restored = restore_original(stored, data());
    EXPECT_TRUE(restored.ok() && *restored == raw);
    return stored.size();
  }
  [[nodiscard]] std::vector<std::string_view> data() const {
    std::vector<std::string_view> all;
    for (const sdk::Attachment& attachment : item_.attachments) all.emplace_back(attachment.data);
    return all;
  }
  InboundItem item_;
};

TEST_F(OriginalTest, attachments_are_left_out_and_put_back_byte_for_byte) {
  for (const std::size_t size : {1024, 1025, 1026, 50'000}) {
    for (const std::size_t length : {60, 64, 72, 76, 996}) {
      for (const std::string_view end : {"\r\n", "\n"}) {
        item_ = {};
        attach(random_bytes(size));
        attach(random_bytes(size + 1));
        const std::string raw = "Subject: a\r\n\r\n--b\r\n" + lines_of(item_.attachments[0].data, length, end) +
                                "--b\r\nContent-Type: x/y\r\n\r\n" + lines_of(item_.attachments[1].data, length, end) +
                                "--b--\r\n";
        EXPECT_LT(stored_size(raw), 200U) << size << " " << length;
      }
    }
  }
}

TEST_F(OriginalTest, what_is_not_exactly_the_attachment_is_kept) {
  attach(random_bytes(5000));
  const std::string lines = lines_of(item_.attachments[0].data, 76, "\r\n");
  std::string changed = lines, cut = lines.substr(0, 4000), folded = lines, quoted = lines;
  changed[3000] = changed[3000] == 'A' ? 'B' : 'A';
  folded.insert(1000, " ");
  quoted.insert(0, "> ");
  for (const std::string& raw : {changed, cut, folded, std::string("no attachment at all")}) {
    EXPECT_EQ(stored_size(raw), raw.size());
  }
}

TEST_F(OriginalTest, small_and_missing_attachments_cost_nothing) {
  attach(random_bytes(500));
  attach("");
  const std::string raw = "a\r\n" + lines_of(item_.attachments[0].data, 76, "\r\n");
  EXPECT_EQ(stored_size(raw), raw.size());
}

TEST_F(OriginalTest, a_mail_that_looks_like_the_stored_form_stays_a_mail) {
  const std::string mark("\0fdo1", 5);
  for (const std::string& raw : {mark, mark + "rest", mark + std::string(400, '\x01')}) stored_size(raw);
}

TEST_F(OriginalTest, the_same_attachment_twice_is_left_out_twice) {
  const std::string data = random_bytes(3000);
  attach(data);
  attach(data);
  const std::string lines = lines_of(data, 76, "\r\n");
  EXPECT_LT(stored_size(lines + "between\r\n" + lines + "after"), 100U);
}

TEST(Original, a_damaged_form_is_refused_and_never_read_beyond_its_end) {
  InboundItem item;
  item.attachments.push_back({"a.bin", "a/b", "", false, random_bytes(2000)});
  const std::string data = item.attachments[0].data;
  item.raw = "before\r\n" + lines_of(data, 76, "\r\n") + "after";
  const std::string stored = take_original(item);
  const std::string_view all[] = {data};
  ASSERT_TRUE(restore_original(stored, all).ok());
  EXPECT_FALSE(restore_original(stored, {}).ok());
  for (std::size_t size = 5; size < 25; ++size) EXPECT_FALSE(restore_original(stored.substr(0, size), all).ok());
  for (std::size_t at = 5; at < 25; ++at) {
    std::string changed = stored;
    changed[at] = '\x7F';
    static_cast<void>(restore_original(changed, all));
  }
}

}  // namespace
}  // namespace frontdesk::desk
