#include <algorithm>

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

TEST_F(TicketSearchTest, finds_half_known_numbers_with_hyphens_or_without) {
  take_in(mail("物流", "订单 DD20240316777，合同 SO-88421", "chen@customer.test"));
  for (const char* part : {"20240316777", "DD2024", "dd-2024", "SO88", "8842", "88421", "6777"})
    EXPECT_EQ(found(part), 1U) << part;
}

// M-76, D-03: a part of what is hidden finds nothing; the four digits that are shown do.
TEST_F(TicketSearchTest, no_part_of_a_hidden_number_finds_anything) {
  take_in(mail("证件", "身份证 11010519491231002X，卡号 6222021234567890128，电话 010-62345678", "chen@customer.test"));
  for (const char* part : {"1380", "13800", "138001", "0013", "00138000", "1101", "110105", "19491231", "1002X", "6222",
                           "622202", "890128", "6234", "62345", "345678", "1062345"})
    EXPECT_EQ(found(part), 0U) << part;
}

TEST_F(TicketSearchTest, the_end_of_a_ticket_number_offers_its_tickets_and_the_whole_one_comes_first) {
  for (int i = 0; i < 2; ++i) take_in(mail("又", "订单 DD20240315001", "chen@customer.test"));
  const std::string number = list(TicketView::kAll, "P20240315001").at(0).number;
  ASSERT_EQ(number, "P20240315001");
  for (const char* asked : {"001", "5001", "15001", "20240315001", "p20240315001", "#P20240315001", "［＃5001］"})
    EXPECT_EQ(list(TicketView::kAll, asked).at(0).number, number) << asked;
}

TEST_F(TicketSearchTest, tells_how_many_there_are_and_where_the_words_stand) {
  take_in(mail("退货", "你好！\n我要申请退款，\n谢谢。电话 13900139000", "chen@customer.test"));
  const TicketPage page = must(query_->list(agent_, {.view = TicketView::kAll, .text = "退款 谢谢"}));
  ASSERT_EQ(page.items.size(), 1U);
  ASSERT_TRUE(page.found);
  EXPECT_EQ(page.found->count, 1);
  EXPECT_FALSE(page.found->more);
  ASSERT_TRUE(page.items[0].hit);
  const SearchHit& hit = *page.items[0].hit;
  EXPECT_EQ(hit.message, messages(page.items[0].id).at(0).id);
  std::string written, marked;
  for (const TextPiece& piece : hit.excerpt) (piece.hit ? marked : written) += piece.text;
  EXPECT_EQ(marked, "退款谢谢");
  EXPECT_EQ(written, "你好！ 我要申请， 。电话 *******9000");
}

TEST_F(TicketSearchTest, a_hit_in_the_subject_shows_the_subject) {
  const TicketRow row = list(TicketView::kAll, "问题").at(0);
  ASSERT_TRUE(row.hit);
  ASSERT_EQ(row.hit->excerpt.size(), 1U);
  EXPECT_EQ(row.hit->excerpt[0].text, "问题");
  EXPECT_TRUE(row.hit->excerpt[0].hit);
}

TEST_F(TicketSearchTest, many_hits_are_counted_to_a_bound_and_each_stands_on_one_page) {
  std::vector<InboundItem> items;
  for (int i = 0; i < 130; ++i)
    items.push_back(mail("批量" + std::to_string(i), "订单 DD2024" + std::to_string(100000 + i),
                         "c" + std::to_string(i) + "@customer.test"));
  take_in(std::move(items));
  for (const char* asked : {"批量", "DD2024"}) {
    std::vector<TicketId> shown;
    TicketFilter filter{.view = TicketView::kAll, .text = asked, .limit = 30};
    for (int pages = 0; pages < 10; ++pages) {
      const TicketPage page = must(query_->list(agent_, filter));
      EXPECT_EQ(page.found.has_value(), filter.after.empty());
      if (page.found) {
        EXPECT_TRUE(page.found->more);
        EXPECT_EQ(page.found->count, 100);
      }
      for (const TicketRow& row : page.items) shown.push_back(row.id);
      filter.after = page.next;
      if (page.next.empty()) break;
    }
    auto once = shown;
    std::ranges::sort(once);
    EXPECT_EQ(std::ranges::unique(once).begin(), once.end()) << asked;
    EXPECT_EQ(shown.size(), std::string(asked) == "批量" ? 130U : 100U);
  }
}

}  // namespace
}  // namespace frontdesk::desk
