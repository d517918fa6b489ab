#include "privacy/masker.h"

#include <gtest/gtest.h>

namespace frontdesk::privacy {
namespace {

struct Case {
  const char* text;
  const char* masked;
};

std::string sop(std::string_view text) { return Masker(Profile::kSop).mask(text).text.text(); }

class MasksInText : public ::testing::TestWithParam<Case> {};
// M-76, D-03
TEST_P(MasksInText, as_the_procedure_asks) { EXPECT_EQ(sop(GetParam().text), GetParam().masked) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(
    Mobile, MasksInText,
    ::testing::Values(Case{"我的手机是13800138000，请联系", "我的手机是*******8000，请联系"},
                      Case{"手机 138 0013 8000", "手机 *******8000"}, Case{"+86 138-0013-8000", "*******8000"},
                      Case{"(+86)13800138000", "*******8000"}, Case{"0086-13800138000", "*******8000"},
                      Case{"8613800138000", "*******8000"}, Case{"１３８００１３８０００", "*******8000"},
                      Case{"1 3 8 0 0 1 3 8 0 0 0", "*******8000"},
                      Case{"138.0013.8000 or 138~0013~8000", "*******8000 or *******8000"},
                      Case{"138\u200B0013\u200B8000", "*******8000"}, Case{"电话138001\n38000", "电话*******8000"},
                      Case{"13800138000@163.com", "1***@***"}, Case{"Tel13800138000", "Tel*******8000"},
                      Case{"高先生的订单 13800138000", "*先生的订单 *******8000"},
                      Case{"发票 13800138000.txt", "发票 *******8000.txt"},
                      Case{"1\uFE0F\u20E33\uFE0F\u20E38\uFE0F\u20E300138000", "*******8000"},
                      Case{"13800138000转8012", "*******8000转****"}, Case{"13800138000-8012", "*******8000-****"},
                      Case{"https://s.example.com/?phone=13800138000", "https://s.example.com/?phone=*******8000"}));

INSTANTIATE_TEST_SUITE_P(DisguisedMobile, MasksInText,
                         ::testing::Values(Case{"一三八零零一三八零零零", "*******8000"},
                                           Case{"幺三八 零零幺三 八零零零", "*******8000"},
                                           Case{"1三8零0一三八0零零", "*******8000"},
                                           Case{"l38OOl38OOO", "*******8000"}, Case{"①③⑧⓪⓪①③⑧⓪⓪⓪", "*******8000"},
                                           Case{"壹叁捌零零壹叁捌零零零", "*******8000"}));

INSTANTIATE_TEST_SUITE_P(
    OtherPhones, MasksInText,
    ::testing::Values(Case{"010-62345678", "****5678"}, Case{"(021)62345678", "****5678"},
                      Case{"0755-26543210转123", "****3210转***"}, Case{"座机 62345678", "座机 ****5678"},
                      Case{"电话：010-12345678", "电话：****5678"}, Case{"+49 1512 3456789", "+49*****789"},
                      Case{"call +1 (650) 253-0000", "call +1*****000"}, Case{"86-755-26543210", "****3210"},
                      Case{"00447911123456", "+44*****456"}, Case{"call me at (415) 555-2671", "call me at *****671"}));

INSTANTIATE_TEST_SUITE_P(Email, MasksInText,
                         ::testing::Values(Case{"邮箱zhangsan@163.com谢谢", "邮箱z***@***谢谢"},
                                           Case{"ｚｈａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "z***@***"},
                                           Case{"zs@example.com.", "***@***."}, Case{"zhang(at)163.com", "z***@***"},
                                           Case{"zhang艾特163点com", "z***@***"}, Case{"zhang @ 163.com", "z***@***"},
                                           Case{"zhang#qq.com", "z***@***"}, Case{"user@例子.中国", "u***@***"},
                                           Case{"<zhang@example.co.uk>", "<z***@***>"}));

INSTANTIATE_TEST_SUITE_P(Documents, MasksInText,
                         ::testing::Values(Case{"身份证110101199003077758", "身份证******************"},
                                           Case{"11010119900307002X", "******************"},
                                           Case{"110101 19900307 002x", "******************"},
                                           Case{"身份证号 110101900307775", "身份证号 ******************"},
                                           Case{"银行卡 6222021234567890128", "银行卡 ************0128"},
                                           Case{"银行卡 6222021234567890127", "银行卡 ************0127"},
                                           Case{"流水 6222021234567890127", "流水 6222021234567890127"},
                                           Case{"6222021234567890127 在吗", "6222021234567890127 在吗"},
                                           Case{"4111 1111 1111 1111", "************1111"},
                                           Case{"护照 E12345678", "护照 E********"}, Case{"粤B·12345", "粤B·*****"},
                                           Case{"DE89 3704 0044 0532 0130 00", "DE** **** **** 3000"},
                                           Case{"税号 91350100M000100Y43", "税号 91************0Y43"}));

INSTANTIATE_TEST_SUITE_P(
    People, MasksInText,
    ::testing::Values(
        Case{"收货人：王小明，电话", "收货人：*，电话"}, Case{"联系人 李四", "联系人 *"},
        Case{"我叫王小明想退货", "我叫*想退货"}, Case{"姓名：欧阳娜娜", "姓名：*"},
        Case{"My name is John Smith and I", "My name is * and I"},
        Case{"王先生您好，请联系李女士", "*先生您好，请联系*女士"}, Case{"联系人：王先生", "联系人：*先生"},
        Case{"王小明 13800138000 广东省深圳市科技路1号", "* *******8000 广东省深圳市***"},
        Case{"13800138000，李四，北京市建国路8号", "*******8000，*，北京市***"},
        Case{"收件人张三 13800138000", "收件人* *******8000"}, Case{"方便 13800138000", "方便 *******8000"},
        Case{"地址：广东省深圳市南山区科技路1号3栋2单元1802，谢谢", "地址：广东省深圳市***，谢谢"},
        Case{"地址：浙江省杭州市西湖区文三路 100 号 5 幢 301 室", "地址：浙江省杭州市***"},
        Case{"收货地址 上海市浦东新区张江路 88 弄 3 号 502，谢谢", "收货地址 上海市***，谢谢"},
        Case{"住址：北京市朝阳区建国路 93 号院 1 号楼，谢谢", "住址：北京市***，谢谢"},
        Case{"请寄到北京市朝阳区建国路88号院5号楼1201室", "请寄到北京市***"},
        Case{"深圳市南山区科技园路2号", "深圳市***"}, Case{"Ship to: 221B Baker Street, London", "Ship to: ***"},
        Case{"微信号：zhangsan88", "微信号：z***"}, Case{"加薇 zhangsan88", "加薇 z***"},
        Case{"V：zhangsan88", "V：z***"}, Case{"QQ：123456789", "QQ：1***"}));

INSTANTIATE_TEST_SUITE_P(Secrets, MasksInText,
                         ::testing::Values(Case{"您的验证码是 482913，请勿泄露", "您的验证码是 [removed]，请勿泄露"},
                                           Case{"482913 is your verification code",
                                                "[removed] is your verification code"},
                                           Case{"密码：abc123!@#", "密码：[removed]"}, Case{"CVV 123", "CVV [removed]"},
                                           Case{"password is hunter22", "password is [removed]"}));

INSTANTIATE_TEST_SUITE_P(
    StaysReadable, MasksInText,
    ::testing::Values(Case{"", ""}, Case{"订单号：13800138000", "订单号：13800138000"},
                      Case{"订单 20240315123456789 没到", "订单 20240315123456789 没到"},
                      Case{"运单号 7313800138000", "运单号 7313800138000"}, Case{"SF1380013800012", "SF1380013800012"},
                      Case{"时间戳 1710484200000", "时间戳 1710484200000"},
                      Case{"https://s.example.com/item/13800138000", "https://s.example.com/item/13800138000"},
                      Case{"SKU 13912345678", "SKU 13912345678"}, Case{"批次 E12345678", "批次 E12345678"},
                      Case{"banner@2x.png pkg@1.3.0 @所有人", "banner@2x.png pkg@1.3.0 @所有人"},
                      Case{"IP 192.168.1.100 版本 1.2.3.4", "IP 192.168.1.100 版本 1.2.3.4"},
                      Case{"2024-03-15 14:30:00", "2024-03-15 14:30:00"}, Case{"粤B2-20090191", "粤B2-20090191"},
                      Case{"客服热线 400-820-8820", "客服热线 400-820-8820"},
                      Case{"12315 10086 95588", "12315 10086 95588"},
                      Case{"发往上海 北京仓 超市", "发往上海 北京仓 超市"}, Case{"验证码收不到", "验证码收不到"},
                      Case{"李宁的鞋子 王老吉 小米手机", "李宁的鞋子 王老吉 小米手机"},
                      Case{"已经是 138****8000", "已经是 138****8000"}));

TEST(Masker, spans_count_code_points_of_the_original) {
  const Masked masked = Masker(Profile::kSop).mask("您好😀 １３８００１３８０００ a@example.com");
  ASSERT_EQ(masked.spans.size(), 2U);
  EXPECT_EQ(masked.spans[0], (Span{4, 15, DataKind::kMobile}));
  EXPECT_EQ(masked.spans[1], (Span{16, 29, DataKind::kEmail}));
}

TEST(Masker, keeps_ill_formed_bytes_and_everything_else_as_it_is) {
  const std::string text = "\xff\xfe\xe4\xbd 13800138000 \xf0\x9d\r\n\t end\x80";
  EXPECT_EQ(sop(text), "\xff\xfe\xe4\xbd *******8000 \xf0\x9d\r\n\t end\x80");
}

TEST(Masker, masking_twice_changes_nothing) {
  const std::string once =
      sop("收货人：王小明，13800138000，地址：广东省深圳市科技路1号，a.b@example.com，密码：abc12345");
  EXPECT_EQ(sop(once), once);
}

// M-76
TEST(Masker, covers_known_values_without_trigger_words) {
  const std::vector<KnownValue> known = {
      {DataKind::kName, "王小明"}, {DataKind::kMobile, "+8613800138000"}, {DataKind::kName, "John Smith"}};
  const Masker masker(Profile::kSop);
  EXPECT_EQ(masker.mask("王小明说 JOHN SMITH 没到", known).text.text(), "*说 * 没到");
  EXPECT_EQ(masker.mask("打1-3800-138-000就行", known).text.text(), "打*******8000就行");
  EXPECT_EQ(masker.mask("Johnsmithson 王小", known).text.text(), "Johnsmithson 王小");
}

TEST(Masker, ignores_known_values_too_short_to_be_sure) {
  const std::vector<KnownValue> known = {{DataKind::kName, "王"}, {DataKind::kMobile, "8000"}, {DataKind::kEmail, ""}};
  EXPECT_EQ(Masker(Profile::kSop).mask("王牌 8000 元", known).text.text(), "王牌 8000 元");
}

TEST(Masker, removes_secrets_from_the_original_and_nothing_else) {
  const ClearText kept = Masker::without_secrets(ClearText("我是王小明 13800138000，密码：abc12345，验证码 123456"));
  EXPECT_EQ(kept.reveal(), "我是王小明 13800138000，密码：[removed]，验证码 [removed]");
}

TEST(Masker, renders_in_one_pass_what_it_makes_in_two) {
  const std::vector<KnownValue> known = {{DataKind::kName, "王小明"}};
  const Masker masker(Profile::kSop);
  for (const std::string text : {"我是王小明 13800138000，密码：abc12345，验证码 123456", "王小明的密码是王小明123",
                                 "订单号 20240315000123 什么时候到", ""}) {
    const Renditions both = masker.render(text, known);
    const Masked masked = masker.mask(text, known);
    EXPECT_EQ(both.masked.text, masked.text);
    EXPECT_EQ(both.masked.spans, masked.spans);
    EXPECT_EQ(both.kept.reveal(), Masker::without_secrets(ClearText(text)).reveal());
  }
}

struct Row {
  DataKind kind;
  const char* value;
  const char* sop;
  const char* common;
};

/// Every row of the table of display conventions.
class ShowsFields : public ::testing::TestWithParam<Row> {};
// M-76, D-03: both profiles, every kind
TEST_P(ShowsFields, as_the_profile_says) {
  const Row& row = GetParam();
  EXPECT_EQ(Masker(Profile::kSop).mask_field(row.kind, row.value).text(), row.sop);
  EXPECT_EQ(Masker(Profile::kCommon).mask_field(row.kind, row.value).text(), row.common);
}
INSTANTIATE_TEST_SUITE_P(
    Table, ShowsFields,
    ::testing::Values(Row{DataKind::kMobile, "13812345678", "*******5678", "138****5678"},
                      Row{DataKind::kMobile, "+86 138 1234 5678", "*******5678", "138****5678"},
                      Row{DataKind::kLandline, "021-12345678", "****5678", "021-****5678"},
                      Row{DataKind::kLandline, "0533-1234567", "****4567", "0533-****4567"},
                      Row{DataKind::kForeignPhone, "+491512345123", "+49*****123", "+49*****5123"},
                      Row{DataKind::kName, "王先生", "*先生", "王*先生"}, Row{DataKind::kName, "张三", "*", "张*"},
                      Row{DataKind::kName, "张小明", "*", "张*明"}, Row{DataKind::kName, "欧阳娜", "*", "欧阳*"},
                      Row{DataKind::kName, "John Smith", "*", "J***"},
                      Row{DataKind::kIdCard, "11010119900307123X", "******************", "110101********123X"},
                      Row{DataKind::kBankCard, "6222021234561234", "************1234", "6222 **** **** 1234"},
                      Row{DataKind::kEmail, "zhangsan@163.com", "z***@***", "z***@163.com"},
                      Row{DataKind::kEmail, "zs@163.com", "***@***", "***@163.com"},
                      Row{DataKind::kAddress, "广东省深圳市南山区科技路1号3栋1802室", "广东省深圳市***",
                          "广东省深圳市南山区科技路***"},
                      Row{DataKind::kAddress, "somewhere 5", "***", "***"},
                      Row{DataKind::kPlate, "粤B12345", "粤B·*****", "粤B·***45"},
                      Row{DataKind::kPassport, "E12345612", "E********", "E******12"},
                      Row{DataKind::kHandle, "zhangsan88", "z***", "zh***"},
                      Row{DataKind::kTaxId, "91350100M000100Y43", "91************0Y43", "91************0Y43"},
                      Row{DataKind::kIban, "DE89370400440532013000", "DE** **** **** 3000", "DE** **** **** 3000"},
                      Row{DataKind::kSecret, "hunter2", "[removed]", "[removed]"}));

TEST(MaskField, malformed_values_never_show_more_than_their_tail) {
  const Masker masker(Profile::kCommon);
  for (const DataKind kind : {DataKind::kMobile, DataKind::kLandline, DataKind::kIdCard, DataKind::kBankCard,
                              DataKind::kPassport, DataKind::kTaxId, DataKind::kIban, DataKind::kPlate}) {
    for (const char* value : {"1", "123456", "无", "abc", "+", "()", "\xff"}) {
      const std::string shown = masker.mask_field(kind, value).text();
      EXPECT_EQ(shown.find_first_not_of('*'), std::string::npos) << to_text(kind) << " " << value << " -> " << shown;
    }
  }
  EXPECT_EQ(masker.mask_field(DataKind::kMobile, "").text(), "");
}

}  // namespace
}  // namespace frontdesk::privacy
