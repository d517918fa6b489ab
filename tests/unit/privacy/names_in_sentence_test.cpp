// Names that no label, title, phone or closing speaks of: only the sentence around them does. All people are invented.
#include <gtest/gtest.h>

#include <string>

#include "privacy/detect/name/given_names.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {
namespace {

std::string with_name(std::string form, const std::string& name) { return form.replace(form.find("{}"), 2, name); }

constexpr const char* kChinese[] = {"李雷", "王小明", "张晓燕", "刘志强", "欧阳娜娜", "陳大偉", "张敏", "周文博"};
constexpr const char* kLatin[] = {"John Smith", "Mary Johnson", "Anna B. Miller", "Carlos García", "Zhang Wei"};

TEST(NamesInSentence, are_covered_in_chinese) {
  const Masker masker(Profile::kSop);
  for (const char* form :
       {"我和{}沟通过了，他说可以退款", "昨天跟{}联系过，还没有结果", "请让{}给我回电话", "我已经和{}确认过尺寸",
        "上次{}答应给我补发", "{}说今天发货", "请{}尽快联系我", "请转告{}，货收到了", "我问过{}，他说没货",
        "这件事由{}负责", "被{}拒绝了", "我要投诉{}，态度很差", "谢谢{}的帮助", "感谢你们的{}", "是{}给我打的电话",
        "不是{}签的", "查了三天，{}没有回我", "请联系我太太{}，谢谢"}) {
    for (const char* name : kChinese) {
      const std::string text = with_name(form, name);
      const std::string masked = masker.mask(text).text.text();
      EXPECT_EQ(masked.find(name), std::string::npos) << text << " -> " << masked;
    }
  }
}

TEST(NamesInSentence, are_covered_in_latin_script) {
  const Masker masker(Profile::kSop);
  for (const char* form :
       {"I talked to {} yesterday about my order", "I spoke with {} on the phone", "Please ask {} to call me back",
        "Your colleague {} promised a refund", "{} told me it would arrive on Monday", "I was helped by {} last week",
        "Can {} contact me please?"}) {
    for (const char* name : kLatin) {
      const std::string text = with_name(form, name);
      const std::string masked = masker.mask(text).text.text();
      EXPECT_EQ(masked.find(name), std::string::npos) << text << " -> " << masked;
    }
  }
}

/// Words that begin with a surname in the very places where a name could stand.
TEST(NamesInSentence, ordinary_sentences_stay_readable) {
  const Masker masker(Profile::kSop);
  for (const char* text : {"我和黄色的那款对比过了",
                           "跟高级会员有什么区别",
                           "请方便的时候回复",
                           "让安装师傅联系我",
                           "请安排一下退货",
                           "和平时用的不一样",
                           "与金额不符",
                           "请管理员处理",
                           "和图片颜色不符",
                           "请客服尽快处理",
                           "和同事商量一下",
                           "请商家尽快发货",
                           "让仓库确认库存",
                           "跟平台反映过",
                           "请经理给我打电话",
                           "由厂家直接发货",
                           "由于天气原因延误",
                           "对于新款有疑问",
                           "读取过程失败",
                           "请马上退款",
                           "让我等三天",
                           "上次答应给我补发",
                           "说今天发货",
                           "感谢耐心解答",
                           "投诉快递态度差",
                           "是白色的",
                           "是金属的吗",
                           "是全新的吗",
                           "请白天送货",
                           "和周一说的不一样",
                           "由顺丰承运",
                           "请申通尽快派送",
                           "和付款金额不一致",
                           "请于今天下午联系",
                           "和苏宁的价格一样",
                           "让利给消费者",
                           "由金牌客服处理",
                           "和白糖一起",
                           "和牛奶一起发的",
                           "和梅花鹿图案",
                           "跟石头一样硬",
                           "和安卓不兼容",
                           "和华为手机连接不上",
                           "I talked to customer service yesterday",
                           "I spoke with Your Support Team on Monday",
                           "I talked to Apple Support about it",
                           "Please ask Best Buy about the warranty",
                           "I bought it at Home Depot",
                           "It works with Windows Ten and Google Home",
                           "Can Royal Mail return it?",
                           "paid with Apple Pay on Monday"}) {
    const Masked masked = masker.mask(text);
    EXPECT_TRUE(masked.spans.empty()) << text << " -> " << masked.text.text();
  }
}

TEST(GivenNames, know_characters_and_latin_words) {
  EXPECT_TRUE(is_given_name_character(U'雷'));
  EXPECT_TRUE(is_given_name_character(U'偉'));
  EXPECT_FALSE(is_given_name_character(U'款'));
  EXPECT_FALSE(is_given_name_character(0x2070E));  // beyond the table
  EXPECT_TRUE(is_latin_given_name("MARY"));
  EXPECT_FALSE(is_latin_given_name("Windows"));
  EXPECT_FALSE(is_latin_given_name(""));
}

}  // namespace
}  // namespace frontdesk::privacy
