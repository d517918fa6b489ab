#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

// M-22: what is due first stands first, whatever came first.
TEST_F(DeskTest, the_open_list_begins_with_the_clock_that_is_due_first) {
  take_in(mail("发货", "什么时候发货？", "a@customer.test"));  // P3: 8 h
  clock_.advance(std::chrono::hours(1));
  take_in(mail("颜色", "有别的颜色吗？", "b@customer.test"));  // P3: 8 h, an hour later
  clock_.advance(std::chrono::hours(1));
  take_in(mail("支付失败", "无法支付", "c@customer.test"));  // P1: 15 min
  std::vector<std::string> subjects;
  for (const TicketRow& row : list(TicketView::kOpen)) subjects.emplace_back(row.subject.text());
  EXPECT_EQ(subjects, (std::vector<std::string>{"支付失败", "发货", "颜色"}));
}

}  // namespace
}  // namespace frontdesk::desk
