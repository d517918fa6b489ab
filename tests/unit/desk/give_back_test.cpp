// A colleague who is gone keeps nobody's ticket.
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class GiveBackTest : public DeskTest {
 protected:
  GiveBackTest() : boss_(add_user("zhou.min", {Role::kAdmin, Role::kSupervisor})) {
    for (int i = 0; i < 3; ++i) take_in(mail("问题", "你好", "c" + std::to_string(i) + "@customer.test"));
    for (const TicketRow& ticket : list()) must(tickets_->claim(agent_, ticket.id, ticket.version));
    must(tickets_->resolve(agent_, list().at(0).id, list().at(0).version));
  }
  void change_agent(UserChange change) {
    must(tickets_->accounts.change_user(boss_, agent_.user, std::nullopt, std::move(change)));
  }
  std::int64_t owned(bool open) {
    return count("SELECT count(*) FROM ticket WHERE owner_id = " + to_text(agent_.user) +
                 " AND open = " + (open ? "1" : "0"));
  }
  Actor boss_;
};

TEST_F(GiveBackTest, open_tickets_of_a_disabled_colleague_go_to_the_queue_on_record) {
  UserChange change;
  change.disabled = true;
  change_agent(std::move(change));
  EXPECT_EQ(owned(true), 0);
  EXPECT_EQ(owned(false), 1) << "who resolved it stays known";
  EXPECT_EQ(list(TicketView::kUnassigned).size(), 2U);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.assign'"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%given_back%'"), 2);
}

TEST_F(GiveBackTest, so_do_those_of_one_whose_roles_do_not_answer_any_more) {
  UserChange change;
  change.roles = Roles{Role::kAdmin};
  change_agent(std::move(change));
  EXPECT_EQ(owned(true), 0);
}

TEST_F(GiveBackTest, other_changes_leave_them) {
  UserChange change;
  change.display_name = "李敏";
  change_agent(std::move(change));
  EXPECT_EQ(owned(true), 2);
}

}  // namespace
}  // namespace frontdesk::desk
