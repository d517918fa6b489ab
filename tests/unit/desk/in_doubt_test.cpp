// Replies in doubt: all are listed, and many are settled at once, each with its record and its line.
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class InDoubtTest : public DeskTest {
 protected:
  /// A reply into a ticket of its own, with an unknown outcome.
  MessageId doubtful(const std::string& customer) {
    take_in(mail("问题", "你好", customer));
    const TicketRow ticket = list().at(0);
    const MessageId message = must(tickets_->reply(agent_, {.ticket = ticket.id,
                                                            .seen_version = ticket.version,
                                                            .text = "您好",
                                                            .attachments = {},
                                                            .request_key = "to " + customer}));
    send_all(SendStatus::kUnknown);
    return message;
  }
  json::Value settle(const std::vector<MessageId>& messages, bool arrived) {
    json::Value ids{json::Array{}};
    for (const MessageId id : messages) ids.push(to_text(id));
    Input input;
    input.fields.set("messages", ids).set("arrived", arrived);
    return must(tickets_->perform("message.settle", agent_, input));
  }
  json::Value listed() { return must(tickets_->perform("message.in_doubt", agent_, {})); }
  std::int64_t in_state(domain::Delivery state) {
    return count("SELECT count(*) FROM outbox WHERE state = " + std::to_string(static_cast<int>(state)));
  }
};

TEST_F(InDoubtTest, every_reply_in_doubt_is_listed_and_counted_until_it_is_settled) {
  const MessageId first = doubtful("wang@customer.test");
  doubtful("li@customer.test");
  EXPECT_EQ(listed().get("items").items().size(), 2U);
  EXPECT_EQ(listed().get("items").items().at(0).get("message").get("id").as_string(), to_text(first));
  EXPECT_EQ(must(query_->counters(agent_)).in_doubt, 2);
  settle({first}, true);
  EXPECT_EQ(listed().get("items").items().size(), 1U);
  EXPECT_EQ(must(query_->counters(agent_)).in_doubt, 1);
}

TEST_F(InDoubtTest, replies_that_arrived_are_sent_and_meet_their_clock_each_on_record) {
  const std::vector<MessageId> both = {doubtful("wang@customer.test"), doubtful("li@customer.test")};
  const json::Value answer = settle(both, true);
  EXPECT_EQ(answer.get("settled").as_int(), 2);
  EXPECT_EQ(in_state(domain::Delivery::kSent), 2);
  EXPECT_EQ(count("SELECT count(*) FROM clock WHERE kind = 2 AND met_at <> 0"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'message.settle'"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%settled_arrived%'"), 2);
}

TEST_F(InDoubtTest, replies_that_were_not_sent_go_on_their_way_again_under_the_same_id) {
  const MessageId message = doubtful("wang@customer.test");
  settle({message}, false);
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs.front().message, message);
  EXPECT_EQ(jobs.front().attempt, 2);
}

TEST_F(InDoubtTest, what_is_settled_already_is_left_alone_and_counted) {
  const MessageId message = doubtful("wang@customer.test");
  settle({message}, true);
  const json::Value again = settle({message}, false);
  EXPECT_EQ(again.get("settled").as_int(), 0);
  EXPECT_EQ(again.get("left").as_int(), 1);
  EXPECT_EQ(in_state(domain::Delivery::kSent), 1);
}

}  // namespace
}  // namespace frontdesk::desk
