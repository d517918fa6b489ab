#include "desk/inbound/labelled_number.h"

#include <gtest/gtest.h>

namespace frontdesk::desk {
namespace {

using Kind = LabelledNumber::Kind;
using Numbers = std::vector<LabelledNumber>;

Numbers found(std::string_view text) { return find_labelled_numbers(text, 10); }

struct Case {
  const char* text;
  Kind kind;
  const char* value;
};

// M-08
TEST(LabelledNumber, is_found_behind_every_usual_label) {
  const Case cases[] = {
      {"订单号：2024031512345678901", Kind::kOrder, "2024031512345678901"},
      {"我的订单编号是 TB20240315001，还没发货", Kind::kOrder, "tb20240315001"},
      {"訂單號碼：20240315998", Kind::kOrder, "20240315998"},
      {"订单 112-1234567-7654321 退款", Kind::kOrder, "112-1234567-7654321"},
      {"Order No. 112-1234567-7654321", Kind::kOrder, "112-1234567-7654321"},
      {"about my ORDER #1001, please", Kind::kOrder, "1001"},
      {"order number: A0012345", Kind::kOrder, "a0012345"},
      {"运单号 SF1234567890123", Kind::kTracking, "sf1234567890123"},
      {"快遞單號：YT8812345678901", Kind::kTracking, "yt8812345678901"},
      {"物流单号为７７３００１２３４５６７８", Kind::kTracking, "7730012345678"},
      {"Tracking no: RB123456785CN", Kind::kTracking, "rb123456785cn"},
      {"tracking number RB123456785CN.", Kind::kTracking, "rb123456785cn"},
  };
  for (const Case& each : cases) EXPECT_EQ(found(each.text), (Numbers{{each.kind, each.value}})) << each.text;
}

TEST(LabelledNumber, several_may_follow_one_label) {
  EXPECT_EQ(found("订单号：20240315001、20240315002 和 20240315003"),
            (Numbers{{Kind::kOrder, "20240315001"}, {Kind::kOrder, "20240315002"}, {Kind::kOrder, "20240315003"}}));
  EXPECT_EQ(found("订单号 20240315001，快递单号 SF1234567890"),
            (Numbers{{Kind::kOrder, "20240315001"}, {Kind::kTracking, "sf1234567890"}}));
}

TEST(LabelledNumber, needs_its_label_next_to_it_and_digits) {
  for (const char* text :
       {"2024031512345678901", "订单还没到，请打 13800138000", "order please", "in order to 12345678",
        "border 12345678", "orders 12345678", "订单号是多少", "订单号 abcdefgh", "tracking", "订单号："}) {
    EXPECT_TRUE(found(text).empty()) << text;
  }
}

TEST(LabelledNumber, work_and_result_are_bounded) {
  std::string endless;
  for (int i = 0; i < 50'000; ++i) endless += "订单号 20240315001 ";
  EXPECT_EQ(find_labelled_numbers(endless, 50).size(), 50U);
  EXPECT_TRUE(found("订单号 " + std::string(5'000, '7')).empty());
  EXPECT_TRUE(found("\xFF\xFE订单\xE8").empty());
}

}  // namespace
}  // namespace frontdesk::desk
