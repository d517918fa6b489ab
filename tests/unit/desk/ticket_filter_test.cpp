// Lists by owner, customer, phase and time; the other tickets of a customer.
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class TicketFilterTest : public DeskTest {
 protected:
  TicketFilterTest() {
    take_in(mail("第一", "什么时候发货？", "a@customer.test"));
    clock_.advance(std::chrono::hours(24));
    noon_ = clock_.now();
    clock_.advance(std::chrono::hours(1));
    take_in(mail("第二", "有别的颜色吗？", "b@customer.test"));
    clock_.advance(std::chrono::hours(24));
    take_in(mail("第三", "第三次来信", "a@customer.test"));
  }
  std::vector<std::string> subjects(const TicketFilter& filter) {
    std::vector<std::string> found;
    for (const TicketRow& row : must(query_->list(agent_, filter)).items) found.push_back(row.subject.text());
    return found;
  }
  TicketRow row(const std::string& subject) {
    for (TicketRow& one : list())
      if (one.subject.text() == subject) return std::move(one);
    ADD_FAILURE() << subject;
    return {};
  }

  Micros noon_;
};

using Subjects = std::vector<std::string>;

TEST_F(TicketFilterTest, customer_time_and_owner_narrow_every_view) {
  EXPECT_EQ(subjects({.view = TicketView::kAll, .customer = row("第一").customer}), (Subjects{"第三", "第一"}));
  EXPECT_EQ(subjects({.view = TicketView::kAll, .since = noon_}), (Subjects{"第三", "第二"}));
  EXPECT_EQ(subjects({.view = TicketView::kOpen, .until = noon_}), (Subjects{"第一"}));
  EXPECT_EQ(subjects({.view = TicketView::kAll, .since = noon_, .until = noon_ + std::chrono::hours(2)}),
            (Subjects{"第二"}));
  must(tickets_->claim(agent_, row("第二").id, row("第二").version));
  EXPECT_EQ(subjects({.view = TicketView::kOpen, .owner = agent_.user}), (Subjects{"第二"}));
  EXPECT_EQ(subjects({.view = TicketView::kMine, .owner = agent_.user}), (Subjects{"第二"}));
  must(tickets_->resolve(agent_, row("第二").id, row("第二").version));
  for (const TicketView view : {TicketView::kResolved, TicketView::kAll})
    EXPECT_EQ(subjects({.view = view, .owner = agent_.user}), (Subjects{"第二"}));
  EXPECT_TRUE(subjects({.view = TicketView::kResolved, .owner = agent_.user, .until = noon_}).empty());
}

TEST_F(TicketFilterTest, a_search_keeps_to_the_filters) {
  EXPECT_EQ(subjects({.view = TicketView::kAll, .customer = row("第一").customer, .text = "第"}).size(), 2U);
  EXPECT_EQ(subjects({.view = TicketView::kAll, .since = noon_, .text = "第"}).size(), 2U);
}

TEST_F(TicketFilterTest, view_of_others_than_the_filter_asks_for_is_empty) {
  EXPECT_TRUE(subjects({.view = TicketView::kUnassigned, .owner = agent_.user}).empty());
  EXPECT_TRUE(subjects({.view = TicketView::kMine, .owner = UserId{7}}).empty());
}

TEST_F(TicketFilterTest, other_tickets_are_the_customers_alone_newest_first) {
  const auto others = must(query_->others(row("第三").id)).items;
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others.at(0).subject.text(), "第一");
  EXPECT_TRUE(must(query_->others(row("第二").id)).items.empty());
  for (int i = 0; i < 12; ++i) take_in(mail("又" + std::to_string(i), "再问", "b@customer.test"));
  EXPECT_EQ(must(query_->others(row("第二").id)).items.size(), 10U);
  EXPECT_FALSE(query_->others(TicketId{1}).ok());
}

}  // namespace
}  // namespace frontdesk::desk
