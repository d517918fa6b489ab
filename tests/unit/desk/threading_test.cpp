#include "desk/inbound/thread_token.h"
#include "desk/outbound/routing.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

// P-08
TEST_F(DeskTest, an_answer_joins_its_ticket_by_reference) {
  InboundItem first = mail("问题", "你好");
  const std::string key = first.message_key;
  take_in(std::move(first));
  InboundItem answer = mail("Re: 问题", "还在吗");
  answer.parent_keys = {"<unknown@elsewhere.test>", "<" + key + ">"};
  take_in(std::move(answer));
  EXPECT_EQ(only_ticket().message_count, 2);
}

// P-07
TEST_F(DeskTest, who_only_knows_the_id_of_a_customers_message_gets_a_ticket_of_his_own_that_names_the_other) {
  InboundItem first = mail("问题", "你好");
  const std::string key = first.message_key;
  take_in(std::move(first));
  const std::string number = only_ticket().number;
  InboundItem stranger = mail("Re: 问题", "请寄到我的新地址", "eve@elsewhere.test");
  stranger.parent_keys = {key};
  take_in(std::move(stranger));
  ASSERT_EQ(list().size(), 2U);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%\"quotes\"%" + number + "%'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%\"quoted\"%'"), 1);
}

// P-07
TEST_F(DeskTest, another_sender_who_answers_our_mail_is_named_and_can_be_the_one_who_is_answered) {
  take_in(mail("问题", "你好"));
  const TicketRow ticket = only_ticket();
  must(tickets_->reply(agent_, {.ticket = ticket.id,
                                .seen_version = ticket.version,
                                .text = "您好",
                                .attachments = {},
                                .request_key = "request-1"}));
  const auto jobs = send_all();
  InboundItem other = mail("Re: 问题", "请寄到我的新地址", "eve@elsewhere.test");
  other.parent_keys = {jobs.at(0).content.message_key};
  take_in(std::move(other));
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%other_sender%'"), 1);
  const auto said = messages(only_ticket().id);
  std::vector<std::string> authors;
  for (const MessageView& message : said) {
    if (message.kind == domain::MessageKind::kInbound) authors.push_back(message.author_address.text());
  }
  ASSERT_EQ(authors.size(), 2U);
  EXPECT_NE(authors[0], authors[1]);
  for (const MessageView& message : said) {
    if (message.kind != domain::MessageKind::kInbound || message.author_address.text() == authors[0]) continue;
    must(tickets_->reply(agent_, {.ticket = ticket.id,
                                  .seen_version = only_ticket().version,
                                  .text = "请问您是哪位？",
                                  .attachments = {},
                                  .request_key = "request-2",
                                  .answers = message.id}));
  }
  EXPECT_EQ(send_all().at(0).content.recipients.at(0).address, "eve@elsewhere.test");
}

// P-08
TEST_F(DeskTest, an_answer_joins_its_ticket_by_our_token_in_any_case) {
  take_in(mail("问题", "你好"));
  InboundItem answer = mail("Re: 问题", "还在吗");
  answer.thread_token = make_thread_token(*vault_, only_ticket().id);
  for (char& c : answer.thread_token) c = static_cast<char>(::toupper(c));
  take_in(std::move(answer));
  EXPECT_EQ(only_ticket().message_count, 2);
}

// P-07
TEST_F(DeskTest, a_ticket_number_counts_only_for_its_own_customer) {
  take_in(mail("问题", "你好"));
  InboundItem own = mail("Re: 问题", "还在吗");
  own.thread_token = "#" + only_ticket().number;
  take_in(std::move(own));
  EXPECT_EQ(only_ticket().message_count, 2);
  InboundItem stranger = mail("Re: 问题", "让我看看", "stranger@other.test");
  stranger.thread_token = "#" + list().at(0).number;
  take_in(std::move(stranger));
  EXPECT_EQ(list().size(), 2U);
}

// P-07
TEST_F(DeskTest, the_same_subject_from_a_stranger_is_another_ticket) {
  take_in(mail("问题", "你好"));
  take_in(mail("问题", "你好", "stranger@other.test"));
  EXPECT_EQ(list().size(), 2U);
}

// M-66, N-13
TEST_F(DeskTest, a_new_message_reopens_a_resolved_ticket_with_fresh_clocks) {
  InboundItem first = mail("问题", "你好");
  const std::string key = first.message_key;
  take_in(std::move(first));
  const TicketRow ticket = only_ticket();
  must(tickets_->resolve(agent_, ticket.id, ticket.version));
  clock_.advance(std::chrono::hours(100));
  InboundItem again = mail("Re: 问题", "又坏了");
  again.parent_keys = {key};
  take_in(std::move(again));
  const TicketRow reopened = only_ticket();
  EXPECT_EQ(reopened.state, domain::TicketState::kOpen);
  EXPECT_EQ(reopened.round, 2);
  ASSERT_TRUE(reopened.clock);
  EXPECT_GT(reopened.clock->due_at, clock_.now());
}

// M-66, P-24
TEST_F(DeskTest, a_reopened_round_runs_from_receipt_not_from_filing) {
  InboundItem first = mail("问题", "你好");
  const std::string key = first.message_key;
  take_in(std::move(first));
  must(tickets_->resolve(agent_, only_ticket().id, only_ticket().version));
  clock_.advance(std::chrono::hours(1));
  const Micros received = clock_.now();
  InboundItem again = mail("Re: 问题", "又坏了");
  again.parent_keys = {key};
  clock_.advance(std::chrono::hours(3));
  take_in(std::move(again));
  EXPECT_EQ(only_ticket().clock->due_at, received + std::chrono::hours(8));
}

// P-08
TEST_F(DeskTest, the_answer_to_our_reply_finds_back_by_the_id_we_gave_it) {
  take_in(mail("问题", "你好"));
  const TicketRow ticket = only_ticket();
  must(tickets_->reply(agent_, {.ticket = ticket.id,
                                .seen_version = ticket.version,
                                .text = "您好",
                                .attachments = {},
                                .request_key = "request-1"}));
  const auto jobs = send_all();
  InboundItem answer = mail("Re: 问题", "谢谢");
  answer.parent_keys = {"<" + jobs.at(0).content.message_key + "@shop.test>"};
  take_in(std::move(answer));
  EXPECT_EQ(only_ticket().message_count, 3);
}

// P-07
TEST_F(DeskTest, any_change_of_a_token_is_refused) {
  const std::string token = make_thread_token(*vault_, TicketId{1'882'514'834'626'445'314});
  EXPECT_EQ(verify_thread_token(*vault_, token), TicketId{1'882'514'834'626'445'314});
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '0' ? '1' : '0';
    EXPECT_FALSE(verify_thread_token(*vault_, changed)) << i;
  }
  for (const char* forged : {"", "-", "abc", "abc-", "-0123456789", "zzzzzzzzzzzzzzzzz-0123456789"}) {
    EXPECT_FALSE(verify_thread_token(*vault_, forged)) << forged;
  }
}

// P-06
TEST_F(DeskTest, one_mail_that_comes_in_by_two_channels_gives_two_tickets_that_name_each_other) {
  InboundItem first = mail("退款", "请处理");
  InboundItem second = first;
  take_in(std::move(first));
  channel_ = add_channel("sales");
  take_in(std::move(second));
  const auto tickets = list();
  ASSERT_EQ(tickets.size(), 2U);
  for (std::size_t one = 0; one < 2; ++one) {
    bool names_the_other = false;
    for (const MessageView& message : messages(tickets[one].id)) {
      names_the_other |= message.event_json.find("same_mail") != std::string::npos &&
                         message.event_json.find(tickets[1 - one].number) != std::string::npos;
    }
    EXPECT_TRUE(names_the_other) << tickets[one].number;
  }
}

TEST_F(DeskTest, a_message_id_that_another_sender_uses_in_another_channel_tells_nobody_of_a_ticket) {
  InboundItem first = mail("退款", "请处理");
  InboundItem second = first;
  second.author.address = "li@customer.test";
  take_in(std::move(first));
  channel_ = add_channel("sales");
  take_in(std::move(second));
  for (const TicketRow& ticket : list()) {
    for (const MessageView& message : messages(ticket.id)) {
      EXPECT_EQ(message.event_json.find("same_mail"), std::string::npos);
    }
  }
}

TEST(Routing, keeps_the_newest_references_and_reads_back) {
  Routing routing{
      .conversation_key = "c", .recipient = "a@b.test", .recipient_name = "王", .subject = "问题", .references = {}};
  for (int i = 0; i < 30; ++i) add_reference(routing, "id" + std::to_string(i));
  add_reference(routing, "id29");
  EXPECT_EQ(routing.references.size(), kMostReferences);
  EXPECT_EQ(routing.references.back(), "id29");
  const auto decoded = decode_routing(encode_routing(routing));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->references, routing.references);
  EXPECT_EQ(decoded->recipient_name, "王");
  EXPECT_FALSE(decode_routing("{"));
}

}  // namespace
}  // namespace frontdesk::desk
