#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class TicketSearchTest : public DeskTest {
 protected:
  TicketSearchTest() { take_in(mail("问题", "你好，电话 13800138000")); }
  std::size_t found(const std::string& text) { return list(TicketView::kAll, text).size(); }
};

// M-15, N-19, D-18
TEST_F(TicketSearchTest, finds_chinese_words_numbers_phones_and_addresses) {
  EXPECT_EQ(found("问题"), 1U);
  EXPECT_EQ(found("問題"), 1U);
  EXPECT_EQ(found("P20240315"), 1U);
  EXPECT_EQ(found("138 0013 8000"), 1U);
  EXPECT_EQ(found("wang@customer.test"), 1U);
  EXPECT_EQ(found("退款"), 0U);
}

// M-08
TEST_F(TicketSearchTest, finds_the_last_four_digits_of_a_phone_and_labelled_numbers) {
  take_in(
      mail("发货", "订单号：TB-2024 0315? 我的订单编号 TB20240315777，快递单号 SF1234567890123", "chen@customer.test"));
  EXPECT_EQ(found("8000"), 1U);
  EXPECT_EQ(found("８０００"), 1U);
  EXPECT_EQ(found("8001"), 0U);
  EXPECT_EQ(found("退 8000 元"), 0U);
  EXPECT_EQ(found("tb20240315777"), 1U);
  EXPECT_EQ(found("SF 1234 5678 90123"), 1U);
}

TEST_F(TicketSearchTest, finds_a_caller_by_the_last_four_digits) {
  InboundItem call = mail("来电", "请回电", "139 1234 5678");
  take_in(std::move(call));
  EXPECT_EQ(found("5678"), 1U);
}

// The masked index has no names; whoever knows one finds its tickets all the same.
TEST_F(TicketSearchTest, finds_the_whole_name_of_a_customer_but_no_part_of_it) {
  InboundItem western = mail("Order", "Where is it?", "mary@customer.test");
  western.author.display = "Mary O'Neill-Johnson";
  take_in(std::move(western));
  EXPECT_EQ(found("王小明"), 1U);
  EXPECT_EQ(found("王 小明"), 1U);
  EXPECT_EQ(found("mary o'neill johnson"), 1U);
  EXPECT_EQ(found("小明"), 0U);
  EXPECT_EQ(found("Johnson"), 0U);
}

TEST_F(TicketSearchTest, finds_a_name_that_the_text_tells) {
  InboundItem unnamed = mail("退货", "收货人：張偉明，我要退货", "abc123@customer.test");
  unnamed.author.display.clear();
  take_in(std::move(unnamed));
  EXPECT_EQ(found("张伟明"), 1U);
  EXPECT_EQ(found("張偉明"), 1U);
}

}  // namespace
}  // namespace frontdesk::desk
