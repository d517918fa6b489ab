// What a channel tells of a message beside its text reaches the agent, and bad news finds its message.
#include "desk/inbound/mail_facts.h"

#include <algorithm>

#include "desk/inbound/item_codec.h"
#include "desk/inbound/thread_token.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class MailFactsTest : public DeskTest {
 protected:
  std::vector<std::string> events(TicketId ticket) {
    std::vector<std::string> out;
    for (const MessageView& message : messages(ticket)) {
      if (message.kind == domain::MessageKind::kSystem) out.push_back(message.event_json);
    }
    return out;
  }
  static bool mentions(const std::vector<std::string>& lines, const std::string& word) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(word) != std::string::npos; });
  }
};

TEST_F(MailFactsTest, ordinary_message_has_no_lines_beside_it) {
  take_in(mail("问题", "你好"));
  EXPECT_TRUE(events(only_ticket().id).empty());
}

TEST_F(MailFactsTest, cut_and_encrypted_mail_says_so) {
  InboundItem item = mail("问题", "你好");
  item.truncated = true;
  item.attributes = R"({"encrypted":true,"authentication":{"spf":"fail","dkim":"pass"}})";
  take_in(std::move(item));
  const auto lines = events(only_ticket().id);
  for (const char* kind : {"mail_cut", "mail_encrypted", "mail_checks"}) {
    EXPECT_TRUE(mentions(lines, kind)) << kind;
  }
  EXPECT_TRUE(mentions(lines, "spf=fail dkim=pass"));
}

TEST_F(MailFactsTest, every_problem_of_the_reading_is_told) {
  InboundItem item = mail("问题", "你好");
  item.attributes = R"({"problems":["too_many_parts","text_outside_parts"]})";
  take_in(std::move(item));
  const auto lines = events(only_ticket().id);
  EXPECT_TRUE(mentions(lines, "mail_problems"));
  EXPECT_TRUE(mentions(lines, "too_many_parts, text_outside_parts"));
}

TEST_F(MailFactsTest, files_that_were_too_large_are_named) {
  InboundItem item = mail("问题", "你好");
  item.truncated = true;
  item.attributes = R"({"left_out":["photo.png"]})";
  take_in(std::move(item));
  EXPECT_TRUE(mentions(events(only_ticket().id), "mail_left_out"));
  EXPECT_TRUE(mentions(events(only_ticket().id), "photo.png"));
}

// P-38
TEST_F(MailFactsTest, old_mail_opens_a_ticket_without_clocks) {
  InboundItem item = mail("旧邮件", "去年的问题");
  item.historical = true;
  take_in(std::move(item));
  const TicketRow ticket = only_ticket();
  EXPECT_TRUE(detail(ticket.id).clocks.empty());
  EXPECT_TRUE(mentions(events(ticket.id), "mail_historical"));
}

TEST_F(MailFactsTest, journal_keeps_the_facts) {
  JournalItem item;
  item.item = mail("问题", "你好");
  item.item.truncated = item.item.historical = item.item.no_reply = true;
  item.item.attributes = R"({"signed":true})";
  const auto back = must(decode_item(encode_item(item)));
  EXPECT_TRUE(back.item.truncated && back.item.historical && back.item.no_reply);
  EXPECT_EQ(back.item.attributes, item.item.attributes);
}

class BounceTest : public MailFactsTest {
 protected:
  BounceTest() {
    take_in(mail("问题", "你好"));
    ticket_ = only_ticket();
    must(tickets_->reply(agent_, {.ticket = ticket_.id,
                                  .seen_version = ticket_.version,
                                  .text = "您好",
                                  .attachments = {},
                                  .request_key = "request-1"}));
  }
  InboundItem bounce() { return receipt_of(ReceiptStatus::kFailed, "", "550 no such user"); }
  domain::Delivery delivery_of_reply() {
    for (const MessageView& message : messages(ticket_.id)) {
      if (message.kind == domain::MessageKind::kOutbound) return message.delivery->state;
    }
    return domain::Delivery::kNone;
  }
  TicketRow ticket_;
};

TEST_F(BounceTest, that_is_faster_than_the_report_finds_the_message_by_its_key_with_a_domain) {
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].content.message_key.find('@'), std::string::npos) << "the channel adds the domain";
  InboundItem item = bounce();
  item.receipt->message_key = jobs[0].content.message_key + "@shop.test";
  take_in(std::move(item));
  EXPECT_EQ(delivery_of_reply(), domain::Delivery::kFailed);
}

// P-12
TEST_F(BounceTest, in_plain_words_is_matched_by_the_tickets_token) {
  send_all();
  InboundItem item = bounce();
  item.thread_token = make_thread_token(*vault_, ticket_.id);
  take_in(std::move(item));
  EXPECT_EQ(delivery_of_reply(), domain::Delivery::kFailed);
}

TEST_F(BounceTest, that_names_the_message_as_its_parent_is_matched) {
  const auto jobs = send_all();
  InboundItem item = bounce();
  item.receipt->message_key = "somebody-elses@customer.test";
  item.parent_keys = {jobs.at(0).content.message_key + "@shop.test"};
  take_in(std::move(item));
  EXPECT_EQ(delivery_of_reply(), domain::Delivery::kFailed);
}

TEST_F(BounceTest, with_a_forged_token_changes_nothing) {
  send_all();
  InboundItem item = bounce();
  item.thread_token = make_thread_token(*vault_, ticket_.id) + "x";
  take_in(std::move(item));
  EXPECT_EQ(delivery_of_reply(), domain::Delivery::kSent);
}

}  // namespace
}  // namespace frontdesk::desk
