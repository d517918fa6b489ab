#include "storage/search/text.h"

#include <random>

#include <gtest/gtest.h>

namespace frontdesk::storage {
namespace {

std::vector<std::string> tokens(const std::string& folded, bool last_alone = true) {
  std::vector<std::string> all;
  for (auto run = next_run(folded, 0); run.characters > 0; run = next_run(folded, run.end)) {
    for_each_token(folded, run, last_alone, [&](std::size_t begin, std::size_t end) {
      all.push_back(folded.substr(begin, end - begin));
      return true;
    });
  }
  return all;
}

using Tokens = std::vector<std::string>;

TEST(SearchText, cjk_run_gives_pairs_and_its_last_character) {
  EXPECT_EQ(tokens("退款申请"), (Tokens{"退款", "款申", "申请", "请"}));
  EXPECT_EQ(tokens("退款申请", false), (Tokens{"退款", "款申", "申请"}));
  EXPECT_EQ(tokens("款", false), (Tokens{"款"}));
}

TEST(SearchText, letters_and_digits_are_one_token) {
  EXPECT_EQ(tokens("订单abc123号 v2"), (Tokens{"订单", "单", "abc123", "号", "v2"}));
  EXPECT_EQ(tokens("größe naïve"), (Tokens{"größe", "naïve"}));
}

TEST(SearchText, punctuation_separates_and_is_dropped) {
  EXPECT_EQ(tokens("你好，世界！"), (Tokens{"你好", "好", "世界", "界"}));
  EXPECT_TRUE(tokens("\"*()%_-—…、。！？“”").empty());
  EXPECT_TRUE(tokens("").empty());
}

/// By ICU alone: an accented letter keeps a text from the fast way, and joins no neighbour before it.
std::string folded_by_icu(const std::string& text) {
  const std::string folded = text::fold(text + "é");
  EXPECT_TRUE(folded.ends_with("é"));
  return folded.substr(0, folded.size() - 2);
}

TEST(SearchText, folds_width_case_and_script) {
  EXPECT_EQ(fold_for_search("ＡＢＣ１２３ 退貨 Refund"), "abc123 退货 refund");
  EXPECT_EQ(fold_for_search("ｶﾞ ﬁne ①"), "ガ fine 1");
}

TEST(SearchText, fast_folding_equals_folding) {
  std::mt19937 random(20240315);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  const char32_t starts[] = {0x20,   0x41,   0x61,   0x4E00, 0x8000, 0x3400, 0xFF01,
                             0x3000, 0x2010, 0x3041, 0xC0,   0xAC00, 0x300,  0xF900};
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const int blocks = round % 3 == 0 ? 14 : 8;  // mostly text that takes the fast path
    for (int i = 0; i < 8; ++i) text::append_code_point(text, starts[random() % blocks] + random() % 64);
    ASSERT_EQ(fold_for_search(text), folded_by_icu(text)) << text;
  }
}

TEST(SearchText, every_han_character_folds_as_in_base) {
  for (char32_t c = 0x3000; c < 0xA000; ++c) {
    std::string one;
    text::append_code_point(one, c);
    ASSERT_EQ(fold_for_search(one), folded_by_icu(one)) << std::hex << static_cast<int>(c);
  }
}

TEST(SearchText, any_bytes_are_cut_within_bounds) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp)
  for (int round = 0; round < 5'000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    std::size_t last = 0;
    for (auto run = next_run(bytes, 0); run.characters > 0; run = next_run(bytes, run.end)) {
      ASSERT_GE(run.begin, last);
      ASSERT_GT(run.end, run.begin);
      ASSERT_LE(run.end, bytes.size());
      last = run.end;
      for_each_token(bytes, run, true, [&](std::size_t begin, std::size_t end) {
        EXPECT_LT(begin, end);
        EXPECT_LE(end, run.end);
        return true;
      });
    }
  }
}

}  // namespace
}  // namespace frontdesk::storage
