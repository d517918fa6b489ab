#include "audit/browse.h"
#include "desk/ticket/clock_keeper.h"
#include "domain/profile/words.h"
#include "storage/tables/channel.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using domain::TicketState;

class TicketServiceTest : public DeskTest {
 protected:
  TicketServiceTest() {
    take_in(mail("问题", "你好，电话 13800138000"));
    ticket_ = only_ticket();
  }
  ReplyRequest reply(const std::string& text, const std::string& key = "request-1") {
    return {.ticket = ticket_.id, .seen_version = ticket_.version, .text = text, .attachments = {}, .request_key = key};
  }
  NoteRequest a_note(const std::string& text, const std::string& key = "request-n") {
    return {.ticket = ticket_.id, .text = text, .request_key = key};
  }
  const domain::ServiceClock& clock_of(const TicketDetail& detail, domain::ClockKind kind) {
    for (const auto& clock : detail.clocks) {
      if (clock.kind == kind) return clock;
    }
    ADD_FAILURE() << "no such clock";
    return detail.clocks.at(0);
  }
  bool offers(const Actor& actor, std::string_view name) {
    const auto can = must(query_->find(actor, to_text(ticket_.id))).can;
    return std::find(can.begin(), can.end(), name) != can.end();
  }
  MessageView sent_reply() {
    for (MessageView& message : messages(ticket_.id)) {
      if (message.kind == domain::MessageKind::kOutbound) return std::move(message);
    }
    ADD_FAILURE() << "no reply";
    return {};
  }
  TicketRow ticket_;
};

// M-27, D-19, P-14
TEST_F(TicketServiceTest, a_reply_meets_the_response_clock_when_sent_not_when_queued) {
  must(tickets_->reply(agent_, reply("您好，正在核实")));
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).state, domain::ClockState::kRunning);
  clock_.advance(std::chrono::minutes(5));
  const auto jobs = send_all();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].content.recipients.at(0).address, "wang@customer.test");
  EXPECT_EQ(jobs[0].content.subject, "Re: 问题 [#P20240315001]");
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).state, domain::ClockState::kMet);
  EXPECT_EQ(sent_reply().delivery->state, domain::Delivery::kSent);
  EXPECT_EQ(only_ticket().state, TicketState::kOpen);
}

// P-05
TEST_F(TicketServiceTest, the_same_request_key_never_replies_twice) {
  const auto first = must(tickets_->reply(agent_, reply("您好")));
  const auto second = must(tickets_->reply(agent_, reply("您好")));
  EXPECT_EQ(first, second);
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 1);
}

TEST_F(TicketServiceTest, the_same_request_key_never_notes_twice_nor_answers_with_a_reply) {
  const auto first = must(tickets_->note(agent_, a_note("看一下")));
  EXPECT_EQ(must(tickets_->note(agent_, a_note("看一下"))), first);
  EXPECT_EQ(tickets_->note(agent_, a_note("再看一下")).error().key, "error.request_key");
  EXPECT_EQ(tickets_->reply(agent_, reply("看一下", "request-n")).error().key, "error.request_key");
  EXPECT_EQ(tickets_->note(agent_, a_note("看一下", "short")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(messages(ticket_.id).size(), 2U);
}

TEST_F(TicketServiceTest, a_request_key_with_another_reply_is_refused_even_when_both_look_alike_masked) {
  must(tickets_->reply(agent_, reply("请打 13812345678")));
  ReplyRequest other = reply("请打 13912345678");
  EXPECT_EQ(tickets_->reply(agent_, other).error().key, "error.request_key");
  other = reply("请打 13812345678");
  other.resolve = true;
  EXPECT_EQ(tickets_->reply(agent_, other).error().key, "error.request_key");
  other.resolve = false;
  other.attachments = {must(tickets_->upload(agent_, "a.txt", "text/plain", as_bytes("a"))).id};
  EXPECT_EQ(tickets_->reply(agent_, other).error().key, "error.request_key");
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 1);
}

// M-20, M-76
TEST_F(TicketServiceTest, a_topic_is_kept_and_recorded_masked) {
  ClassifyRequest request{.ticket = ticket_.id, .seen_version = ticket_.version};
  request.topic = "13812345678 退货";
  request.reason = "客户来电";
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(only_ticket().topic, "*******5678 退货");
  const auto records = must(store_->read([&](storage::ReadTx& tx) { return audit::list_records(tx, {}); }));
  EXPECT_EQ(records.at(0).act.after.find("13812345678"), std::string::npos);
}

TEST_F(TicketServiceTest, every_message_tells_by_which_rules_it_was_masked) {
  must(tickets_->reply(agent_, reply("您好")));
  must(tickets_->note(agent_, a_note("备注")));
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE ruleset <> " + std::to_string(privacy::kRuleset)), 0);
}

// P-34
TEST_F(TicketServiceTest, an_outdated_version_changes_nothing) {
  must(tickets_->note(agent_, a_note("看一下")));
  const auto refused = tickets_->reply(agent_, reply("您好"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
}

// P-34
TEST_F(TicketServiceTest, two_claims_leave_one_owner) {
  const Actor other = add_user("wang.qiang", {Role::kAgent});
  must(tickets_->claim(agent_, ticket_.id, ticket_.version));
  const auto late = tickets_->claim(other, ticket_.id, ticket_.version);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().key, "error.claim_taken");
  EXPECT_EQ(only_ticket().owner->id, agent_.user);
  EXPECT_EQ(must(query_->counters(agent_)).unassigned, 0);
}

TEST_F(TicketServiceTest, a_claim_of_what_has_changed_since_is_shown_the_newer_version) {
  must(tickets_->note(agent_, a_note("看一下")));
  EXPECT_EQ(tickets_->claim(agent_, ticket_.id, ticket_.version).error().key, "error.version");
  must(tickets_->claim(agent_, ticket_.id, only_ticket().version));
}

TEST_F(TicketServiceTest, only_a_supervisor_gives_a_ticket_to_somebody_else) {
  const Actor other = add_user("wang.qiang", {Role::kAgent});
  const Actor supervisor = add_user("zhao.lei", {Role::kSupervisor});
  EXPECT_EQ(tickets_->assign(agent_, ticket_.id, ticket_.version, other.user).error().code, ErrorCode::kForbidden);
  must(tickets_->assign(supervisor, ticket_.id, ticket_.version, other.user));
  EXPECT_EQ(only_ticket().owner->id, other.user);
  const Actor admin = add_user("root", {Role::kAdmin});
  EXPECT_EQ(tickets_->assign(supervisor, ticket_.id, only_ticket().version, admin.user).error().code,
            ErrorCode::kInvalid);
}

TEST_F(TicketServiceTest, an_agent_takes_a_free_ticket_but_not_a_colleagues) {
  const Actor other = add_user("wang.qiang", {Role::kAgent});
  const Actor supervisor = add_user("zhao.lei", {Role::kSupervisor});
  EXPECT_TRUE(offers(agent_, "ticket.assign"));
  EXPECT_TRUE(offers(supervisor, "ticket.assign"));
  must(tickets_->assign(other, ticket_.id, ticket_.version, other.user));
  EXPECT_FALSE(offers(agent_, "ticket.assign"));
  EXPECT_TRUE(offers(supervisor, "ticket.assign"));
  const auto taken = tickets_->assign(agent_, ticket_.id, only_ticket().version, agent_.user);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::kForbidden);
  EXPECT_EQ(only_ticket().owner->id, other.user);
  must(tickets_->assign(other, ticket_.id, only_ticket().version, std::nullopt));
  must(tickets_->assign(agent_, ticket_.id, only_ticket().version, agent_.user));
  must(tickets_->assign(supervisor, ticket_.id, only_ticket().version, supervisor.user));
  EXPECT_EQ(only_ticket().owner->id, supervisor.user);
}

// M-28
TEST_F(TicketServiceTest, resolving_meets_the_resolve_clock_and_leaves_the_open_list) {
  must(tickets_->resolve(agent_, ticket_.id, ticket_.version));
  EXPECT_TRUE(list(TicketView::kOpen).empty());
  EXPECT_EQ(list(TicketView::kResolved).size(), 1U);
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResolve).state, domain::ClockState::kMet);
  EXPECT_EQ(tickets_->resolve(agent_, ticket_.id, only_ticket().version).error().code, ErrorCode::kConflict);
}

// M-25, D-02
TEST_F(TicketServiceTest, classifying_needs_a_reason_and_recomputes_from_receipt) {
  ClassifyRequest request{
      .ticket = ticket_.id, .seen_version = ticket_.version, .type = domain::TicketType::kFunctionFault};
  EXPECT_EQ(tickets_->classify(agent_, request).error().key, "error.field_required");
  request.reason = " ";
  EXPECT_EQ(tickets_->classify(agent_, request).error().key, "error.reason_required");
  request.reason = "支付问题";
  clock_.advance(std::chrono::minutes(30));
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(only_ticket().priority, domain::Priority::kP1);
  EXPECT_EQ(only_ticket().clock->due_at, ticket_.created_at + std::chrono::minutes(15));
}

// P-14
TEST_F(TicketServiceTest, a_failed_reply_can_be_sent_again_and_an_unknown_one_only_when_confirmed) {
  const auto message = must(tickets_->reply(agent_, reply("您好")));
  send_all(SendStatus::kUnknown);
  EXPECT_EQ(sent_reply().delivery->state, domain::Delivery::kUnknown);
  EXPECT_TRUE(send_all().empty());
  EXPECT_EQ(tickets_->retry(agent_, message, false).error().key, "error.confirm_resend");
  must(tickets_->retry(agent_, message, true));
  const auto jobs = send_all();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].attempt, 2);
}

TEST_F(TicketServiceTest, a_reply_to_be_retried_waits_for_its_time) {
  must(tickets_->reply(agent_, reply("您好")));
  send_all(SendStatus::kRetry);
  EXPECT_TRUE(send_all().empty());
  clock_.advance(std::chrono::minutes(2));
  EXPECT_EQ(send_all().size(), 1U);
}

// P-14
TEST_F(TicketServiceTest, a_bounce_marks_the_message_failed_and_the_ticket_unread) {
  must(tickets_->reply(agent_, reply("您好")));
  const auto jobs = send_all();
  take_in(receipt_of(ReceiptStatus::kFailed, "<" + jobs.at(0).content.message_key + "@shop.test>",
                     "550 no such user wang@customer.test"));
  const auto all = messages(ticket_.id);
  const auto sent = std::find_if(all.begin(), all.end(),
                                 [](const MessageView& m) { return m.kind == domain::MessageKind::kOutbound; });
  ASSERT_NE(sent, all.end());
  EXPECT_EQ(sent->delivery->state, domain::Delivery::kFailed);
  EXPECT_EQ(sent->delivery->reason.find("wang@"), std::string::npos);
  EXPECT_TRUE(only_ticket().unread);
}

// M-11, M-79, N-07
TEST_F(TicketServiceTest, an_attachment_travels_sealed_and_every_look_is_on_record) {
  const std::string content = "身份证 11010519491231002X";
  const auto file = must(tickets_->upload(agent_, "合同.txt", "text/plain", as_bytes(content)));
  ReplyRequest request = reply("请看附件");
  request.attachments = {file.id};
  must(tickets_->reply(agent_, request));
  const auto jobs = must(delivery_->claim_due(channel_, 10));
  ASSERT_EQ(jobs.at(0).attachments.size(), 1U);
  EXPECT_EQ(jobs[0].attachments[0].bytes, content);
  EXPECT_EQ(to_string(must(tickets_->open_attachment(agent_, file.id)).bytes), content);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'attachment.open'"), 1);
  request.request_key = "request-2";
  request.seen_version = only_ticket().version;
  EXPECT_EQ(tickets_->reply(agent_, request).error().code, ErrorCode::kNotFound);
}

// M-75
TEST_F(TicketServiceTest, an_administrator_sees_no_customer_data) {
  const Actor admin = add_user("root", {Role::kAdmin});
  Input list;
  EXPECT_EQ(tickets_->perform("ticket.list", admin, list).error().code, ErrorCode::kForbidden);
  Input of_ticket;
  of_ticket.path = {to_text(ticket_.id)};
  EXPECT_EQ(tickets_->perform("message.list", admin, of_ticket).error().code, ErrorCode::kForbidden);
  EXPECT_EQ(tickets_->note(admin, a_note("x")).error().code, ErrorCode::kForbidden);
}

TEST_F(TicketServiceTest, nothing_can_be_sent_through_a_removed_channel) {
  EXPECT_TRUE(offers(agent_, "ticket.reply"));
  must(store_->write_and_wait([&](storage::Tx& tx) { return storage::remove_channel(tx, channel_, clock_.now()); }));
  EXPECT_FALSE(offers(agent_, "ticket.reply"));
  const auto refused = tickets_->reply(agent_, reply("您好"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.channel_removed");
}

// P-27
TEST_F(TicketServiceTest, every_change_has_one_audit_record) {
  const auto before = count("SELECT count(*) FROM audit_record");
  must(tickets_->claim(agent_, ticket_.id, ticket_.version));
  must(tickets_->note(agent_, a_note("备注")));
  must(tickets_->resolve(agent_, ticket_.id, only_ticket().version));
  must(tickets_->reopen(agent_, ticket_.id, only_ticket().version));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record"), before + 4);
}

TEST_F(TicketServiceTest, who_replies_to_an_unowned_ticket_takes_it_on_record) {
  must(tickets_->reply(agent_, reply("您好")));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.claim'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%claimed%'"), 1);
}

TEST_F(TicketServiceTest, who_resolves_an_unowned_ticket_takes_it_on_record) {
  must(tickets_->resolve(agent_, ticket_.id, ticket_.version));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.claim'"), 1);
  EXPECT_EQ(only_ticket().owner->id, agent_.user);
}

// P-27
TEST_F(TicketServiceTest, the_record_tells_who_with_which_roles_and_browser) {
  Actor supervisor = add_user("zhao.lei", {Role::kAgent, Role::kSupervisor});
  supervisor.user_agent = "Mozilla/5.0 (X11; Linux x86_64)";
  must(tickets_->claim(supervisor, ticket_.id, ticket_.version));
  const auto records = must(store_->read([&](storage::ReadTx& tx) { return audit::list_records(tx, {}); }));
  EXPECT_EQ(records.at(0).act.action, "ticket.claim");
  EXPECT_EQ(records[0].act.role, "agent,supervisor");
  EXPECT_EQ(records[0].act.user_agent.size(), 64U);
  EXPECT_EQ(records.at(1).act.action, "ticket.create");
  EXPECT_EQ(records[1].act.actor_kind, audit::ActorKind::kPlugin);
  EXPECT_EQ(records[1].act.actor_id, channel_.raw());
}

// M-36
TEST_F(TicketServiceTest, a_breach_is_recorded_once) {
  ClockKeeper keeper(*context_);
  EXPECT_EQ(must(keeper.mark_breaches()), 0U);
  clock_.advance(std::chrono::hours(9));
  EXPECT_EQ(must(keeper.mark_breaches()), 1U);
  EXPECT_EQ(must(keeper.mark_breaches()), 0U);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 1);
  EXPECT_EQ(list(TicketView::kOverdue).size(), 1U);
}

// M-36
TEST_F(TicketServiceTest, a_breach_is_on_record_whoever_notices_it_first) {
  clock_.advance(std::chrono::hours(9));  // past the response, before the resolution
  ClassifyRequest request{
      .ticket = ticket_.id, .seen_version = ticket_.version, .type = domain::TicketType::kComplaint};
  request.reason = "投诉";
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 1);
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 0U);
  clock_.advance(std::chrono::hours(72));
  must(tickets_->resolve(agent_, ticket_.id, only_ticket().version));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%clock_breached%'"), 2);
}

// M-36, P-14
TEST_F(TicketServiceTest, a_reply_that_is_sent_late_puts_the_breach_on_record) {
  must(tickets_->reply(agent_, reply("您好")));
  clock_.advance(std::chrono::hours(9));
  send_all();
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 1);
}

TEST_F(TicketServiceTest, a_ticket_resolved_by_telephone_is_answered_and_never_breached) {
  must(tickets_->resolve(agent_, ticket_.id, ticket_.version));
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).state, domain::ClockState::kMet);
  const auto version = only_ticket().version;
  clock_.advance(std::chrono::hours(9));
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 0U);
  EXPECT_EQ(only_ticket().version, version);
  must(tickets_->reopen(agent_, ticket_.id, version));
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 0);
}

TEST_F(TicketServiceTest, sending_and_resolving_in_one_act_waits_for_the_reply_to_be_sent) {
  ReplyRequest request = reply("已处理");
  request.resolve = true;
  must(tickets_->reply(agent_, request));
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).state, domain::ClockState::kRunning);
  clock_.advance(std::chrono::minutes(5));
  send_all();
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).met_at, clock_.now());
}

// M-36, P-14
TEST_F(TicketServiceTest, a_resolved_ticket_whose_answer_never_got_out_is_breached) {
  ReplyRequest request = reply("已处理");
  request.resolve = true;
  must(tickets_->reply(agent_, request));
  send_all(SendStatus::kFailed);
  clock_.advance(std::chrono::hours(9));
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 1U);
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kResponse).state, domain::ClockState::kBreached);
}

// M-25, M-66
TEST_F(TicketServiceTest, classifying_in_a_later_round_counts_from_that_round) {
  must(tickets_->resolve(agent_, ticket_.id, ticket_.version));
  clock_.advance(std::chrono::hours(96));
  must(tickets_->reopen(agent_, ticket_.id, only_ticket().version));
  const Micros reopened = clock_.now();
  clock_.advance(std::chrono::minutes(5));
  ClassifyRequest request{.ticket = ticket_.id, .seen_version = only_ticket().version};
  request.priority = domain::Priority::kP1;
  request.reason = "紧急";
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(only_ticket().clock->due_at, reopened + std::chrono::minutes(15));
  EXPECT_EQ(only_ticket().clock->state, domain::ClockState::kRunning);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 0);
}

TEST_F(TicketServiceTest, machine_mail_that_a_human_takes_up_is_not_late_on_the_spot) {
  InboundItem alarm = mail("告警", "磁盘已满", "robot@customer.test");
  alarm.automatic = true;
  take_in(std::move(alarm));
  const TicketRow machine = list().front();
  ASSERT_FALSE(machine.clock);
  clock_.advance(std::chrono::hours(24));
  ClassifyRequest request{.ticket = machine.id, .seen_version = machine.version};
  request.priority = domain::Priority::kP1;
  request.reason = "紧急";
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(detail(machine.id).row.clock->due_at, clock_.now() + std::chrono::minutes(15));
}

// M-26, D-19
TEST_F(TicketServiceTest, classifying_an_answered_ticket_as_urgent_owes_no_acknowledgement) {
  must(tickets_->reply(agent_, reply("您好")));
  clock_.advance(std::chrono::minutes(5));
  send_all();
  clock_.advance(std::chrono::hours(1));
  ClassifyRequest request{.ticket = ticket_.id, .seen_version = only_ticket().version};
  request.priority = domain::Priority::kP1;
  request.reason = "紧急";
  must(tickets_->classify(agent_, request));
  EXPECT_EQ(clock_of(detail(ticket_.id), domain::ClockKind::kAcknowledge).state, domain::ClockState::kMet);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'sla.breach'"), 0);
}

}  // namespace
}  // namespace frontdesk::desk
