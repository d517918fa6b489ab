// Texts as customers write them, and what the procedure leaves of them: context, forms, look-alikes.
#include <gtest/gtest.h>

#include "privacy/masker.h"

namespace frontdesk::privacy {
namespace {

struct Case {
  const char* text;
  const char* masked;
};

class Masks : public ::testing::TestWithParam<Case> {};
TEST_P(Masks, what_is_personal_and_nothing_else) {
  EXPECT_EQ(Masker(Profile::kSop).mask(GetParam().text).text.text(), GetParam().masked) << GetParam().text;
}

/// A word for a harmless number speaks only about the number right behind it.
INSTANTIATE_TEST_SUITE_P(
    OrderWordsAreNear, Masks,
    ::testing::Values(
        Case{"我的订单号是多少？\n13800138000", "我的订单号是多少？\n*******8000"},
        Case{"请问价格，13800138000", "请问价格，*******8000"},
        Case{"发来单号，13912345678联系我", "发来单号，*******5678联系我"},
        Case{"型号不对！请打13800138000", "型号不对！请打*******8000"},
        Case{"不知道物流单号，请打 021-62345678", "不知道物流单号，请打 ****5678"},
        Case{"about my order: +447911123456", "about my order: +44*****456"},
        Case{"Just in case +44 7911 123456", "Just in case +44*****456"},
        Case{"我的订单退款，6222 0212 3456 7894", "我的订单退款，************7894"},
        Case{"我的订单，0755-23456789", "我的订单，****6789"},
        Case{"The item arrived broken. +1 415 555 2671", "The item arrived broken. +1*****671"},
        Case{"快递单号：13800138000", "快递单号：13800138000"}, Case{"订单号是 13800138000", "订单号是 13800138000"},
        Case{"訂單編號：13800138000", "訂單編號：13800138000"}, Case{"Order: 13800138000", "Order: 13800138000"},
        Case{"order no. 13800138000", "order no. 13800138000"},
        Case{"order_13800138000.xlsx", "order_13800138000.xlsx"}, Case{"余额 18043947295 分", "余额 18043947295 分"},
        Case{"13800138000这个单号不动了", "13800138000这个单号不动了"},
        Case{"韵达 4316037956287", "韵达 4316037956287"},
        Case{"发票代码 012345678901 号码 23456789", "发票代码 012345678901 号码 23456789"},
        Case{"电话 800-810-1234", "电话 800-810-1234"}));

/// A word for a phone does not hide the codes and dates that stand behind the phone.
INSTANTIATE_TEST_SUITE_P(
    BehindPhones, Masks,
    ::testing::Values(Case{"电话 13800138000，订单号 HK20251101", "电话 *******8000，订单号 HK20251101"},
                      Case{"tel 13800138000, please check FR2025110", "tel *******8000, please check FR2025110"},
                      Case{"电话 13800138000，20251105 下单", "电话 *******8000，20251105 下单"},
                      Case{"电话 13800138000，快递 20251101", "电话 *******8000，快递 20251101"},
                      Case{"电话 13800138000 或 62345678", "电话 *******8000 或 ****5678"},
                      Case{"电话 20251105", "电话 ****1105"}, Case{"Tel62345678", "Tel****5678"},
                      Case{"电话tel62345678", "电话tel****5678"}));

INSTANTIATE_TEST_SUITE_P(
    HongKongAndTaiwan, Masks,
    ::testing::Values(Case{"電話 9123 4567", "電話 ****4567"}, Case{"WhatsApp 91234567", "WhatsApp ****4567"},
                      Case{"訂單 91234567", "訂單 91234567"}, Case{"手機 0912-345-678", "手機 *****678"},
                      Case{"手機0912345678", "手機*****678"}, Case{"0912-345-678 找我", "*****678 找我"},
                      Case{"單號 0912345678", "單號 0912345678"}, Case{"0912345678", "0912345678"}));

/// Without country code only behind a word for a phone; order numbers of ten digits look the same.
INSTANTIATE_TEST_SUITE_P(
    NorthAmerica, Masks,
    ::testing::Values(
        Case{"phone: 4155552671", "phone: *****671"}, Case{"Phone number is 4155552671", "Phone number is *****671"},
        Case{"call (415) 555-2671", "call *****671"}, Case{"call (415)5552671", "call *****671"},
        Case{"call me at 4155552671 please", "call me at *****671 please"}, Case{"电话4155552671", "电话*****671"},
        Case{"my cell 415-555-2671", "my cell *****671"}, Case{"Tel. 4155552671", "Tel. *****671"},
        Case{"order 4155552671", "order 4155552671"}, Case{"4155552671", "4155552671"},
        Case{"电话 13800138000，订单号 4155552671", "电话 *******8000，订单号 4155552671"},
        Case{"Call me about order 4155552671", "Call me about order 4155552671"},
        Case{"Please call about parcel 4155552671", "Please call about parcel 4155552671"},
        Case{"phone tracking number 4155552671", "phone tracking number 4155552671"},
        Case{"contact id 4155552671", "contact id 4155552671"}, Case{"iPhone 4155552671", "iPhone 4155552671"},
        Case{"phone SKU 4155552671", "phone SKU 4155552671"}, Case{"call 8005552671", "call 8005552671"},
        Case{"phone: 1155552671", "phone: 1155552671"},
        Case{"phone price 4155552671 元", "phone price 4155552671 元"}));

INSTANTIATE_TEST_SUITE_P(Places, Masks,
                         ::testing::Values(Case{"https://x.co/abc,13800138000", "https://x.co/abc,*******8000"},
                                           Case{"13800138000_wang.txt", "*******8000_wang.txt"},
                                           Case{"| 138 | 0013 | 8000 |", "| *******8000 |"},
                                           Case{"電話：138 | 0013 | 8000", "電話：*******8000"},
                                           Case{"打 138001\n38000", "打 *******8000"},
                                           Case{"1 | 13800138000 | 3", "1 | *******8000 | 3"},
                                           Case{"IMG_20240315_103015.jpg", "IMG_20240315_103015.jpg"},
                                           Case{"10 | 2024 | 0315", "10 | 2024 | 0315"}));

INSTANTIATE_TEST_SUITE_P(
    Email, Masks,
    ::testing::Values(Case{"john@acme.technology", "j***@***"}, Case{"info@firm.guru,", "i***@***,"},
                      Case{"a.b@foo.community", "a***@***"}, Case{"请发到陈静静@163.com", "请发到陈***@***"},
                      Case{"发到zhang@163.com", "发到z***@***"}, Case{"müller@firma.de", "m***@***"},
                      Case{"hello @ hotmail.co.uk", "h***@***"}, Case{"me2@mail.com.Thanks", "m***@***.Thanks"},
                      Case{"icon@3x.webp vue@next.json a @ b", "icon@3x.webp vue@next.json a @ b"},
                      Case{"root@localhost:~$ @所有人", "root@localhost:~$ @所有人"}));

/// Written in words, so that programs do not find it.
INSTANTIATE_TEST_SUITE_P(
    EmailInWords, Masks,
    ::testing::Values(Case{"mail zhangsan AT qq DOT com now", "mail z***@*** now"},
                      Case{"zhangsan (at) qq (dot) com", "z***@***"}, Case{"zhangsan [at] qq [dot] com", "z***@***"},
                      Case{"zhangsan at qq dot com", "z***@***"}, Case{"ZHANG88 AT SHOP DOT CN", "z***@***"},
                      Case{"li.si at shop dot example dot com.", "l***@***."}, Case{"zhangsan AT qq.com", "z***@***"},
                      Case{"I looked at amazon.com", "I looked at amazon.com"},
                      Case{"bought it at qq.com", "bought it at qq.com"},
                      Case{"I looked at amazon dot com", "I looked at amazon dot com"},
                      Case{"LOOK AT AMAZON DOT COM", "LOOK AT AMAZON DOT COM"},
                      Case{"order HK20251101 at 9.30 am", "order HK20251101 at 9.30 am"},
                      Case{"arrived at 2025-11-05, 3 pcs at 12.50", "arrived at 2025-11-05, 3 pcs at 12.50"},
                      Case{"item 4711 at shop.example.com", "item 4711 at shop.example.com"},
                      Case{"one at a time (at) home", "one at a time (at) home"}));

INSTANTIATE_TEST_SUITE_P(
    ShopAccounts, Masks,
    ::testing::Values(
        Case{"旺旺：tb8837261", "旺旺：t***"}, Case{"旺旺 tb8837261", "旺旺 t***"},
        Case{"旺旺号：wang_2024", "旺旺号：w***"}, Case{"我的旺旺是wang_2024", "我的旺旺是w***"},
        Case{"淘宝昵称：xiaoyu88", "淘宝昵称：x***"}, Case{"淘宝昵称：小鱼爱吃糖，催一下", "淘宝昵称：小***，催一下"},
        Case{"抖音号 dy1234567", "抖音号 d***"}, Case{"抖音号：1234567890", "抖音号：1***"},
        Case{"快手号：ks_wang88", "快手号：k***"}, Case{"小红书号945612345", "小红书号9***"},
        Case{"旺旺雪饼 SKU123456", "旺旺雪饼 SKU123456"}, Case{"旺旺 SKU123456 还有吗", "旺旺 SKU123456 还有吗"},
        Case{"旺旺大礼包 500g", "旺旺大礼包 500g"}, Case{"旺旺：在线吗", "旺旺：在线吗"},
        Case{"淘宝订单 4155552671", "淘宝订单 4155552671"}, Case{"淘宝订单号：TB20251101", "淘宝订单号：TB20251101"},
        Case{"抖音订单号 6912345678901234567", "抖音订单号 6912345678901234567"},
        Case{"快手号称最低价 19.90", "快手号称最低价 19.90"}, Case{"淘宝昵称是什么", "淘宝昵称是什么"},
        Case{"小红书笔记 AB-12345", "小红书笔记 AB-12345"}, Case{"抖音 2025-11-05 下单", "抖音 2025-11-05 下单"},
        Case{"抖音号 2025-11-05 注册", "抖音号 2025-11-05 注册"}));

INSTANTIATE_TEST_SUITE_P(Handles, Masks,
                         ::testing::Values(Case{"+V wang_2024", "+V w***"}, Case{"加V wang_2024", "加V w***"},
                                           Case{"微信账号：wang_2024", "微信账号：w***"},
                                           Case{"微信帐号：wang_2024", "微信帐号：w***"},
                                           Case{"QQ账号：12345678", "QQ账号：1***"},
                                           Case{"扣扣号 12345678", "扣扣号 1***"}, Case{"企鹅：12345678", "企鹅：1***"},
                                           Case{"Q号12345678", "Q号1***"}, Case{"Q:12345678", "Q:1***"},
                                           Case{"加Q 12345678", "加Q 1***"}, Case{"Q3 20240315", "Q3 20240315"},
                                           Case{"FAQ: 12345", "FAQ: 12345"}, Case{"企鹅公仔 30000", "企鹅公仔 30000"}));

INSTANTIATE_TEST_SUITE_P(
    Documents, Masks,
    ::testing::Values(Case{"身份证 110101199003077759", "身份证 ******************"},
                      Case{"订单 110101199003077759", "订单 110101199003077759"},
                      Case{"HKID A123456(3)", "HKID ********"}, Case{"身份證號碼：A1234563", "身份證號碼：********"},
                      Case{"型号 A123456(3)", "型号 A123456(3)"}, Case{"货号 A1234563", "货号 A1234563"},
                      Case{"身分證字號：A123456789", "身分證字號：**********"},
                      Case{"货号 A123456789", "货号 A123456789"}, Case{"my SSN is 123-45-6789", "my SSN is *********"},
                      Case{"Part 123-45-6789", "Part 123-45-6789"}, Case{"護照號碼 E12345678", "護照號碼 E********"},
                      Case{"passport cover P12345678", "passport cover P12345678"}, Case{"粤b12345", "粤b·*****"},
                      Case{"信用卡號 4111 1111 1111 1111", "信用卡號 ************1111"}));

INSTANTIATE_TEST_SUITE_P(Births, Masks,
                         ::testing::Values(Case{"出生日期：1990-03-07，性别：女", "出生日期：********，性别：女"},
                                           Case{"我生日是1990年3月7日", "我生日是********"},
                                           Case{"生日19900307", "生日********"},
                                           Case{"1990年3月7日出生的", "********出生的"},
                                           Case{"1990.3.7生", "********生"}, Case{"DOB 03/07/1990", "DOB ********"},
                                           Case{"date of birth: 7 March 1990", "date of birth: ********"},
                                           Case{"born on March 7, 1990.", "born on ********."},
                                           Case{"Geburtsdatum: 07.03.1990", "Geburtsdatum: ********"},
                                           Case{"生日礼物 2024-03-15 到", "生日礼物 2024-03-15 到"},
                                           Case{"生产日期：2023-01-15", "生产日期：2023-01-15"},
                                           Case{"2023年1月15日生产", "2023年1月15日生产"},
                                           Case{"出生 1990-13-07", "出生 1990-13-07"},
                                           Case{"I ordered on March 7, 2024", "I ordered on March 7, 2024"}));

}  // namespace
}  // namespace frontdesk::privacy
