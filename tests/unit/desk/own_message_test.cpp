// What our side writes in another program than the desk: the shop's app, a colleague's mail program.
#include <algorithm>
#include <chrono>
#include <string>

#include "desk/channel/query.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class OwnMessageTest : public DeskTest {
 protected:
  /// As plugins tell it: of the staff, on its way out.
  InboundItem of_ours(const std::string& conversation, const std::string& text) {
    InboundItem item = mail("", text, "shop-staff-7");
    item.direction = sdk::Direction::kOutbound;
    item.author.role = sdk::AuthorRole::kStaff;
    item.author.display = "店员七号";
    item.conversation_key = conversation;
    return item;
  }
  std::string reason_of_idle() {
    return must(store_->read([](storage::ReadTx& tx) -> Result<std::string> {
      auto statement = tx.query("SELECT reason FROM journal WHERE fate = 6");
      auto row = statement.step();
      if (!row) return std::move(row).error();
      return *row ? statement.text(0) : std::string();
    }));
  }
};

// P-04
TEST_F(OwnMessageTest, joins_the_ticket_of_its_conversation_as_ours_and_starts_no_clock) {
  InboundItem question = mail("包裹", "我的包裹在哪里？");
  question.conversation_key = "c1";
  take_in(std::move(question));
  const auto clocks = detail(only_ticket().id).clocks.size();
  EXPECT_EQ(take_in(of_ours("c1", "今天已发货")), ItemOutcome::kAccepted);
  const TicketRow ticket = only_ticket();
  EXPECT_EQ(ticket.message_count, 2);
  EXPECT_EQ(detail(ticket.id).clocks.size(), clocks);
  const MessageView written = messages(ticket.id).back();
  EXPECT_EQ(written.kind, domain::MessageKind::kOutbound);
  EXPECT_EQ(written.author_role, "agent");
  EXPECT_TRUE(written.elsewhere);
  EXPECT_EQ(written.text.text(), "今天已发货");
  EXPECT_EQ(count("SELECT count(*) FROM customer"), 1) << "a colleague is no customer";
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'message.elsewhere'"), 1);
}

TEST_F(OwnMessageTest, answers_what_waits_for_an_answer) {
  InboundItem question = mail("包裹", "我的包裹在哪里？");
  question.conversation_key = "c1";
  take_in(std::move(question));
  clock_.advance(std::chrono::minutes(5));
  take_in(of_ours("c1", "今天已发货"));
  for (const auto& clock : detail(only_ticket().id).clocks) {
    if (clock.kind != domain::ClockKind::kResponse) continue;
    EXPECT_EQ(clock.state, domain::ClockState::kMet);
  }
}

TEST_F(OwnMessageTest, written_before_the_question_answers_nothing) {
  InboundItem early = of_ours("c1", "有什么可以帮您？");
  clock_.advance(std::chrono::minutes(5));
  InboundItem question = mail("包裹", "我的包裹在哪里？");
  question.conversation_key = "c1";
  take_in(std::move(question));
  take_in(std::move(early));
  for (const auto& clock : detail(only_ticket().id).clocks) EXPECT_EQ(clock.state, domain::ClockState::kRunning);
}

TEST_F(OwnMessageTest, finds_its_ticket_by_the_message_it_answers) {
  take_in(mail("包裹", "我的包裹在哪里？"));
  InboundItem answer = of_ours("thread-of-another-program", "今天已发货");
  answer.parent_keys = {"<m1@customer.test>"};
  take_in(std::move(answer));
  EXPECT_EQ(only_ticket().message_count, 2);
}

TEST_F(OwnMessageTest, changes_no_state) {
  InboundItem question = mail("包裹", "我的包裹在哪里？");
  question.conversation_key = "c1";
  take_in(std::move(question));
  must(tickets_->claim(agent_, only_ticket().id, only_ticket().version));
  must(tickets_->resolve(agent_, only_ticket().id, only_ticket().version));
  const auto state = only_ticket().state;
  take_in(of_ours("c1", "还有什么需要吗？"));
  EXPECT_EQ(only_ticket().state, state);
}

// P-04
TEST_F(OwnMessageTest, of_an_unknown_conversation_makes_no_ticket_and_says_why_in_the_ledger) {
  take_in(of_ours("c9", "您好"));
  EXPECT_TRUE(list().empty());
  EXPECT_EQ(count("SELECT count(*) FROM customer"), 0);
  EXPECT_NE(reason_of_idle().find("[no_conversation]"), std::string::npos) << reason_of_idle();
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 5"), 0) << "it was taken, so it is not told as refused";
  const auto view = must(ChannelQuery(*context_, tickets_->runtime).find(channel_));
  EXPECT_EQ(view.received, 1);
  EXPECT_EQ(view.failed, 0);
}

// P-05: some servers give a mail another id when they keep it.
TEST_F(OwnMessageTest, a_copy_of_a_reply_under_another_id_is_no_message_either) {
  take_in(mail("包裹", "我的包裹在哪里？"));
  InboundItem copy = of_ours("m1@customer.test", "");
  copy.message_key = "made-by-the-server@mail.test";
  copy.attributes = R"({"copy_of_ours":true})";
  take_in(std::move(copy));
  EXPECT_EQ(only_ticket().message_count, 1);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 3 AND reason LIKE '%[copy_of_reply]'"), 1);
}

// P-14
TEST_F(OwnMessageTest, the_copy_of_a_reply_is_no_message_and_settles_its_fate) {
  take_in(mail("包裹", "我的包裹在哪里？"));
  must(tickets_->reply(agent_, {.ticket = only_ticket().id,
                                .seen_version = only_ticket().version,
                                .text = "今天已发货",
                                .attachments = {},
                                .request_key = "request-1"}));
  const auto jobs = send_all(SendStatus::kUnknown);
  InboundItem copy = of_ours("m1@customer.test", "今天已发货");
  copy.message_key = jobs.at(0).content.message_key + "@shop.test";
  take_in(std::move(copy));
  EXPECT_EQ(only_ticket().message_count, 2);
  const auto all = messages(only_ticket().id);
  const auto reply = std::find_if(all.begin(), all.end(),
                                  [](const MessageView& m) { return m.kind == domain::MessageKind::kOutbound; });
  ASSERT_NE(reply, all.end());
  EXPECT_EQ(reply->delivery->state, domain::Delivery::kSent);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 3"), 1);
}

TEST_F(OwnMessageTest, the_report_of_a_server_is_the_servers_and_nobody_elses) {
  take_in(mail("包裹", "我的包裹在哪里？"));
  InboundItem report = mail("退信", "550 no such user", "mailer-daemon@mx.test");
  report.parent_keys = {"m1@customer.test"};
  report.thread_token = "#" + only_ticket().number;
  report.automatic = true;
  report.attributes = R"({"automatic":"report"})";
  take_in(std::move(report));
  for (const TicketRow& ticket : list()) {
    for (const MessageView& message : messages(ticket.id)) {
      EXPECT_EQ(message.event_json.find("other_sender"), std::string::npos);
      if (!message.automatic) continue;
      EXPECT_EQ(message.author_role, "server");
    }
  }
}

}  // namespace
}  // namespace frontdesk::desk
