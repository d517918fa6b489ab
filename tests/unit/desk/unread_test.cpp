// What is new to whom, and what a row says of its last message.
#include "base/text.h"
#include "storage/tables/ticket.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class UnreadTest : public DeskTest {
 protected:
  UnreadTest() {
    take_in(mail("发货", "什么时候\n\n发货？电话 13800138000"));
    ticket_ = only_ticket().id;
    owner_ = add_user("lin", Roles{Role::kAgent});
    boss_ = add_user("chen", Roles{Role::kSupervisor});
  }
  TicketRow row(const Actor& viewer) { return must(query_->find(viewer, to_text(ticket_))).row; }
  bool is_unread(const Actor& viewer) {
    const bool shown_alone = row(viewer).unread;
    const auto listed = must(query_->list(viewer, {.view = TicketView::kAll})).items;
    EXPECT_EQ(listed.at(0).unread, shown_alone);
    return shown_alone;
  }
  void look(const Actor& viewer) { must(tickets_->perform("ticket.read", viewer, {.path = {to_text(ticket_)}})); }
  InboundItem further(const std::string& text) {
    InboundItem item = mail("发货", text);
    item.parent_keys = {"m1@customer.test"};
    return item;
  }
  void claim(const Actor& who) { must(tickets_->claim(who, ticket_, row(who).version)); }

  TicketId ticket_;
  Actor owner_;
  Actor boss_;
};

TEST_F(UnreadTest, a_look_takes_the_mark_from_nobody_else) {
  claim(owner_);
  look(boss_);
  EXPECT_FALSE(is_unread(boss_));
  EXPECT_TRUE(is_unread(owner_));
  EXPECT_EQ(must(query_->counters(owner_)).mine_unread, 1);
  look(owner_);
  EXPECT_FALSE(is_unread(owner_));
  EXPECT_EQ(must(query_->counters(owner_)).mine_unread, 0);
}

TEST_F(UnreadTest, a_ticket_without_owner_is_new_to_each_who_has_not_opened_it) {
  look(owner_);
  EXPECT_FALSE(is_unread(owner_));
  EXPECT_TRUE(is_unread(agent_));
}

TEST_F(UnreadTest, each_further_message_is_new_again_at_the_same_moment_too) {
  look(owner_);
  look(boss_);
  take_in(further("还没发？"));
  ASSERT_EQ(list().size(), 1U);
  EXPECT_TRUE(is_unread(owner_));
  look(owner_);
  EXPECT_FALSE(is_unread(owner_));
  EXPECT_TRUE(is_unread(boss_));
}

TEST_F(UnreadTest, who_answers_has_seen_it_and_the_owner_has_not) {
  claim(owner_);
  must(tickets_->reply(
      boss_, {.ticket = ticket_, .seen_version = row(boss_).version, .text = "今天", .request_key = "one-key-1"}));
  EXPECT_FALSE(is_unread(boss_));
  EXPECT_TRUE(is_unread(owner_));
}

TEST_F(UnreadTest, the_command_line_has_no_marks_and_takes_none) {
  look(Actor::command_line());
  EXPECT_TRUE(is_unread(Actor::command_line()));
  EXPECT_TRUE(is_unread(owner_));
}

TEST_F(UnreadTest, what_ended_is_unread_by_nobody) {
  must(tickets_->perform("ticket.spam", agent_, {.path = {to_text(ticket_)}, .seen_version = row(agent_).version}));
  EXPECT_FALSE(is_unread(owner_));
}

// M-76: masked, on one line, and never longer than a row shows.
TEST_F(UnreadTest, a_row_says_how_the_last_message_begins_and_who_wrote_it) {
  EXPECT_EQ(row(agent_).last_by, storage::LastBy::kCustomer);
  EXPECT_EQ(row(agent_).excerpt.text(), "什么时候 发货？电话 *******8000");
  std::string text = "您好，";
  for (int i = 0; i < 100; ++i) text += "请稍候\n";
  must(tickets_->reply(
      agent_, {.ticket = ticket_, .seen_version = row(agent_).version, .text = text, .request_key = "one-key-2"}));
  EXPECT_EQ(row(boss_).last_by, storage::LastBy::kColleague);
  EXPECT_EQ(row(boss_).last_user_name, agent_.display_name);
  EXPECT_LE(text::length(row(boss_).excerpt.text()), 120U);
  EXPECT_TRUE(row(boss_).excerpt.text().starts_with("您好，请稍候 请稍候"));
  must(tickets_->note(agent_, {.ticket = ticket_, .text = "内部", .request_key = "one-key-3"}));
  EXPECT_TRUE(row(boss_).excerpt.text().starts_with("您好"));
}

TEST_F(UnreadTest, a_machine_that_answers_is_no_customer) {
  InboundItem away = further("我正在休假");
  away.automatic = true;
  take_in(std::move(away));
  EXPECT_EQ(row(agent_).last_by, storage::LastBy::kMachine);
}

}  // namespace
}  // namespace frontdesk::desk
