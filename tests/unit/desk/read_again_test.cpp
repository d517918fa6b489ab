// Reading again what could not be read: the request, its answers, and what becomes of ticket, ledger and clocks.
#include <frontdesk/sdk/read_again.h>

#include <algorithm>
#include <chrono>
#include <string>

#include "desk/channel/service.h"
#include "desk/channel/stored.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

json::Value manifest(const char* capabilities) {
  return *json::parse(std::string(R"({"capabilities":)") + capabilities + "}").value;
}

class ReadAgainTest : public DeskTest {
 protected:
  ReadAgainTest() : admin_(add_user("root", {Role::kAdmin})) {
    runtime_.installed = {PluginDescription{.id = "test.mail", .manifest = manifest(R"(["send","read_again"])")}};
  }

  /// As the mail plugin tells a mail that it could not read: nothing of it is known but its place.
  static InboundItem unread_form_of(const InboundItem& item) {
    InboundItem unread;
    unread.dedup_key = item.dedup_key;
    unread.author.key = kUnknownAuthor;
    unread.received_at = item.received_at;
    unread.unreadable = true;
    unread.unreadable_reason = "Reading this message made the program fail.";
    return unread;
  }
  InboundItem question() { return mail("退款", "请尽快退款，订单 20240315001。"); }
  ReadAgainRequest ask(std::optional<JournalId> item = {}) {
    return must(service().read_again(admin_, channel_, item));
  }
  ChannelService& service() {
    service_.emplace(*context_, runtime_, intake_.get());
    return *service_;
  }
  /// What the plugin finds when its channel starts.
  std::string wanted() {
    const ChannelSetup setup = must(stored_.load(channel_));
    const auto found = std::ranges::find(setup.state_entries, std::string(sdk::kReadAgainState),
                                         &std::pair<std::string, std::string>::first);
    return found == setup.state_entries.end() ? std::string() : found->second;
  }
  std::vector<LedgerRow> ledger() { return must(channel_query_.ledger(channel_, "", 50, "")).items; }
  LedgerRow oldest() { return ledger().back(); }
  /// The oldest item ended the daemon while it was worked on, life after life.
  void ended_daemon(std::int64_t lives) {
    must(store_->write_and_wait([&](storage::Tx& tx) {
      return tx.execute("UPDATE journal SET attempts = ?1 WHERE fate = 0", lives * IntakeBacklog::kWeightOfLife);
    }));
    restart_intake();
    wait_until_filed();
  }

  test::FakeRuntime runtime_;
  std::optional<ChannelService> service_;
  ChannelQuery channel_query_{*context_, runtime_};
  StoredChannels stored_{*context_};
  Actor admin_;
};

// N-03
TEST_F(ReadAgainTest, a_mail_read_again_joins_its_ticket_which_keeps_its_number_and_becomes_its_customer_s) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  const TicketRow stub = only_ticket();
  const auto due = detail(stub.id).clocks;
  ASSERT_TRUE(oldest().can_be_read_again);
  EXPECT_EQ(must(channel_query_.find(channel_)).unread, 1);

  EXPECT_EQ(ask(oldest().id).asked, 1);
  EXPECT_EQ(runtime_.applied, 1) << "the channel begins anew and finds what is wanted";
  EXPECT_EQ(wanted(), item.dedup_key + "\n");
  EXPECT_NE(oldest().asked_again_at, Micros{});
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'channel.read_again'"), 1);

  clock_.advance(std::chrono::minutes(3));
  EXPECT_EQ(take_in(item), ItemOutcome::kConflict) << "another form of a known item";
  const TicketRow read = only_ticket();
  EXPECT_EQ(read.number, stub.number);
  EXPECT_FALSE(read.unreadable);
  EXPECT_EQ(read.subject.text(), "退款");
  EXPECT_NE(read.customer_number, stub.customer_number);
  const auto clocks = detail(read.id).clocks;
  ASSERT_EQ(clocks.size(), due.size()) << "no clock is started anew";
  EXPECT_EQ(clocks.at(0).started_at, due.at(0).started_at) << "due times follow from receipt (M-25)";
  EXPECT_EQ(list(TicketView::kAll, "退款").size(), 1U);

  EXPECT_FALSE(oldest().can_be_read_again);
  EXPECT_EQ(oldest().asked_again_at, Micros{});
  EXPECT_EQ(wanted(), "");
  EXPECT_EQ(must(channel_query_.find(channel_)).unread, 0);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE payload_sealed IS NOT NULL"), 0);
}

// P-05: the stub's sender is nobody, so nobody could be answered before.
TEST_F(ReadAgainTest, whoever_wrote_it_can_be_answered) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  ask();
  take_in(item);
  const TicketRow ticket = only_ticket();
  must(tickets_->reply(agent_, {.ticket = ticket.id,
                                .seen_version = ticket.version,
                                .text = "已退款",
                                .attachments = {},
                                .request_key = "request-1"}));
  const auto jobs = send_all();
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_EQ(jobs[0].content.recipients.at(0).address, "wang@customer.test");
}

TEST_F(ReadAgainTest, what_people_classified_meanwhile_stays) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  const TicketRow stub = only_ticket();
  must(tickets_->classify(agent_, {.ticket = stub.id,
                                   .seen_version = stub.version,
                                   .priority = domain::Priority::kP1,
                                   .type = domain::TicketType::kComplaint,
                                   .topic = {},
                                   .reason = "电话里说的"}));
  ask();
  take_in(item);
  EXPECT_EQ(only_ticket().type, domain::TicketType::kComplaint);
  EXPECT_EQ(only_ticket().priority, domain::Priority::kP1);
}

TEST_F(ReadAgainTest, a_ticket_that_was_resolved_without_its_words_is_open_again) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  must(tickets_->claim(agent_, only_ticket().id, only_ticket().version));
  must(tickets_->resolve(agent_, only_ticket().id, only_ticket().version));
  ASSERT_FALSE(domain::is_open(only_ticket().state));
  ask();
  take_in(item);
  EXPECT_TRUE(domain::is_open(only_ticket().state));
  EXPECT_EQ(count("SELECT count(*) FROM ticket"), 1);
}

TEST_F(ReadAgainTest, asking_twice_asks_once_and_an_answer_ends_the_request) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  ask();
  EXPECT_EQ(ask().asked, 1);
  EXPECT_EQ(wanted(), item.dedup_key + "\n");
  take_in(item);
  EXPECT_EQ(take_in(item), ItemOutcome::kDuplicate) << "an answer given twice, after a crash";
  InboundItem edited = item;
  edited.parts.front().text = "other words under the same key";
  take_in(edited);
  EXPECT_EQ(only_ticket().message_count, 2) << "the note that it could not be read, and its words: once";
}

TEST_F(ReadAgainTest, what_is_still_unreadable_stays_so_and_the_ledger_says_when_it_was_tried) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  ask();
  clock_.advance(std::chrono::minutes(1));
  InboundItem gone = unread_form_of(item);
  gone.unreadable_reason = "The message is no longer on the server [not_there_any_more]";
  EXPECT_EQ(take_in(gone), ItemOutcome::kDuplicate);
  ASSERT_EQ(ledger().size(), 1U);
  EXPECT_TRUE(oldest().can_be_read_again);
  EXPECT_EQ(oldest().asked_again_at, Micros{});
  EXPECT_EQ(oldest().tried_again_at, clock_.now());
  EXPECT_NE(oldest().reason.find("[not_there_any_more]"), std::string::npos);
  EXPECT_TRUE(only_ticket().unreadable);
  EXPECT_EQ(wanted(), "");
}

TEST_F(ReadAgainTest, what_nobody_asked_for_changes_no_row) {
  const InboundItem item = question();
  take_in(unread_form_of(item));
  InboundItem again = unread_form_of(item);
  again.unreadable_reason = "other words";
  take_in(again);
  EXPECT_EQ(oldest().tried_again_at, Micros{});
  EXPECT_EQ(oldest().reason.find("other words"), std::string::npos);
}

// N-03
TEST_F(ReadAgainTest, what_the_desk_gave_up_is_worked_on_again_from_its_kept_bytes) {
  intake_->stop();
  journal(question());
  ended_daemon(2);
  const TicketRow stub = only_ticket();
  ASSERT_TRUE(stub.unreadable);
  const ReadAgainRequest request = ask();
  EXPECT_EQ(request.worked, 1);
  EXPECT_EQ(request.asked, 0);
  EXPECT_EQ(runtime_.applied, 0) << "the plugin has nothing to do with it";
  wait_until_filed();
  const TicketRow read = only_ticket();
  EXPECT_EQ(read.number, stub.number);
  EXPECT_FALSE(read.unreadable);
  EXPECT_EQ(read.subject.text(), "退款");
  const auto told = messages(read.id);
  EXPECT_EQ(std::ranges::count_if(told, [](const MessageView& m) { return m.text.text().starts_with("请尽快退款"); }),
            1);
  ASSERT_EQ(ledger().size(), 1U);
  EXPECT_EQ(oldest().fate, "ticket");
  EXPECT_FALSE(oldest().can_be_read_again);
}

TEST_F(ReadAgainTest, what_was_put_aside_unseen_gets_its_ticket) {
  intake_->stop();
  journal(question());
  ended_daemon(4);
  ASSERT_TRUE(list().empty());
  ASSERT_EQ(oldest().fate, "quarantined");
  EXPECT_EQ(ask().worked, 1);
  wait_until_filed();
  EXPECT_FALSE(only_ticket().unreadable);
  EXPECT_EQ(oldest().fate, "ticket");
  EXPECT_EQ(must(channel_query_.find(channel_)).failed, 0);
}

TEST_F(ReadAgainTest, what_ends_the_daemon_once_more_keeps_its_ticket) {
  intake_->stop();
  journal(question());
  ended_daemon(2);
  const TicketRow stub = only_ticket();
  intake_->stop();
  ask();
  ended_daemon(2);
  EXPECT_EQ(only_ticket().number, stub.number);
  EXPECT_EQ(only_ticket().message_count, stub.message_count);
  EXPECT_EQ(oldest().fate, "ticket");
  EXPECT_EQ(oldest().ticket_number, stub.number);
  EXPECT_TRUE(oldest().can_be_read_again);
  EXPECT_NE(oldest().tried_again_at, Micros{});
}

TEST_F(ReadAgainTest, a_conversation_that_goes_on_elsewhere_stays_there_and_both_tickets_name_the_other) {
  InboundItem first = mail("订单", "在吗？");
  take_in(first);
  const TicketRow other = only_ticket();
  InboundItem item = question();
  item.parent_keys = {first.message_key};
  item.conversation_key = first.conversation_key;
  take_in(unread_form_of(item));
  ask();
  take_in(item);
  ASSERT_EQ(list().size(), 2U);
  for (const TicketRow& ticket : list()) {
    EXPECT_FALSE(ticket.unreadable);
    EXPECT_TRUE(detail(ticket.id).reply_to.has_value()) << ticket.number;
  }
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%quote%'"), 2);
}

TEST_F(ReadAgainTest, a_plugin_that_cannot_is_not_asked_and_what_was_read_is_refused) {
  runtime_.installed = {PluginDescription{.id = "test.mail", .manifest = manifest(R"(["send"])")}};
  const InboundItem item = question();
  take_in(unread_form_of(item));
  auto refused = service().read_again(admin_, channel_, std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.plugin_reads_once");
  take_in(mail("other", "text"));
  refused = service().read_again(admin_, channel_, ledger().front().id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().key, "error.not_unreadable");
}

TEST_F(ReadAgainTest, no_more_are_asked_for_at_a_time_than_a_start_can_carry) {
  std::vector<InboundItem> many;
  for (int i = 0; i < kMostReadAgain + 3; ++i) many.push_back(unread_form_of(mail("", "")));
  for (std::size_t at = 0; at < many.size(); at += 50) {
    const auto begin = many.begin() + static_cast<std::ptrdiff_t>(at);
    take_in({begin, begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(50, many.size() - at))});
  }
  const ReadAgainRequest request = ask();
  EXPECT_EQ(request.asked, kMostReadAgain);
  EXPECT_EQ(request.left, 3);
  const std::string keys = wanted();
  EXPECT_EQ(std::ranges::count(keys, '\n'), kMostReadAgain);
}

}  // namespace
}  // namespace frontdesk::desk
