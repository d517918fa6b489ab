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

// The command line is no person, and nobody's tickets are not its own.
TEST_F(DeskTest, what_waits_in_the_queue_belongs_to_no_machine) {
  take_in(mail("发货", "什么时候发货？"));
  const Actor machine = Actor::command_line();
  TicketFilter filter;
  filter.view = TicketView::kMine;
  EXPECT_TRUE(must(query_->list(machine, filter)).items.empty());
  EXPECT_EQ(must(query_->counters(machine)).mine, 0);
  EXPECT_EQ(must(query_->counters(machine)).unassigned, 1);
}

}  // namespace
}  // namespace frontdesk::desk
