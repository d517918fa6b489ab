#include "base/text.h"

#include <gtest/gtest.h>

namespace frontdesk::text {
namespace {

// D-17, D-18
TEST(TextFold, makes_traditional_and_full_width_forms_equal_to_simplified_and_half_width) {
  EXPECT_EQ(fold("退貨申請"), fold("退货申请"));
  EXPECT_EQ(fold("ＡＢＣ１２３"), "abc123");
  EXPECT_EQ(fold("客戶服務標準"), "客户服务标准");
}

TEST(TextFold, folds_each_character_without_looking_at_its_neighbours) {
  const std::string whole = fold("後臺裡");
  EXPECT_EQ(whole, fold("後") + fold("臺") + fold("裡"));
}

TEST(TextRepair, turns_any_bytes_into_valid_utf8) {
  const std::string broken = std::string("ok\xff\xe9\x80") + '\0' + "退";
  const std::string repaired = repair_utf8(broken);
  EXPECT_TRUE(is_valid_utf8(repaired));
  EXPECT_EQ(repaired.find('\0'), std::string::npos);
  EXPECT_NE(repaired.find("退"), std::string::npos);
}

TEST(TextShorten, cuts_at_a_grapheme_and_marks_the_cut) {
  EXPECT_EQ(shorten("退款申请", 4), "退款申请");
  EXPECT_EQ(shorten("退款申请", 3), "退款…");
  const std::string family = "👨‍👩‍👧";  // five code points, one grapheme
  EXPECT_EQ(shorten("a" + family + "b", 4), "a…");
}

TEST(TextOneLine, removes_breaks_and_direction_tricks) {
  EXPECT_EQ(one_line("  a\r\n b\t\xE2\x80\xAE"
                     "c \xE2\x80\x8B"),
            "a b c");
}

TEST(TextWithoutControls, keeps_line_breaks_and_unifies_them) {
  EXPECT_EQ(without_controls("a\r\nb\rc\x1b[31m\td"), "a\nb\nc[31m\td");
}

}  // namespace
}  // namespace frontdesk::text
