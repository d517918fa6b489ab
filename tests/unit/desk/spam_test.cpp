// What is no customer's wish leaves the lists, and comes back with the clocks it had.
#include "desk/ticket/clock_keeper.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class SpamTest : public DeskTest {
 protected:
  SpamTest() {
    take_in(mail("恭喜中奖", "点击领取"));
    ticket_ = only_ticket();
  }
  void act(const char* name) {
    Input input;
    input.path = {to_text(ticket_.id)};
    input.seen_version = only_ticket().version;
    must(tickets_->perform(name, agent_, input));
  }
  TicketRow ticket_;
};

TEST_F(SpamTest, leaves_the_lists_and_owes_nothing) {
  act("ticket.spam");
  EXPECT_TRUE(list(TicketView::kOpen).empty());
  EXPECT_EQ(only_ticket().state, domain::TicketState::kSpam);
  EXPECT_EQ(must(query_->counters(agent_)).open, 0);
  clock_.advance(std::chrono::hours(100));
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 0U);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%\"kind\":\"spam\"%'"), 1);
}

TEST_F(SpamTest, comes_back_with_the_due_time_it_had) {
  act("ticket.spam");
  clock_.advance(std::chrono::hours(1));
  act("ticket.not-spam");
  EXPECT_EQ(only_ticket().state, domain::TicketState::kOpen);
  EXPECT_EQ(list(TicketView::kOpen).size(), 1U);
  ASSERT_TRUE(only_ticket().clock);
  EXPECT_EQ(only_ticket().clock->due_at, ticket_.clock->due_at);
  EXPECT_EQ(only_ticket().clock->state, domain::ClockState::kRunning);
}

TEST_F(SpamTest, a_breach_before_the_mark_stays_on_record_once) {
  clock_.advance(std::chrono::hours(9));
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 1U);
  act("ticket.spam");
  act("ticket.not-spam");
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 1);
  EXPECT_EQ(list(TicketView::kOverdue).size(), 1U);
}

}  // namespace
}  // namespace frontdesk::desk
