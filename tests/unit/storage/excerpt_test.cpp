#include "storage/search/excerpt.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace frontdesk::storage {
namespace {

using Pieces = std::vector<ExcerptPiece>;

TEST(Excerpt, marks_the_words_where_they_stand) {
  EXPECT_EQ(excerpt("我要申请退款，谢谢", "退款", 120),
            (Pieces{{"我要申请", false}, {"退款", true}, {"，谢谢", false}}));
  EXPECT_EQ(excerpt("Refund, please", "refund", 120), (Pieces{{"Refund", true}, {", please", false}}));
  EXPECT_EQ(excerpt("退款和换货", "换货 退款", 120), (Pieces{{"退款", true}, {"和", false}, {"换货", true}}));
}

// D-17, D-18
TEST(Excerpt, marks_the_written_form_whatever_script_width_and_case_was_asked) {
  EXPECT_EQ(excerpt("退貨單號 ＡＢ１２", "退货 ab12", 120),
            (Pieces{{"退貨", true}, {"單號 ", false}, {"ＡＢ１２", true}}));
  EXPECT_EQ(excerpt("ﬁne Straße", "strasse", 120), (Pieces{{"ﬁne ", false}, {"Straße", true}}));
}

TEST(Excerpt, number_is_marked_with_its_hyphens_and_inside_a_longer_one) {
  EXPECT_EQ(excerpt("see SO-88421.", "SO88421", 120), (Pieces{{"see ", false}, {"SO-88421", true}, {".", false}}));
  EXPECT_EQ(excerpt("单 DD20240315001", "2024", 120), (Pieces{{"单 DD", false}, {"2024", true}, {"0315001", false}}));
}

TEST(Excerpt, is_cut_around_the_first_hit_on_one_line) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "前文\n  ";
  text += "退款";
  for (int i = 0; i < 200; ++i) text += "后文\t";
  const Pieces pieces = excerpt(text, "退款", 40);
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_TRUE(pieces[0].text.starts_with("…")) << pieces[0].text;
  EXPECT_EQ(pieces[1], (ExcerptPiece{"退款", true}));
  EXPECT_TRUE(pieces[2].text.ends_with("…")) << pieces[2].text;
  for (const ExcerptPiece& piece : pieces) {
    EXPECT_EQ(piece.text.find_first_of("\n\t"), std::string::npos);
    EXPECT_LE(text::length(piece.text), 42U);
  }
}

TEST(Excerpt, of_a_text_without_the_words_is_empty) {
  EXPECT_TRUE(excerpt("你好", "退款", 120).empty());
  EXPECT_TRUE(excerpt("", "退款", 120).empty());
  EXPECT_TRUE(excerpt("你好", "", 120).empty());
}

}  // namespace
}  // namespace frontdesk::storage
