// Answers to several people, and messages that are forwarded: who gets them, what the customer's clocks make of it, and
// what is said when one of them cannot be reached. P-07, M-20.
#include <algorithm>

#include "desk/limits.h"
#include "storage/traffic/message_people.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using State = domain::Delivery;

class RecipientsTest : public DeskTest {
 protected:
  RecipientsTest() {
    InboundItem item = mail("问题", "你好");
    item.attributes = R"({"people":[{"role":"reply_to","address":"buyer@customer.test","name":"采购"},)"
                      R"({"role":"to","address":"mei@partner.test","name":"韩梅梅"},)"
                      R"({"role":"cc","address":"boss@customer.test"}]})";
    take_in(std::move(item));
    ticket_ = only_ticket().id;
  }

  MessageView inbound() {
    for (MessageView& message : messages(ticket_)) {
      if (message.kind == domain::MessageKind::kInbound) return std::move(message);
    }
    ADD_FAILURE() << "no message came in";
    return {};
  }
  /// The reference of the inbound message's person with that role.
  std::string ref(PersonRole role) {
    for (const MessagePerson& one : inbound().people) {
      if (one.person.role == role) return to_text(one.ref);
    }
    ADD_FAILURE() << "nobody is " << to_text(role);
    return {};
  }
  Result<json::Value> send(std::string_view use_case, json::Value fields) {
    Input input;
    input.path = {to_text(ticket_)};
    input.seen_version = detail(ticket_).row.version;
    input.request_key = "request-" + std::to_string(++sent_);
    input.fields = std::move(fields);
    return tickets_->perform(use_case, agent_, input);
  }
  static json::Value list(const std::vector<std::string>& texts) {
    json::Value out{json::Array{}};
    for (const std::string& text : texts) out.push(text);
    return out;
  }
  static json::Value words(const std::vector<std::string>& to, const std::vector<std::string>& cc = {},
                           const std::vector<std::string>& bcc = {}) {
    json::Value fields{json::Object{}};
    fields.set("text", "您好");
    if (!to.empty()) fields.set("to", list(to));
    if (!cc.empty()) fields.set("cc", list(cc));
    if (!bcc.empty()) fields.set("bcc", list(bcc));
    return fields;
  }
  OutboundJob sent_job() {
    auto jobs = send_all();
    if (jobs.size() != 1) {
      ADD_FAILURE() << jobs.size() << " replies";
      return {};
    }
    return std::move(jobs.front());
  }
  static std::string told(const OutboundJob& job) {
    std::string out;
    for (const Person& person : job.content.recipients)
      out.append(to_text(person.role)).append("=").append(person.address).append(" ");
    return out;
  }
  std::string refused(std::string_view use_case, json::Value fields) {
    auto answer = send(use_case, std::move(fields));
    return answer ? "taken" : answer.error().key;
  }
  bool waits_for_an_answer() {
    const auto clocks = detail(ticket_).clocks;
    return std::any_of(clocks.begin(), clocks.end(), [](const auto& clock) {
      return clock.kind == domain::ClockKind::kResponse && clock.state == domain::ClockState::kRunning;
    });
  }
  MessageView outbound() {
    auto all = messages(ticket_);
    const auto last = std::find_if(all.rbegin(), all.rend(), [](const MessageView& message) {
      return message.kind == domain::MessageKind::kOutbound;
    });
    if (last != all.rend()) return std::move(*last);
    ADD_FAILURE() << "nothing was written";
    return {};
  }
  void bounce(const OutboundJob& job, const std::string& recipient) {
    InboundItem item = receipt_of(ReceiptStatus::kFailed, job.content.message_key, "550 no such user");
    item.receipt->failed_recipient = recipient;
    take_in(std::move(item));
  }
  std::int64_t events(const std::string& kind) {
    return count("SELECT count(*) FROM message WHERE event_json LIKE '%\"" + kind + "\"%'");
  }

  TicketId ticket_;
  int sent_ = 0;
};

TEST_F(RecipientsTest, people_of_a_mail_are_shown_masked_and_kept_sealed) {
  const auto people = inbound().people;
  ASSERT_EQ(people.size(), 3U);
  for (const MessagePerson& one : people) {
    EXPECT_EQ(one.person.address.text().find("buyer"), std::string::npos);
    EXPECT_NE(one.person.address.text().find('*'), std::string::npos);
  }
  EXPECT_EQ(people[1].person.name.text().find("梅梅"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM message_people WHERE people_masked LIKE '%partner.test%mei%' "
                  "OR instr(people_sealed, 'partner.test') > 0"),
            0);
}

TEST_F(RecipientsTest, an_answer_without_a_choice_goes_to_the_customer_alone) {
  must(send("ticket.reply", words({})));
  EXPECT_EQ(told(sent_job()), "to=wang@customer.test ");
  EXPECT_TRUE(outbound().people.empty());
  EXPECT_FALSE(waits_for_an_answer());
}

TEST_F(RecipientsTest, people_are_chosen_by_reference_or_typed_each_once) {
  const std::string author = to_text(inbound().id);
  must(send("ticket.reply", words({author, ref(PersonRole::kReplyTo)}, {ref(PersonRole::kTo), "WANG@customer.test"},
                                  {"audit@shop.test", ref(PersonRole::kTo)})));
  EXPECT_EQ(told(sent_job()), "to=wang@customer.test to=buyer@customer.test cc=mei@partner.test bcc=audit@shop.test ");
  EXPECT_EQ(outbound().people.size(), 4U);
  EXPECT_FALSE(outbound().aside);
  EXPECT_FALSE(waits_for_an_answer());
}

TEST_F(RecipientsTest, copies_alone_go_beside_the_customer) {
  must(send("ticket.reply", words({}, {"mei@partner.test"})));
  EXPECT_EQ(told(sent_job()), "to=wang@customer.test cc=mei@partner.test ");
}

// N-13: only what the customer's side gets is an answer.
TEST_F(RecipientsTest, what_the_customer_does_not_get_stops_no_clock) {
  must(send("ticket.reply", words({ref(PersonRole::kTo)})));
  EXPECT_EQ(told(sent_job()), "to=mei@partner.test ");
  EXPECT_TRUE(outbound().aside);
  EXPECT_TRUE(waits_for_an_answer());
  must(send("ticket.reply", words({ref(PersonRole::kReplyTo)})));
  send_all();
  EXPECT_FALSE(waits_for_an_answer());
}

TEST_F(RecipientsTest, who_cannot_be_written_to_is_refused_before_anything_is_kept) {
  const std::int64_t before = count("SELECT count(*) FROM message");
  InboundItem other = mail("别的问题", "在吗", "li@other.test");
  other.attributes = R"({"people":[{"role":"cc","address":"x@other.test"}]})";
  take_in(std::move(other));
  const auto rows = DeskTest::list();
  const auto elsewhere =
      std::find_if(rows.begin(), rows.end(), [&](const TicketRow& row) { return row.id != ticket_; });
  ASSERT_NE(elsewhere, rows.end());
  const std::string strange = to_text(messages(elsewhere->id).front().id);
  const std::string own = to_text(inbound().id);
  for (const std::string& text : {strange, strange + ".0", own + ".3", own + ".99", own + ".", own + ".-1",
                                  std::string("1"), std::string(), std::string("wang"), own + ".0.0"})
    EXPECT_EQ(refused("ticket.reply", words({text})), "error.recipient_unknown") << text;
  for (const std::string& text :
       {std::string("@"), std::string("a@"), std::string("@b.test"), std::string("a b@c.test"), std::string("a@b"),
        std::string("a@b.test\r\nBcc: c@d.test"), std::string("a@@b.test"), std::string("<a@b.test>"),
        std::string("a@b..test"), "a@" + std::string(300, 'b')})
    EXPECT_EQ(refused("ticket.reply", words({}, {text})), "error.recipient_form") << text;
  std::vector<std::string> many;
  for (std::size_t i = 0; i < kMostRecipients; ++i) many.push_back("p" + std::to_string(i) + "@many.test");
  EXPECT_EQ(refused("ticket.reply", words({}, many)), "error.too_many_recipients");
  EXPECT_EQ(refused("ticket.forward", words({})), "error.field_required");
  auto nobody = words({});
  nobody.set("to", json::Value(json::Array{}));
  EXPECT_EQ(refused("ticket.forward", nobody), "error.no_one_chosen");
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE kind = 2"), 0);
  EXPECT_GT(count("SELECT count(*) FROM message"), before);
}

TEST_F(RecipientsTest, one_of_several_who_is_not_reached_is_named_and_nothing_is_sent_again) {
  must(send("ticket.reply", words({to_text(inbound().id)}, {ref(PersonRole::kTo)})));
  const OutboundJob job = sent_job();
  bounce(job, "MEI@partner.test");
  bounce(job, "mei@partner.test");  // told twice, counted once
  const MessageView message = outbound();
  EXPECT_EQ(message.delivery->state, State::kSent);
  EXPECT_FALSE(message.people[0].person.failed);
  EXPECT_TRUE(message.people[1].person.failed);
  EXPECT_EQ(events("bounced_person"), 1);
  EXPECT_FALSE(tickets_->retry(agent_, message.id, true));
  bounce(job, "somebody@list.test");
  EXPECT_EQ(events("bounced_somebody"), 1);
  EXPECT_EQ(outbound().delivery->state, State::kSent);
}

TEST_F(RecipientsTest, a_reply_that_reached_nobody_has_failed_and_goes_to_all_of_them_again) {
  must(send("ticket.reply", words({to_text(inbound().id)}, {ref(PersonRole::kTo)})));
  const OutboundJob job = sent_job();
  bounce(job, "wang@customer.test");
  EXPECT_EQ(outbound().delivery->state, State::kSent);
  bounce(job, "mei@partner.test");
  EXPECT_EQ(outbound().delivery->state, State::kFailed);
  must(tickets_->retry(agent_, outbound().id, false));
  EXPECT_EQ(told(sent_job()), told(job));
  EXPECT_FALSE(outbound().people[0].person.failed);
}

TEST_F(RecipientsTest, that_one_of_several_got_it_does_not_say_that_all_did) {
  must(send("ticket.reply", words({to_text(inbound().id)}, {ref(PersonRole::kTo)})));
  const OutboundJob job = sent_job();
  take_in(receipt_of(ReceiptStatus::kDelivered, job.content.message_key));
  EXPECT_EQ(outbound().delivery->state, State::kSent);
}

TEST_F(RecipientsTest, the_customer_who_was_not_reached_brings_a_solved_ticket_back) {
  auto fields = words({to_text(inbound().id)}, {ref(PersonRole::kTo)});
  fields.set("resolve", true);
  must(send("ticket.reply", std::move(fields)));
  const OutboundJob job = sent_job();
  ASSERT_EQ(only_ticket().state, domain::TicketState::kResolved);
  bounce(job, "mei@partner.test");
  EXPECT_EQ(only_ticket().state, domain::TicketState::kResolved);
  bounce(job, "wang@customer.test");
  EXPECT_EQ(only_ticket().state, domain::TicketState::kOpen);
}

TEST_F(RecipientsTest, a_forwarded_message_is_no_answer_and_what_comes_back_joins_the_ticket) {
  must(send("ticket.forward", words({"maker@supplier.test"})));
  const OutboundJob job = sent_job();
  EXPECT_EQ(told(job), "to=maker@supplier.test ");
  EXPECT_TRUE(job.content.parent_keys.empty());
  EXPECT_EQ(job.content.subject.rfind("Fwd: ", 0), 0U);
  EXPECT_NE(job.content.subject.find(only_ticket().number), std::string::npos);
  EXPECT_TRUE(waits_for_an_answer());
  EXPECT_TRUE(outbound().aside);
  InboundItem answer = mail("Re: Fwd", "已查，下周到货", "maker@supplier.test");
  answer.parent_keys = {job.content.message_key};
  take_in(std::move(answer));
  EXPECT_EQ(DeskTest::list().size(), 1U);
  EXPECT_EQ(events("other_sender"), 1);
}

TEST_F(RecipientsTest, who_is_answered_first_is_answered_in_his_own_conversation) {
  must(send("ticket.forward", words({"maker@supplier.test"})));
  InboundItem answer = mail("交期", "已查，下周到货", "maker@supplier.test");
  answer.parent_keys = {sent_job().content.message_key};
  const std::string key = answer.message_key;
  take_in(std::move(answer));
  const auto said = messages(ticket_);
  const auto maker = std::find_if(said.rbegin(), said.rend(), [](const MessageView& message) {
    return message.kind == domain::MessageKind::kInbound;
  });
  must(send("ticket.reply", words({to_text(maker->id)})));
  const OutboundJob job = sent_job();
  EXPECT_EQ(told(job), "to=maker@supplier.test ");
  ASSERT_FALSE(job.content.parent_keys.empty());
  EXPECT_EQ(job.content.parent_keys.back(), key);
  EXPECT_EQ(job.content.subject.rfind("Re: 交期", 0), 0U) << job.content.subject;
}

// Old mail servers name only whom they could not reach.
TEST_F(RecipientsTest, a_bounce_that_names_the_customer_is_not_of_what_was_forwarded) {
  must(send("ticket.reply", words({})));
  send_all();
  const MessageId reply = outbound().id;
  must(send("ticket.forward", words({"maker@supplier.test"})));
  send_all();
  InboundItem item = receipt_of(ReceiptStatus::kFailed, "", "550 no such user");
  item.receipt->failed_recipient = "wang@customer.test";
  take_in(std::move(item));
  for (const MessageView& message : messages(ticket_)) {
    if (!message.delivery) continue;
    EXPECT_EQ(message.delivery->state, message.id == reply ? State::kFailed : State::kSent);
  }
}

TEST_F(RecipientsTest, forwarded_files_are_those_of_the_ticket_as_people_see_them) {
  InboundItem item = mail("照片", "见附件");
  sdk::Attachment file;
  file.name = "王小明 13800138000.txt";
  file.mime = "text/plain";
  file.data = "sample";
  file.size = file.data.size();
  item.attachments.push_back(file);
  take_in(std::move(item));
  const auto rows = DeskTest::list();
  const auto with_file =
      std::find_if(rows.begin(), rows.end(), [](const TicketRow& row) { return row.attachment_count > 0; });
  ASSERT_NE(with_file, rows.end());
  const AttachmentId id = messages(with_file->id).front().attachments.front().id;
  auto fields = words({"maker@supplier.test"});
  fields.set("files", list({to_text(id)}));
  EXPECT_EQ(refused("ticket.forward", fields), "error.file_unknown");
  ticket_ = with_file->id;
  must(send("ticket.forward", fields));
  const OutboundJob job = sent_job();
  ASSERT_EQ(job.attachments.size(), 1U);
  EXPECT_EQ(job.attachments[0].bytes, "sample");
  EXPECT_EQ(job.attachments[0].name.find("13800138000"), std::string::npos);
  EXPECT_EQ(outbound().attachments.size(), 1U);
}

TEST_F(RecipientsTest, who_got_it_is_on_record_masked) {
  must(send("ticket.forward", words({"maker@supplier.test"})));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.forward'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE instr(bytes, 'maker@') > 0"), 0);
}

}  // namespace
}  // namespace frontdesk::desk
