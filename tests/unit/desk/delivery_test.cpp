// Replies on their way out: what becomes of them when rows cannot be read, receipts come late or early, daemons die.
#include <algorithm>
#include <chrono>

#include "desk/outbound/outcome.h"
#include "storage/tables/channel.h"
#include "storage/traffic/outbox.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using State = domain::Delivery;

class DeliveryTest : public DeskTest {
 protected:
  DeliveryTest() {
    take_in(mail("问题", "你好"));
    ticket_ = only_ticket().id;
  }
  MessageId reply(const std::string& text = "您好") {
    const std::string key = "request-" + std::to_string(++replies_);
    return must(tickets_->reply(agent_, {.ticket = ticket_,
                                         .seen_version = only_ticket().version,
                                         .text = text,
                                         .attachments = {},
                                         .request_key = key}));
  }
  void receipt(ReceiptStatus status, const std::string& message_key, const std::string& reason = "") {
    EXPECT_EQ(take_in(receipt_of(status, "<" + message_key + "@shop.test>", reason)), ItemOutcome::kAccepted);
  }
  State shown(MessageId id) {
    for (const MessageView& message : messages(ticket_)) {
      if (message.id == id) return message.delivery->state;
    }
    return State::kNone;
  }
  storage::OutboxRecord row(MessageId id) {
    return must(store_->read([&](storage::ReadTx& tx) { return storage::find_outbox_by_message(tx, id); }));
  }
  domain::ClockState response_clock() {
    for (const auto& clock : detail(ticket_).clocks) {
      if (clock.kind == domain::ClockKind::kResponse) return clock.state;
    }
    return domain::ClockState::kVoid;
  }
  bool has_event(const std::string& kind) {
    const auto all = messages(ticket_);
    return std::any_of(all.begin(), all.end(), [&](const MessageView& message) {
      return message.event_json.find("\"kind\":\"" + kind + "\"") != std::string::npos;
    });
  }
  /// As old mail servers write it: no id of ours, only whom it could not reach.
  InboundItem bounce_for(const std::string& recipient) {
    InboundItem item = receipt_of(ReceiptStatus::kFailed, "", "550 no such user");
    item.receipt->failed_recipient = recipient;
    return item;
  }
  InboundItem answer_to(const std::string& message_key) {
    InboundItem item = mail("Re: 问题", "收到了，谢谢");
    item.parent_keys = {"<" + message_key + "@shop.test>"};
    return item;
  }
  void spoil(MessageId id) {
    must(store_->write_and_wait([&](storage::Tx& tx) {
      return tx
          .query("UPDATE outbox SET payload_sealed = CAST(payload_sealed || x'00' AS BLOB) WHERE message_id = ?1", id)
          .run();
    }));
  }

  TicketId ticket_;
  int replies_ = 0;
};

TEST_F(DeliveryTest, a_sent_reply_is_recorded_although_its_conversation_cannot_be_opened) {
  const MessageId message = reply();
  must(store_->write_and_wait([&](storage::Tx& tx) {
    return tx.query("UPDATE conversation SET key_sealed = CAST(key_sealed || x'00' AS BLOB)").run();
  }));
  EXPECT_EQ(send_all().size(), 1U);
  EXPECT_EQ(row(message).state, State::kSent) << "left as sending it would hold back its conversation for ever";
}

// P-14
TEST_F(DeliveryTest, a_bounced_reply_is_troubled_and_can_be_sent_again) {
  const MessageId message = reply();
  const auto jobs = send_all();
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key, "550 no such user");
  EXPECT_EQ(row(message).state, State::kFailed);
  EXPECT_EQ(must(store_->read([](storage::ReadTx& tx) { return storage::count_outbox(tx, std::nullopt); })).troubled,
            1);
  must(tickets_->retry(agent_, message, false));
  EXPECT_EQ(send_all().size(), 1U);
  EXPECT_EQ(shown(message), State::kSent);
}

TEST_F(DeliveryTest, a_late_bounce_of_an_earlier_try_does_not_stop_the_next_one) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  must(tickets_->retry(agent_, message, true));
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key);
  EXPECT_EQ(shown(message), State::kQueued);
  EXPECT_EQ(send_all().size(), 1U);
}

// P-14
TEST_F(DeliveryTest, an_unknown_reply_that_arrived_is_never_sent_twice_and_meets_the_response_clock) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  EXPECT_EQ(response_clock(), domain::ClockState::kRunning);
  receipt(ReceiptStatus::kDelivered, jobs.at(0).content.message_key);
  EXPECT_EQ(shown(message), State::kDelivered);
  EXPECT_EQ(response_clock(), domain::ClockState::kMet);
  EXPECT_EQ(tickets_->retry(agent_, message, true).error().key, "error.not_failed");
  EXPECT_TRUE(send_all().empty());
}

TEST_F(DeliveryTest, a_reply_queued_again_is_called_back_when_it_turns_out_to_have_arrived) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  must(tickets_->retry(agent_, message, true));
  receipt(ReceiptStatus::kDelivered, jobs.at(0).content.message_key);
  EXPECT_TRUE(send_all().empty());
  EXPECT_EQ(shown(message), State::kDelivered);
}

TEST_F(DeliveryTest, a_bounce_faster_than_the_report_of_the_send_stays) {
  const MessageId message = reply();
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key, "550 no such user");
  must(delivery_->report(jobs[0].id,
                         {.status = SendStatus::kSent, .remote_key = "<r@shop.test>", .reason = "", .retry_at = {}}));
  EXPECT_EQ(shown(message), State::kFailed);
  EXPECT_EQ(row(message).state, State::kFailed);
  EXPECT_EQ(response_clock(), domain::ClockState::kMet);
}

TEST_F(DeliveryTest, a_delay_changes_nothing_and_its_reason_is_masked_in_the_ledger) {
  const MessageId message = reply();
  const auto jobs = send_all();
  receipt(ReceiptStatus::kDelayed, jobs.at(0).content.message_key, "450 <wang@customer.test> mailbox full");
  EXPECT_EQ(shown(message), State::kSent);
  EXPECT_EQ(row(message).state, State::kSent);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE reason LIKE '450%'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE reason LIKE '%wang@%'"), 0);
}

// P-14, M-66
TEST_F(DeliveryTest, a_reply_that_comes_back_opens_its_solved_ticket_again) {
  const MessageId message = reply();
  const auto jobs = send_all();
  must(tickets_->resolve(agent_, ticket_, only_ticket().version));
  ASSERT_TRUE(list(TicketView::kOpen).empty());
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key, "550 no such user");
  EXPECT_EQ(shown(message), State::kFailed);
  const TicketRow ticket = list(TicketView::kOpen).at(0);
  EXPECT_EQ(ticket.state, domain::TicketState::kOpen);
  EXPECT_TRUE(ticket.unread);
  EXPECT_EQ(list(TicketView::kMine).size(), 1U) << "its owner finds it";
  EXPECT_TRUE(has_event("bounced"));
  EXPECT_TRUE(has_event("reopened_undelivered"));
  const auto clocks = detail(ticket_).clocks;
  EXPECT_TRUE(std::any_of(clocks.begin(), clocks.end(), [](const domain::ServiceClock& clock) {
    return clock.state == domain::ClockState::kRunning;
  }));
}

// P-14
TEST_F(DeliveryTest, a_reply_refused_while_sending_opens_its_solved_ticket_again_and_a_delay_does_not) {
  reply();
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  must(tickets_->resolve(agent_, ticket_, only_ticket().version));
  receipt(ReceiptStatus::kDelayed, jobs.at(0).content.message_key, "450 later");
  EXPECT_TRUE(list(TicketView::kOpen).empty());
  must(delivery_->report(jobs[0].id,
                         {.status = SendStatus::kFailed, .remote_key = "", .reason = "550", .retry_at = {}}));
  EXPECT_EQ(list(TicketView::kOpen).size(), 1U);
}

// P-14
TEST_F(DeliveryTest, a_bounce_that_names_only_the_recipient_belongs_to_the_reply_that_was_written_there) {
  const MessageId message = reply();
  send_all();
  take_in(bounce_for("Wang@Customer.test"));
  EXPECT_EQ(shown(message), State::kFailed);
}

TEST_F(DeliveryTest, a_bounce_that_names_only_the_recipient_of_two_tickets_is_nobodys) {
  const MessageId message = reply();
  send_all();
  take_in(mail("另一个问题", "你好"));
  const auto tickets = list();
  const auto other = std::find_if(tickets.begin(), tickets.end(), [&](const TicketRow& t) { return t.id != ticket_; });
  must(tickets_->reply(agent_, {.ticket = other->id,
                                .seen_version = other->version,
                                .text = "您好",
                                .attachments = {},
                                .request_key = "request-other"}));
  send_all();
  take_in(bounce_for("wang@customer.test"));
  EXPECT_EQ(shown(message), State::kSent);
}

TEST_F(DeliveryTest, a_bounce_that_names_only_the_recipient_tells_nothing_of_replies_long_ago) {
  const MessageId message = reply();
  send_all();
  clock_.advance(std::chrono::days(7));
  take_in(bounce_for("wang@customer.test"));
  EXPECT_EQ(shown(message), State::kSent);
}

// P-14
TEST_F(DeliveryTest, the_answer_to_a_reply_settles_that_it_was_sent) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  take_in(answer_to(jobs.at(0).content.message_key));
  EXPECT_EQ(shown(message), State::kSent);
  EXPECT_EQ(row(message).state, State::kSent);
  EXPECT_EQ(response_clock(), domain::ClockState::kMet);
  EXPECT_TRUE(has_event("settled"));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'message.out'"), 1);
  EXPECT_EQ(tickets_->retry(agent_, message, true).error().key, "error.not_failed");
}

TEST_F(DeliveryTest, an_answer_calls_back_the_reply_that_was_queued_again) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  must(tickets_->retry(agent_, message, true));
  take_in(answer_to(jobs.at(0).content.message_key));
  EXPECT_TRUE(send_all().empty());
  EXPECT_EQ(shown(message), State::kDelivered);
}

TEST_F(DeliveryTest, a_machine_that_answers_settles_nothing_and_neither_does_an_answer_to_something_else) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  InboundItem machine = answer_to(jobs.at(0).content.message_key);
  machine.automatic = true;
  take_in(std::move(machine));
  take_in(answer_to("m1"));
  EXPECT_EQ(shown(message), State::kUnknown);
}

// P-14
TEST_F(DeliveryTest, a_bounce_settles_an_unknown_reply_as_failed_and_says_so) {
  const MessageId message = reply();
  const auto jobs = send_all(SendStatus::kUnknown);
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key, "550 no such user");
  EXPECT_EQ(shown(message), State::kFailed);
  EXPECT_TRUE(has_event("settled"));
}

// P-14
TEST_F(DeliveryTest, an_unknown_reply_is_handed_out_again_and_settled_by_what_is_found_of_it) {
  const MessageId message = reply();
  send_all(SendStatus::kUnknown);
  const auto asked = must(delivery_->take_unknown(channel_));
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].message, message);
  const SendReport nothing{.status = SendStatus::kUnknown, .remote_key = "", .reason = "not there", .retry_at = {}};
  must(delivery_->report(asked[0].id, nothing));
  EXPECT_EQ(shown(message), State::kUnknown);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'message.unknown'"), 1) << "nothing new, no record";
  must(delivery_->report(asked[0].id,
                         {.status = SendStatus::kSent, .remote_key = "r@shop.test", .reason = "", .retry_at = {}}));
  EXPECT_EQ(shown(message), State::kSent);
  EXPECT_TRUE(has_event("settled"));
  EXPECT_EQ(response_clock(), domain::ClockState::kMet);
  EXPECT_TRUE(must(delivery_->take_unknown(channel_)).empty());
}

TEST_F(DeliveryTest, an_unknown_reply_of_long_ago_is_not_asked_for_again) {
  reply();
  send_all(SendStatus::kUnknown);
  clock_.advance(std::chrono::days(15));
  EXPECT_TRUE(must(delivery_->take_unknown(channel_)).empty());
}

TEST_F(DeliveryTest, a_receipt_for_nothing_of_ours_is_a_duplicate_and_the_same_news_twice_is_told_once) {
  reply();
  const auto jobs = send_all();
  receipt(ReceiptStatus::kDelivered, "T-of-somebody-else");
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 3"), 1);
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key);
  receipt(ReceiptStatus::kFailed, jobs.at(0).content.message_key);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'message.fail'"), 1);
}

TEST_F(DeliveryTest, a_reply_that_cannot_be_opened_fails_and_lets_the_next_one_go) {
  const MessageId lost = reply();
  const MessageId next = reply("还有");
  spoil(lost);
  EXPECT_EQ(send_all().size(), 1U);
  EXPECT_EQ(shown(lost), State::kFailed);
  EXPECT_EQ(shown(next), State::kSent);
}

// P-14
TEST_F(DeliveryTest, what_was_being_sent_when_the_daemon_died_is_handed_out_for_a_look_up) {
  const MessageId message = reply();
  must(delivery_->claim_due(channel_, 10));
  const auto jobs = must(Delivery(*context_).take_interrupted());
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].message, message);
  EXPECT_EQ(shown(message), State::kSending);
}

TEST_F(DeliveryTest, an_interrupted_reply_that_cannot_be_opened_is_left_to_a_human_and_lets_the_next_one_go) {
  const MessageId lost = reply();
  reply("还有");
  must(delivery_->claim_due(channel_, 10));
  spoil(lost);
  EXPECT_TRUE(must(delivery_->take_interrupted()).empty());
  EXPECT_EQ(shown(lost), State::kUnknown);
  EXPECT_EQ(send_all().size(), 1U);
}

TEST_F(DeliveryTest, an_interrupted_reply_of_a_removed_channel_is_left_to_a_human) {
  const MessageId message = reply();
  must(delivery_->claim_due(channel_, 10));
  must(store_->write_and_wait([&](storage::Tx& tx) { return storage::remove_channel(tx, channel_, clock_.now()); }));
  EXPECT_TRUE(must(delivery_->take_interrupted()).empty());
  EXPECT_EQ(shown(message), State::kUnknown);
}

TEST_F(DeliveryTest, nothing_is_marked_as_being_sent_while_the_store_takes_no_writes) {
  const MessageId message = reply();
  must(store_->write_and_wait([&](storage::Tx& tx) {
    return tx.query("CREATE TRIGGER no_claim BEFORE UPDATE OF state ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END")
        .run();
  }));
  EXPECT_FALSE(delivery_->claim_due(channel_, 10));
  must(store_->write_and_wait([&](storage::Tx& tx) { return tx.query("DROP TRIGGER no_claim").run(); }));
  EXPECT_EQ(shown(message), State::kQueued);
  EXPECT_EQ(send_all().size(), 1U);
}

// P-14
TEST_F(DeliveryTest, a_reply_that_is_only_looked_at_is_due_again_after_whatever_happens) {
  const MessageId message = reply();
  const auto jobs = must(delivery_->look_at_due(channel_, 10));
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].attempt, 1);
  EXPECT_EQ(shown(message), State::kQueued);
  EXPECT_TRUE(must(Delivery(*context_).take_interrupted()).empty());
  must(delivery_->give_back(jobs[0].id));
  EXPECT_EQ(must(delivery_->look_at_due(channel_, 10)).size(), 1U);
  must(delivery_->claim(jobs[0].id));
  EXPECT_EQ(shown(message), State::kSending);
  EXPECT_EQ(delivery_->claim(jobs[0].id).error().code, ErrorCode::kConflict) << "it is claimed once";
}

TEST_F(DeliveryTest, a_try_that_ended_before_it_was_claimed_counts_as_one) {
  const MessageId message = reply();
  const auto jobs = must(delivery_->look_at_due(channel_, 10));
  must(delivery_->report(
      jobs.at(0).id, {.status = SendStatus::kRetry, .remote_key = {}, .reason = "later", .retry_at = clock_.now()}));
  EXPECT_EQ(shown(message), State::kQueued);
  EXPECT_EQ(must(delivery_->look_at_due(channel_, 10)).at(0).attempt, 2);
}

TEST_F(DeliveryTest, a_reply_whose_channel_was_removed_meanwhile_is_not_handed_over) {
  const MessageId message = reply();
  const auto jobs = must(delivery_->look_at_due(channel_, 10));
  must(tickets_->channels.remove(add_user("root", {Role::kAdmin}), channel_, std::nullopt));
  EXPECT_FALSE(delivery_->claim(jobs.at(0).id));
  EXPECT_EQ(shown(message), State::kFailed);
}

TEST_F(DeliveryTest, a_try_to_be_repeated_on_a_removed_channel_has_failed) {
  const MessageId message = reply();
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  must(store_->write_and_wait([&](storage::Tx& tx) { return storage::remove_channel(tx, channel_, clock_.now()); }));
  must(delivery_->report(
      jobs.at(0).id, {.status = SendStatus::kRetry, .remote_key = {}, .reason = "later", .retry_at = clock_.now()}));
  EXPECT_EQ(row(message).state, State::kFailed);
  EXPECT_EQ(row(message).reason, kChannelRemoved);
}

}  // namespace
}  // namespace frontdesk::desk
