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

TEST(TextShorten, leaves_a_mark_with_its_letter) {
  EXPECT_EQ(shorten("xe\xCC\x81yz", 3), "x…");  // e and a combining accent
  EXPECT_EQ(shorten("退款\xEF\xB8\x8F申请", 3), "退…");
  EXPECT_EQ(shorten("\xFFxyzw", 4), "\xEF\xBF\xBDxy…");
}

TEST(TextOneLine, stops_with_enough_for_a_beginning) {
  EXPECT_EQ(one_line("退款\n申请 表", 7), "退款 申");
  EXPECT_EQ(one_line("  ab", 100), "ab");
}

TEST(TextOneLine, removes_breaks_and_direction_tricks) {
  EXPECT_EQ(one_line("  a\r\n b\t\xE2\x80\xAE"
                     "c \xE2\x80\x8B"),
            "a b c");
}

TEST(TextWithoutControls, keeps_line_breaks_and_unifies_them) {
  EXPECT_EQ(without_controls("a\r\nb\rc\x1b[31m\td"), "a\nb\nc[31m\td");
}

TEST(TextWithoutControls, drops_every_control_wherever_it_stands_and_nothing_else) {
  for (char32_t c = 1; c < 0x11000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string one;
    append_code_point(one, c);
    const bool is_dropped = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) ||
                            c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                            (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
    const std::string kept = is_dropped ? "" : c == '\r' ? "\n" : one;
    ASSERT_EQ(without_controls("“退…款”" + one + "é"), "“退…款”" + kept + "é") << std::hex << static_cast<int>(c);
  }
  EXPECT_EQ(without_controls("退\xE9\x80"), "退\xEF\xBF\xBD\xEF\xBF\xBD");
}

}  // namespace
}  // namespace frontdesk::text
