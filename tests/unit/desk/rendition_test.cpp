#include <string>

#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class RenditionTest : public DeskTest {
 protected:
  InboundItem html_mail(std::string html, std::string text = {}) {
    InboundItem item = mail("查一下", std::move(text));
    sdk::Part part;
    part.role = sdk::PartRole::kHtml;
    part.text = std::move(html);
    item.parts.push_back(std::move(part));
    return item;
  }
};

constexpr const char* kWritten =
    "<p>查一下 <a href=\"http://shop.test/?m=13812340001\">我的包裹</a></p>"
    "<p>电话 138&shy;1234&shy;0002，或 138&zwj;1234&nbsp;0003</p>"
    "<p>1<span style=\"display:none\">x</span>3812340004</p>";

// M-76
TEST_F(RenditionTest, text_html_and_preview_of_a_mail_hide_the_same_numbers) {
  take_in(html_mail(kWritten));
  const MessageView message = messages(only_ticket().id).at(0);
  const std::string html = must(query_->html_body(message.id)).text();
  const std::string preview = only_ticket().excerpt.text();
  for (const char* form : {"13812340001", "138\u00AD1234\u00AD0002", "138\u200D1234\u00A00003", "3812340004"}) {
    EXPECT_EQ(message.text.text().find(form), std::string::npos) << message.text.text();
    EXPECT_EQ(html.find(form), std::string::npos) << html;
    EXPECT_EQ(preview.find(form), std::string::npos) << preview;
  }
  for (const char* end : {"0002", "0003", "0004"}) {  // D-03: the last four stay
    EXPECT_NE(message.text.text().find("*******" + std::string(end)), std::string::npos) << message.text.text();
    EXPECT_NE(html.find("*******" + std::string(end)), std::string::npos) << html;
  }
}

// M-76: the text that a mail program, or the plugin, made of the page knows nothing of its styles.
TEST_F(RenditionTest, what_the_page_hides_inside_a_number_hides_nothing_in_the_text_beside_it) {
  for (const char* number : {"1x3812340004", "1 x 3812340004", "1\nx\n3812340004"}) {
    const std::string told = "查一下 我的包裹\n\n电话 " + std::string(number) + "\n";
    InboundItem item = html_mail(kWritten, told);
    sdk::Part quoted;
    quoted.role = sdk::PartRole::kQuoted;
    quoted.text = "> " + std::string(number);
    item.parts.push_back(std::move(quoted));
    item.message_key = item.dedup_key = number;
    take_in(std::move(item));
  }
  const std::vector<TicketRow> all = list(TicketView::kAll);
  ASSERT_EQ(all.size(), 3U);
  for (const TicketRow& row : all) {
    const MessageView message = messages(row.id).at(0);
    for (const std::string& shown : {message.text.text(), message.quoted.text(), row.excerpt.text()})
      EXPECT_EQ(shown.find("3812340004"), std::string::npos) << shown;
    EXPECT_NE(message.text.text().find("*******0004"), std::string::npos) << message.text.text();
    EXPECT_NE(message.quoted.text().find("*******0004"), std::string::npos) << message.quoted.text();
  }
}

// M-76
TEST_F(RenditionTest, what_one_part_of_a_mail_tells_by_its_words_its_other_part_hides_too) {
  take_in(html_mail("<p>订单 02112345678</p><p>王小明 您好</p>", "电话 021-12345678，收货人：王小明"));
  const MessageView message = messages(only_ticket().id).at(0);
  const std::string html = must(query_->html_body(message.id)).text();
  EXPECT_EQ(message.text.text(), "电话 ****5678，收货人：*");
  EXPECT_EQ(html, "<p>订单 ****5678</p><p>* 您好</p>");
}

// What only the designed page says must be found, and the page is to be shown first.
TEST_F(RenditionTest, words_that_only_the_html_has_are_found_and_told) {
  take_in(html_mail("<p>您好</p><p>蓝色拖鞋，电话 13800138000</p>", "您好"));
  const MessageView message = messages(only_ticket().id).at(0);
  EXPECT_TRUE(message.html_holds_more);
  ASSERT_EQ(list(TicketView::kAll, "蓝色拖鞋").size(), 1U);
  const TicketRow row = list(TicketView::kAll, "拖鞋").at(0);
  ASSERT_TRUE(row.hit);
  std::string excerpt;
  for (const TextPiece& piece : row.hit->excerpt) excerpt += piece.text;
  EXPECT_EQ(excerpt, "蓝色拖鞋，电话 *******8000");
  EXPECT_TRUE(list(TicketView::kAll, "1380013").empty());
}

TEST_F(RenditionTest, html_that_says_the_same_holds_nothing_more) {
  take_in(html_mail("<div>您好，<b>包裹</b>未到</div><p>See <a href=\"https://shop.test/x/4711\">my order</a></p>",
                    "您好，包裹未到\nSee my order"));
  EXPECT_FALSE(messages(only_ticket().id).at(0).html_holds_more);
  EXPECT_FALSE(messages(only_ticket().id).at(0).text.empty());
}

}  // namespace
}  // namespace frontdesk::desk
