// Two tickets become one (issue: a link that an agent may follow and merge; domain.md, invariants 1 to 4; P-33).
#include <map>
#include <random>
#include <set>

#include "desk/inbound/thread_token.h"
#include "desk/ticket/clock_keeper.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using domain::ClockKind;
using domain::TicketState;
using std::chrono::hours;
using std::chrono::minutes;

class MergeTest : public DeskTest {
 protected:
  /// A new ticket of this sender.
  TicketId open_ticket(const std::string& subject, const std::string& from = "wang@customer.test") {
    InboundItem item = mail(subject, "你好，" + subject, from);
    last_key_ = item.message_key;
    take_in(std::move(item));
    return list().front().id;
  }
  Result<json::Value> merge(TicketId source, TicketId target, bool other_customer = false) {
    return merge_as(agent_, source, detail(source).row.version, target, detail(target).row.version, other_customer);
  }
  Result<json::Value> merge_as(const Actor& actor, TicketId source, std::int64_t version, TicketId target,
                               std::int64_t target_version, bool other_customer) {
    Input input;
    input.path = {to_text(source)};
    input.seen_version = version;
    input.fields.set("into", to_text(target)).set("into_version", target_version).set("other_customer", other_customer);
    return tickets_->perform("ticket.merge", actor, input);
  }
  std::string refused(const Result<json::Value>& done) { return done ? "done" : done.error().key; }
  MessageId reply(TicketId ticket, const std::string& text) {
    return must(tickets_->reply(agent_, {.ticket = ticket,
                                         .seen_version = detail(ticket).row.version,
                                         .text = text,
                                         .attachments = {},
                                         .request_key = "request-reply-" + std::to_string(++requests_)}));
  }
  std::optional<domain::ServiceClock> owed(TicketId ticket, ClockKind kind) {
    std::optional<domain::ServiceClock> found;
    for (const domain::ServiceClock& clock : detail(ticket).clocks) {
      if (clock.kind == kind && clock.is_owed() && (!found || clock.due_at < found->due_at)) found = clock;
    }
    return found;
  }
  std::size_t lines(TicketId ticket, const std::string& kind) {
    std::size_t count = 0;
    for (const MessageView& message : messages(ticket)) {
      count += message.event_json.find("\"kind\":\"" + kind + "\"") != std::string::npos ? 1 : 0;
    }
    return count;
  }
  std::size_t said(TicketId ticket) {
    std::size_t count = 0;
    for (const MessageView& message : messages(ticket)) count += message.kind != domain::MessageKind::kSystem ? 1 : 0;
    return count;
  }

  std::string last_key_;
  int requests_ = 0;
};

// domain.md, invariants 1 and 4
TEST_F(MergeTest, what_was_said_moves_and_both_tickets_tell_of_it) {
  const TicketId target = open_ticket("退货");
  const TicketId source = open_ticket("退款");
  must(tickets_->note(agent_, {.ticket = source, .text = "同一件事", .request_key = "request-note-1"}));
  const std::string number = detail(source).row.number;
  must(merge(source, target));

  EXPECT_EQ(said(target), 3U);
  EXPECT_EQ(said(source), 0U);
  EXPECT_EQ(detail(target).row.message_count, 3);
  EXPECT_EQ(detail(source).row.state, TicketState::kMerged);
  EXPECT_EQ(detail(source).row.message_count, 0);
  EXPECT_TRUE(detail(source).can.empty() || detail(source).can == std::vector<std::string_view>{"ticket.read"});
  EXPECT_EQ(lines(source, "merged"), 1U);
  EXPECT_EQ(lines(target, "merged_in"), 1U);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.merge'"), 2);
  EXPECT_EQ(must(query_->counters(agent_)).open, 1);
  const auto shown = must(query_->find(agent_, number));
  ASSERT_TRUE(shown.merged_into);
  EXPECT_EQ(shown.merged_into->id, target);
}

TEST_F(MergeTest, words_and_number_of_the_merged_ticket_find_the_other) {
  const TicketId target = open_ticket("退货");
  const TicketId source = open_ticket("洗衣机漏水");
  const std::string number = detail(source).row.number;
  must(merge(source, target));
  for (const std::string& query : {std::string("洗衣机"), number, std::string("wang@customer.test")}) {
    const auto found = list(TicketView::kAll, query);
    ASSERT_EQ(found.size(), 1U) << query;
    EXPECT_EQ(found.front().id, target) << query;
  }
}

TEST_F(MergeTest, is_refused_with_the_reason) {
  const TicketId one = open_ticket("一");
  const TicketId two = open_ticket("二");
  const TicketId stranger = open_ticket("三", "chen@customer.test");
  EXPECT_EQ(refused(merge(one, one)), "error.merge_itself");
  EXPECT_EQ(refused(merge(one, stranger)), "error.merge_other_customer");
  EXPECT_EQ(refused(merge_as(agent_, one, 1, two, 99, false)), "error.merge_into_changed");
  EXPECT_EQ(refused(merge_as(agent_, one, 99, two, 1, false)), "error.version");
  EXPECT_EQ(refused(merge_as(agent_, one, 1, TicketId(5), 1, false)), "error.ticket_not_found");
  must(merge(one, two));
  EXPECT_EQ(refused(merge(one, stranger, true)), "error.ticket_state");
  EXPECT_EQ(refused(merge(stranger, one, true)), "error.merge_into_merged");
  Input spam;
  spam.path = {to_text(two)};
  spam.seen_version = detail(two).row.version;
  must(tickets_->perform("ticket.spam", agent_, spam));
  EXPECT_EQ(refused(merge(stranger, two, true)), "error.merge_into_ended");
  EXPECT_EQ(refused(merge(two, stranger, true)), "error.ticket_state");
}

TEST_F(MergeTest, needs_the_reach_of_answering_for_both) {
  auto rules = std::make_shared<domain::AccessRules>(*domain::default_access());
  rules->roles[Role::kAgent].give(Right::kAnswer, Scope::kOwn);
  Actor narrow = agent_;
  narrow.access = rules;
  const Actor colleague = add_user("wang.qiang", {Role::kAgent});
  const TicketId mine = open_ticket("我的");
  const TicketId theirs = open_ticket("同事的");
  must(tickets_->claim(colleague, theirs, detail(theirs).row.version));
  EXPECT_EQ(refused(merge_as(narrow, mine, 1, theirs, detail(theirs).row.version, false)), "error.not_your_ticket");
  EXPECT_EQ(refused(merge_as(narrow, theirs, detail(theirs).row.version, mine, 1, false)), "error.not_your_ticket");
}

// M-25, domain.md invariant 3: the customer has waited since the first of both came in
TEST_F(MergeTest, the_earlier_receipt_counts_for_what_is_still_owed) {
  const TicketId source = open_ticket("早");
  clock_.advance(hours(3));
  const TicketId target = open_ticket("晚");
  const auto due = owed(source, ClockKind::kResponse)->due_at;
  must(merge(source, target));
  EXPECT_EQ(owed(target, ClockKind::kResponse)->due_at, due);
  EXPECT_FALSE(owed(source, ClockKind::kResponse));
  clock_.advance(hours(6));
  EXPECT_EQ(must(ClockKeeper(*context_).mark_breaches()), 1U);
}

TEST_F(MergeTest, what_the_merged_ticket_still_owes_stays_owed_after_the_other_was_answered) {
  const TicketId target = open_ticket("已答");
  reply(target, "您好");
  send_all();
  EXPECT_FALSE(owed(target, ClockKind::kResponse));
  clock_.advance(hours(1));
  const TicketId source = open_ticket("未答");
  const auto due = owed(source, ClockKind::kResponse)->due_at;
  must(merge(source, target));
  ASSERT_TRUE(owed(target, ClockKind::kResponse));
  EXPECT_EQ(owed(target, ClockKind::kResponse)->due_at, due);
  // Reclassifying recomputes it from its own receipt; the answer from before it meets nothing (M-25).
  must(tickets_->classify(agent_, {.ticket = target,
                                   .seen_version = detail(target).row.version,
                                   .priority = domain::Priority::kP2,
                                   .reason = "急"}));
  ASSERT_TRUE(owed(target, ClockKind::kResponse));
  EXPECT_EQ(owed(target, ClockKind::kResponse)->due_at, due - hours(4));
  reply(target, "两个问题一起答");
  send_all();
  EXPECT_FALSE(owed(target, ClockKind::kResponse));
}

TEST_F(MergeTest, the_more_urgent_priority_counts) {
  const TicketId source = open_ticket("急");
  must(tickets_->classify(
      agent_, {.ticket = source, .seen_version = 1, .priority = domain::Priority::kP1, .reason = "安全问题"}));
  const TicketId target = open_ticket("不急");
  ASSERT_EQ(detail(target).row.priority, domain::Priority::kP3);
  must(merge(source, target));
  EXPECT_EQ(detail(target).row.priority, domain::Priority::kP1);
  EXPECT_TRUE(owed(target, ClockKind::kAcknowledge));
  EXPECT_EQ(lines(target, "priority"), 1U);
}

// M-66
TEST_F(MergeTest, a_resolved_ticket_that_takes_in_an_open_one_is_worked_on_again) {
  const TicketId target = open_ticket("旧问题");
  must(tickets_->resolve(agent_, target, 1));
  clock_.advance(hours(100));
  const TicketId source = open_ticket("又来了");
  const auto due = owed(source, ClockKind::kResponse)->due_at;
  must(merge(source, target));
  EXPECT_EQ(detail(target).row.state, TicketState::kOpen);
  EXPECT_EQ(detail(target).row.round, 2);
  EXPECT_EQ(owed(target, ClockKind::kResponse)->due_at, due);
  EXPECT_EQ(lines(target, "reopened"), 1U);
}

TEST_F(MergeTest, a_resolved_ticket_goes_into_an_open_one_without_changing_what_is_owed) {
  const TicketId source = open_ticket("已解决");
  must(tickets_->resolve(agent_, source, 1));
  clock_.advance(hours(1));
  const TicketId target = open_ticket("新问题");
  const auto due = owed(target, ClockKind::kResponse)->due_at;
  must(merge(source, target));
  EXPECT_EQ(owed(target, ClockKind::kResponse)->due_at, due);
  EXPECT_EQ(detail(target).row.round, 1);
}

TEST_F(MergeTest, who_answered_for_it_answers_for_the_other_when_nobody_does) {
  const TicketId target = open_ticket("没人管");
  const TicketId source = open_ticket("有人管");
  must(tickets_->claim(agent_, source, 1));
  must(merge(source, target));
  ASSERT_TRUE(detail(target).row.owner);
  EXPECT_EQ(detail(target).row.owner->id, agent_.user);
}

// Promise 1
TEST_F(MergeTest, a_waiting_reply_is_sent_once_and_told_where_it_now_is) {
  const TicketId target = open_ticket("一");
  const TicketId source = open_ticket("二");
  const MessageId waiting = reply(source, "马上处理");
  must(merge(source, target));
  const auto sent = send_all();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent.front().message, waiting);
  EXPECT_TRUE(send_all().empty());
  const MessageView told = must(query_->message(waiting));
  EXPECT_EQ(told.ticket, target);
  ASSERT_TRUE(told.delivery);
  EXPECT_EQ(told.delivery->state, domain::Delivery::kSent);
  EXPECT_FALSE(owed(target, ClockKind::kResponse)) << "the response clock stops at sent";
}

TEST_F(MergeTest, a_reply_under_way_that_fails_is_told_where_it_now_is) {
  const TicketId target = open_ticket("一");
  const TicketId source = open_ticket("二");
  reply(source, "马上处理");
  auto jobs = must(delivery_->claim_due(channel_, 10));
  ASSERT_EQ(jobs.size(), 1U);
  must(merge(source, target));
  must(delivery_->report(jobs.front().id, {.status = SendStatus::kFailed, .reason = "没有这个邮箱"}));
  EXPECT_EQ(must(query_->message(jobs.front().message)).delivery->state, domain::Delivery::kFailed);
  EXPECT_TRUE(owed(target, ClockKind::kResponse));
}

// Every way by which a later message finds its ticket leads to the one it became part of.
TEST_F(MergeTest, later_messages_arrive_in_the_ticket_it_became_part_of) {
  const TicketId target = open_ticket("一");
  const TicketId source = open_ticket("二");
  const std::string key = last_key_;
  const std::string number = detail(source).row.number;
  reply(source, "您好");
  const auto jobs = send_all();
  must(merge(source, target));

  InboundItem by_reference = mail("Re: 二", "一", "wang@customer.test");
  by_reference.parent_keys = {key};
  InboundItem by_our_id = mail("Re: 二", "二", "someone@elsewhere.test");
  by_our_id.parent_keys = {jobs.at(0).content.message_key};
  InboundItem by_token = mail("Re: 二", "三", "someone@elsewhere.test");
  by_token.thread_token = make_thread_token(*vault_, source);
  InboundItem by_number = mail("Re: 二", "四", "wang@customer.test");
  by_number.thread_token = "#" + number;
  for (InboundItem* item : {&by_reference, &by_our_id, &by_token, &by_number}) {
    const auto before = said(target);
    take_in(std::move(*item));
    EXPECT_EQ(said(target), before + 1);
  }
  EXPECT_EQ(list().size(), 2U);
  take_in(receipt_of(ReceiptStatus::kFailed, jobs.at(0).content.message_key, "550"));
  EXPECT_EQ(lines(target, "bounced"), 1U);
}

TEST_F(MergeTest, chains_resolve_to_their_end) {
  const TicketId a = open_ticket("甲");
  const TicketId b = open_ticket("乙");
  const TicketId c = open_ticket("丙");
  const std::string number = detail(a).row.number;
  must(merge(a, b));
  must(merge(b, c));
  EXPECT_EQ(said(c), 3U);
  EXPECT_EQ(lines(c, "merged_in"), 2U);
  EXPECT_EQ(must(query_->find(agent_, number)).merged_into->id, c);
  EXPECT_EQ(list(TicketView::kAll, number).front().id, c);
  InboundItem answer = mail("Re: 甲", "还在吗");
  answer.thread_token = make_thread_token(*vault_, a);
  take_in(std::move(answer));
  EXPECT_EQ(said(c), 4U);
}

TEST_F(MergeTest, a_message_of_the_merged_ticket_that_is_read_again_joins_the_other) {
  const TicketId target = open_ticket("一");
  InboundItem broken = mail("二", "");
  broken.unreadable = true;
  InboundItem mended = broken;
  mended.unreadable = false;
  mended.parts = mail("二", "现在能读了").parts;
  take_in(std::move(broken));
  const TicketId source = list().front().id;
  must(merge(source, target));
  take_in(std::move(mended));
  EXPECT_EQ(said(source), 0U);
  EXPECT_EQ(said(target), 3U);
}

/// The world of the property test: tickets, and what was said in all of them together.
class RandomMerges : public MergeTest, public ::testing::WithParamInterface<unsigned> {};

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMerges, ::testing::Range(0U, 12U));

TEST_P(RandomMerges, keep_every_message_in_one_ticket_every_number_and_every_due_time) {
  std::mt19937 random(GetParam());
  const auto one_of = [&](std::size_t count) { return random() % count; };
  std::vector<TicketId> all;
  std::map<TicketId, TicketId> went;  ///< the model: where each ticket was merged into
  const auto current = [&](TicketId id) {
    while (went.contains(id)) id = went.at(id);
    return id;
  };
  std::size_t taken_in = 0;
  std::size_t replies = 0;
  std::size_t sent = 0;
  for (int step = 0; step < 60; ++step) {
    clock_.advance(minutes(static_cast<int>(one_of(90))));
    const auto act = one_of(10);
    if (all.size() < 3 || act == 0) {
      all.push_back(open_ticket("第" + std::to_string(all.size())));
      ++taken_in;
      continue;
    }
    const TicketId id = all[one_of(all.size())];
    if (act <= 3) {  // a mail of the customer, by the token of any ticket there ever was
      InboundItem answer = mail("Re", "还在吗 " + std::to_string(step));
      answer.thread_token = make_thread_token(*vault_, id);
      const auto before = said(current(id));
      take_in(std::move(answer));
      ++taken_in;
      EXPECT_EQ(said(current(id)), before + 1);
    } else if (act == 4 && !went.contains(id)) {
      reply(id, "答复 " + std::to_string(step));
      ++replies;
    } else if (act == 5) {
      sent += send_all().size();
    } else if (act == 6 && !went.contains(id) && domain::is_open(detail(id).row.state)) {
      must(tickets_->resolve(agent_, id, detail(id).row.version));
    } else if (act >= 7) {
      const TicketId other = all[one_of(all.size())];
      const auto source = detail(id);
      const auto target = detail(other);
      const bool may = id != other && !went.contains(id) && !went.contains(other);
      const auto owed_before = owed(id, ClockKind::kResponse);
      const auto target_before = owed(other, ClockKind::kResponse);
      const auto done = merge(id, other);
      EXPECT_EQ(done.ok(), may) << (done ? "" : done.error().message);
      // Of two at once the second is told: what it saw is not there any more.
      EXPECT_FALSE(merge_as(agent_, id, source.row.version, other, target.row.version, false));
      if (!done) continue;
      went[id] = other;
      const auto owed_now = owed(other, ClockKind::kResponse);
      const bool was_owed = owed_before || target_before;
      EXPECT_EQ(owed_now.has_value(), was_owed);
      const auto is_not_later = [&](const std::optional<domain::ServiceClock>& was) {
        return !was || !owed_now || owed_now->due_at <= was->due_at;
      };
      EXPECT_TRUE(is_not_later(owed_before));
      EXPECT_TRUE(!domain::is_open(target.row.state) || is_not_later(target_before));
    }
  }
  for (std::size_t more = 1; more > 0; sent += more) more = send_all().size();  // one of a conversation at a time
  EXPECT_EQ(sent, replies) << "each reply leaves once";
  std::size_t found = 0;
  std::int64_t open = 0;
  for (const TicketId id : all) {
    const auto shown = detail(id);
    EXPECT_EQ(shown.row.message_count, static_cast<std::int64_t>(said(id)));
    found += said(id);
    open += domain::is_open(shown.row.state) ? 1 : 0;
    EXPECT_EQ(shown.merged_into.has_value(), went.contains(id));
    if (went.contains(id)) {
      EXPECT_EQ(shown.merged_into.value_or(TicketLink{}).id, current(id));
      EXPECT_EQ(said(id), 0U);
      for (const domain::ServiceClock& clock : shown.clocks) EXPECT_FALSE(clock.is_owed());
    } else if (domain::is_open(shown.row.state)) {
      EXPECT_NE(domain::next_owed(shown.clocks), nullptr) << "invariant 2";
    }
  }
  EXPECT_EQ(found, taken_in + replies);
  EXPECT_EQ(must(query_->counters(agent_)).open, open);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 0"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM conversation c JOIN ticket t ON t.id = c.ticket_id WHERE t.state = 11"), 0);
}

}  // namespace
}  // namespace frontdesk::desk
