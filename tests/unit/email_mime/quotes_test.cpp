#include "mime/text/quotes.h"

#include <gtest/gtest.h>

namespace frontdesk::email {
namespace {

struct Case {
  const char* name;
  const char* text;
  const char* visible;
};

TEST(Quotes, known_mailers_are_cut) {
  const Case cases[] = {
      {"gmail", "Thanks!\n\nOn Fri, Mar 15, 2024 at 10:30 AM Support <s@example.com> wrote:\n\n> old\n> text\n",
       "Thanks!"},
      {"gmail wrapped", "Thanks!\n\nOn Fri, Mar 15, 2024 at 10:30 AM Support Team\n<s@example.com> wrote:\n\n> old\n",
       "Thanks!"},
      {"gmail chinese", "好的\n\nSupport <s@example.com> 于2024年3月15日周五 10:30写道：\n\n> 旧\n", "好的"},
      {"apple chinese", "好的\n\n在 2024年3月15日，上午10:30，客服 <s@example.com> 写道：\n\n> 旧\n", "好的"},
      {"163", "好的\n\n在 2024-03-15 10:30:00，\"客服\" <s@example.com> 写道：\n旧的内容\n", "好的"},
      {"163 english", "ok\n\nAt 2024-03-15 10:30:00, \"Support\" <s@example.com> wrote:\nold\n", "ok"},
      {"163 original", "好的\n\n---- 回复的原邮件 ----\n| 发件人 | 客服 |\n旧\n", "好的"},
      {"qq", "好的\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\" <s@example.com>;\n旧\n", "好的"},
      {"qq nbsp", "好的\n\n------------------\xC2\xA0原始邮件\xC2\xA0------------------\n旧\n", "好的"},
      {"foxmail", "好的\n\n\n\n客服\n \n发件人： 客服\n发送时间： 2024-03-15 10:30\n收件人： 李雷\n主题： 回复\n旧\n",
       "好的\n\n\n\n客服"},
      {"outlook",
       "ok\n\n________________________________\nFrom: Support <s@example.com>\nSent: Friday\nTo: Li\nSubject: "
       "x\n\nold\n",
       "ok"},
      {"outlook chinese", "好的\n\n发件人: 客服\n发送时间: 2024年3月15日\n收件人: 李雷\n主题: x\n\n旧\n", "好的"},
      {"outlook old", "ok\n\n-----Original Message-----\nFrom: x\nold\n", "ok"},
      {"bold fields", "ok\n\n*From:* S\n*Sent:* Friday\n*To:* Li\n\nold\n", "ok"},
      {"own marker", "好的\n\n--- 请在此行以上回复 ---\n旧\n", "好的"},
      {"own marker english", "ok\n> --- Please reply above this line ---\n> old", "ok"},
      {"tail of quotes", "My answer.\n\n> a\n> b\n", "My answer."},
  };
  for (const Case& c : cases) {
    const SplitText split = split_quotes(c.text);
    EXPECT_EQ(split.visible, c.visible) << c.name;
    EXPECT_FALSE(split.quoted.empty()) << c.name;
  }
}

TEST(Quotes, genuine_text_stays) {
  const char* texts[] = {
      "just a text",
      "",
      "\n\n",
      "Hello,\nOn Monday you wrote: I will refund. Where is it?\n",
      "在电话里客服写道：稍等\n我等了三天\n",
      "在2024年3月15日的信里，我写道：\n请退款\n",
      "From: here to there it took 3 days.\nPlease refund.\n",
      "发件人: 我不知道是谁\n请告诉我\n",
      "On Fri, Mar 15, 2024 at 10:30 AM Support <s@example.com> wrote:\n> old\n\nMy answer is below\n",
      "Hi\n\nOn Fri, Mar 15, 2024 at 10:30 AM Support <s@example.com> wrote:\n> one?\nyes\n> two?\nno\n",
      "> quoted\nanswer\n> quoted\n",
      "price > 100\n",
      "---------- Forwarded message ---------\nFrom: a\nDate: b\nSubject: c\nTo: d\n\nplease see below\n",
      "See this\n\n---------- Forwarded message ---------\nFrom: a\nDate: b\nSubject: c\nTo: d\n\ntext\n",
      "Items:\n-----\none\n-----\ntwo\n",
  };
  for (const char* text : texts) {
    const SplitText split = split_quotes(text);
    EXPECT_EQ(split.visible, text);
    EXPECT_TRUE(split.quoted.empty());
  }
}

TEST(Quotes, nothing_is_lost) {
  const std::string_view text = "a\r\n\r\nOn Fri, 15 Mar 2024 10:30, x@example.com wrote:\r\n> b\r\n";
  const SplitText split = split_quotes(text);
  EXPECT_EQ(split.visible, "a");
  EXPECT_EQ(split.quoted.data() + split.quoted.size(), text.data() + text.size());
}

}  // namespace
}  // namespace frontdesk::email
