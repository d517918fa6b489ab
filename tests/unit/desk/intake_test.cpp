#include "unit/desk/desk_fixture.h"

#include <atomic>
#include <future>
#include <new>
#include <span>

#include "desk/inbound/item_codec.h"

namespace frontdesk::desk {
namespace {

/// Ends a call by an exception when told, as exhaustion does.
class MoodyRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override {
    if (exhausted) throw std::bad_alloc();
    source_.fill(out);
  }
  std::atomic<bool> exhausted = false;

 private:
  SystemRandom source_;
};

using domain::TicketState;

// M-02, M-15, M-16, M-21, M-76
TEST_F(DeskTest, a_mail_becomes_a_masked_ticket_with_number_clocks_audit_record_and_event) {
  EXPECT_EQ(take_in(mail("支付失败", "我的电话 13800138000，订单 DD20240315001")), ItemOutcome::kAccepted);
  const TicketRow ticket = only_ticket();
  EXPECT_EQ(ticket.number, "P20240315001");
  EXPECT_EQ(ticket.priority, domain::Priority::kP1);
  EXPECT_EQ(ticket.customer_number, "C20240315001");
  EXPECT_EQ(messages(ticket.id).at(0).text.text(), "我的电话 *******8000，订单 DD20240315001");
  EXPECT_EQ(detail(ticket.id).clocks.size(), 3U);
  EXPECT_EQ(count("SELECT count(*) FROM audit_record WHERE action = 'ticket.create'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM event WHERE kind = 'ticket'"), 1);
  EXPECT_EQ(must(query_->counters(agent_)).open, 1);
}

// N-01, P-05
TEST_F(DeskTest, the_same_item_twice_is_one_message_and_other_content_of_its_key_is_only_kept) {
  InboundItem item = mail("a", "first");
  InboundItem again = item, changed = item;
  changed.parts[0].text = "second";
  EXPECT_EQ(take_in(std::move(item)), ItemOutcome::kAccepted);
  EXPECT_EQ(take_in(std::move(again)), ItemOutcome::kDuplicate);
  EXPECT_EQ(take_in(std::move(changed)), ItemOutcome::kConflict);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE kind = 1"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 3 AND payload_sealed IS NOT NULL"), 1);
}

// N-01, P-05
TEST_F(DeskTest, a_message_in_another_form_under_its_key_is_one_message) {
  InboundItem item = mail("a", "text");
  InboundItem unread = item;
  unread.parts.clear();
  unread.subject.clear();
  unread.unreadable = true;
  unread.unreadable_reason = "Reading this message made the program fail.";
  take_in(std::move(item));
  EXPECT_EQ(take_in(std::move(unread)), ItemOutcome::kConflict);
  EXPECT_EQ(only_ticket().message_count, 1);
  EXPECT_FALSE(only_ticket().unreadable);
}

// N-03
TEST_F(DeskTest, a_message_that_is_read_at_last_joins_the_ticket_that_it_could_not_be_read_in) {
  InboundItem item = mail("a", "text");
  InboundItem unread = item;
  unread.parts.clear();
  unread.unreadable = true;
  take_in(std::move(unread));
  EXPECT_TRUE(only_ticket().unreadable);
  take_in(std::move(item));
  const TicketRow ticket = only_ticket();
  EXPECT_FALSE(ticket.unreadable);
  EXPECT_EQ(ticket.message_count, 2);
  EXPECT_EQ(messages(ticket.id).at(1).text.text(), "text");
}

// N-01, P-05
TEST_F(DeskTest, content_recognises_a_message_under_another_key_only_where_the_plugin_says_so) {
  InboundItem first = mail("a", "text");
  first.content_key = "content";
  InboundItem second = first, moved = first;
  second.dedup_key = "second place";
  moved.dedup_key = "third place";
  moved.same_by_content = true;
  EXPECT_EQ(take_in(std::move(first)), ItemOutcome::kAccepted);
  EXPECT_EQ(take_in(std::move(second)), ItemOutcome::kAccepted) << "two devices may send equal mails";
  InboundItem again = moved;
  EXPECT_EQ(take_in(std::move(moved)), ItemOutcome::kDuplicate);
  EXPECT_EQ(take_in(std::move(again)), ItemOutcome::kDuplicate);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE kind = 1"), 2);
  EXPECT_EQ(count("SELECT count(*) FROM journal"), 3) << "each place has its row";
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 3 AND ticket_id IS NOT NULL"), 1);
}

TEST_F(DeskTest, a_replaced_picture_of_equal_name_and_size_is_another_item) {
  InboundItem item = mail("a", "text");
  item.attachments.push_back({"a.png", "image/png", "", false, "picture one"});
  InboundItem again = item, replaced = item;
  replaced.attachments[0].data = "picture two";
  take_in(std::move(item));
  EXPECT_EQ(take_in(std::move(again)), ItemOutcome::kDuplicate);
  EXPECT_EQ(take_in(std::move(replaced)), ItemOutcome::kConflict);
}

TEST_F(DeskTest, a_failure_after_a_delay_under_the_same_key_is_another_item) {
  InboundItem delayed = receipt_of(ReceiptStatus::kDelayed, "T1");
  InboundItem again = delayed, failed = delayed, other = delayed;
  failed.receipt->status = ReceiptStatus::kFailed;
  other.receipt->message_key = "T2";
  EXPECT_EQ(take_in(std::move(delayed)), ItemOutcome::kAccepted);
  EXPECT_EQ(take_in(std::move(again)), ItemOutcome::kDuplicate);
  EXPECT_EQ(take_in(std::move(failed)), ItemOutcome::kConflict);
  EXPECT_EQ(take_in(std::move(other)), ItemOutcome::kConflict);
}

TEST_F(DeskTest, other_trace_headers_do_not_make_another_message) {
  InboundItem item = mail("a", "text");
  InboundItem redelivered = item;
  redelivered.raw = "Received: elsewhere\r\n" + item.raw;
  take_in(std::move(item));
  EXPECT_EQ(take_in(std::move(redelivered)), ItemOutcome::kDuplicate);
}

TEST_F(DeskTest, kinds_that_the_desk_does_not_act_upon_become_messages_of_their_own_text) {
  int messages = 0;
  for (const ItemKind kind : {ItemKind::kMessage, ItemKind::kMessageEdited, ItemKind::kMessageDeleted,
                              ItemKind::kConversationEvent, ItemKind::kOrderEvent}) {
    InboundItem item = mail("a", "text");
    item.kind = kind;
    take_in(std::move(item));
    EXPECT_EQ(count("SELECT count(*) FROM message WHERE kind = 1"), ++messages) << static_cast<int>(kind);
  }
}

TEST_F(DeskTest, a_receipt_without_news_is_filed_as_a_message) {
  InboundItem item = mail("a", "text");
  item.kind = ItemKind::kReceipt;
  take_in(std::move(item));
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE kind = 1"), 1);
}

// N-03, P-09
TEST_F(DeskTest, an_unreadable_item_becomes_a_visible_ticket_with_its_clocks_running) {
  InboundItem item = mail("", "");
  item.unreadable = true;
  item.unreadable_reason = "the header has no end";
  take_in(std::move(item));
  const TicketRow ticket = only_ticket();
  EXPECT_TRUE(ticket.unreadable);
  EXPECT_TRUE(ticket.clock.has_value());
  EXPECT_NE(count("SELECT raw_blob_id FROM message"), 0);
}

// M-76, N-04
TEST_F(DeskTest, a_plugin_s_reason_is_masked_wherever_it_is_shown) {
  InboundItem item = mail("", "");
  item.unreadable = true;
  item.unreadable_reason = "cannot read the part of zhang.san@customer.test, 13912345678";
  take_in(std::move(item));
  EXPECT_EQ(messages(only_ticket().id).at(0).text.text().find("zhang.san@"), std::string::npos);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE reason LIKE 'cannot read%'"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE reason LIKE '%zhang.san@%' OR reason LIKE '%139123%'"), 0);
}

// M-02: what the customer did not give is never invented
TEST_F(DeskTest, senders_nobody_knows_are_strangers_to_each_other_and_cannot_be_answered) {
  take_in(mail("a", "text", ""));
  take_in(mail("b", "text", ""));
  ASSERT_EQ(list().size(), 2U);
  EXPECT_NE(list()[0].customer_number, list()[1].customer_number);
  EXPECT_EQ(count("SELECT count(*) FROM identity"), 0);
  const auto refused = tickets_->reply(agent_, {.ticket = list()[0].id,
                                                .seen_version = list()[0].version,
                                                .text = "您好",
                                                .attachments = {},
                                                .request_key = "request-1"});
  EXPECT_EQ(refused.error().key, "error.no_recipient");
}

// P-06
TEST_F(DeskTest, the_same_open_id_on_another_channel_is_somebody_else_but_an_address_is_one_person) {
  const auto send = [&](const char* kind, const char* key) {
    InboundItem item = mail("a", "text", key);
    if (std::string_view(kind) == "open_id") std::swap(item.author.key, item.author.address);
    take_in(std::move(item));
    return list()[0].customer_number;
  };
  const std::string first = send("open_id", "10001"), again = send("open_id", "10001");
  const std::string address = send("email", "li@customer.test");
  channel_ = add_channel("shop");
  EXPECT_EQ(first, again);
  EXPECT_NE(send("open_id", "10001"), first);
  EXPECT_EQ(send("email", "li@customer.test"), address);
}

// P-24
TEST_F(DeskTest, a_human_answer_to_machine_mail_starts_the_clocks_at_its_receipt) {
  InboundItem notice = mail("Order shipped", "on its way");
  notice.automatic = true;
  const std::string key = notice.message_key;
  take_in(std::move(notice));
  EXPECT_FALSE(only_ticket().clock.has_value());
  const Micros received = clock_.now();
  InboundItem question = mail("Re: Order shipped", "它没有到");
  question.parent_keys = {key};
  clock_.advance(std::chrono::minutes(5));
  take_in(std::move(question));
  ASSERT_TRUE(only_ticket().clock.has_value());
  EXPECT_EQ(only_ticket().clock->due_at, received + std::chrono::hours(8));
  InboundItem more = mail("Re: Order shipped", "还没有");
  more.parent_keys = {key};
  take_in(std::move(more));
  EXPECT_EQ(count("SELECT count(*) FROM clock"), 2);
}

// P-13
TEST_F(DeskTest, machine_mail_starts_no_clock_and_reopens_nothing) {
  InboundItem first = mail("问题", "你好");
  const std::string key = first.message_key;
  take_in(std::move(first));
  const TicketRow ticket = only_ticket();
  must(tickets_->resolve(agent_, ticket.id, ticket.version));
  InboundItem automatic = mail("Out of office", "away");
  automatic.automatic = true;
  automatic.parent_keys = {key};
  take_in(std::move(automatic));
  EXPECT_EQ(only_ticket().state, TicketState::kResolved);
  InboundItem newsletter = mail("News", "buy", "news@list.test");
  newsletter.automatic = true;
  take_in(std::move(newsletter));
  EXPECT_FALSE(list(TicketView::kOpen).at(0).clock.has_value());
}

TEST_F(DeskTest, exhaustion_refuses_a_submit_and_the_next_one_is_taken) {
  MoodyRandom random;
  const auto vault = must(privacy::Vault::make(Secret(std::string(32, 'k')), ids_, random));
  Context context{.store = *store_,
                  .vault = *vault,
                  .keys = *keys_,
                  .masker = masker_,
                  .trail = *trail_,
                  .events = *events_,
                  .ids = ids_,
                  .clock = clock_,
                  .random = random,
                  .profile = context_->profile};
  intake_ = std::make_unique<Intake>(context);
  must(intake_->start(LastEnd::kOrderly));
  random.exhausted = true;
  InboundItem item = mail("a", "text");
  std::vector<InboundItem> refused = {item};
  std::promise<ErrorCode> answered;
  intake_->submit({.channel = channel_, .items = std::move(refused), .cursor = {}, .state_writes = {}},
                  [&](const Result<std::vector<ItemOutcome>>& result) { answered.set_value(result.error().code); });
  EXPECT_EQ(answered.get_future().get(), ErrorCode::kUnavailable);
  EXPECT_EQ(intake_->pending(), 0);
  random.exhausted = false;
  EXPECT_EQ(take_in(std::move(item)), ItemOutcome::kAccepted);
  EXPECT_EQ(count("SELECT count(*) FROM message"), 1);
  intake_.reset();
}

// N-01, P-04
TEST_F(DeskTest, what_was_acknowledged_is_filed_after_a_restart) {
  constexpr int kItems = 40;
  std::vector<InboundItem> items;
  for (int i = 0; i < kItems; ++i)
    items.push_back(mail("subject " + std::to_string(i), "text", "c" + std::to_string(i) + "@customer.test"));
  std::promise<void> acknowledged;
  intake_->submit({.channel = channel_, .items = std::move(items), .cursor = "c", .state_writes = {}},
                  [&](const Result<std::vector<ItemOutcome>>& result) {
                    EXPECT_TRUE(result.ok());
                    acknowledged.set_value();
                  });
  acknowledged.get_future().wait();
  intake_->stop();
  restart_intake();
  wait_until_filed();
  EXPECT_EQ(count("SELECT count(*) FROM message"), kItems);
  EXPECT_EQ(count("SELECT count(DISTINCT journal_id) FROM message"), kItems);
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE fate = 0"), 0);
}

// M-76, N-04, P-28
TEST_F(DeskTest, no_clear_personal_data_reaches_columns_that_are_not_sealed) {
  InboundItem item =
      mail("电话 13912345678", "身份证 11010519491231002X，邮箱 zhang.san@customer.test", "zhang.san@customer.test");
  item.parts.push_back({PartRole::kHtml, "text/html", "<p>13912345678</p>"});
  item.attachments.push_back({"13912345678.txt", "text/plain", "", false, "13912345678"});
  take_in(std::move(item));
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE text_masked || html_masked || author_masked LIKE '%139123%' "
                  "OR text_masked LIKE '%19491231%' OR author_masked LIKE '%zhang.san%'"),
            0);
  EXPECT_EQ(count("SELECT count(*) FROM ticket WHERE subject_masked LIKE '%139123%'"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM attachment WHERE name_masked LIKE '%139123%'"), 0);
  EXPECT_EQ(count("SELECT count(*) FROM event WHERE data_json LIKE '%139123%'"), 0);
}

TEST_F(DeskTest, a_filed_item_leaves_nothing_sealed_in_the_journal) {
  take_in(mail("登录", "密码：Tr0ub4dor&3，请帮我登录"));
  EXPECT_EQ(count("SELECT count(*) FROM journal WHERE payload_sealed IS NOT NULL"), 0);
  const auto original = must(store_->read([&](storage::ReadTx& tx) -> Result<std::string> {
    auto row = tx.query("SELECT id, text_sealed FROM message");
    if (auto more = row.step(); !more) return std::move(more).error();
    auto clear = keys_->open_text(tx, {"message", "text_sealed", row.integer(0)}, row.blob(1));
    if (!clear) return std::move(clear).error();
    return std::string(clear->reveal());
  }));
  EXPECT_NE(original.find("请帮我登录"), std::string::npos);
  EXPECT_EQ(original.find("Tr0ub4dor"), std::string::npos);
}

TEST(ItemCodec, reads_back_what_it_writes_and_refuses_every_truncation) {
  JournalItem journal_item;
  InboundItem& item = journal_item.item;
  item.dedup_key = "k";
  item.subject = "退款";
  item.parent_keys = {"a", "b"};
  item.automatic = true;
  item.attachments.push_back({"a.pdf", "application/pdf", "cid", true, ""});
  journal_item.attachments.push_back({BlobId{7}, 12});
  const Bytes bytes = encode_item(journal_item);
  const auto decoded = decode_item(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->item.subject, item.subject);
  EXPECT_EQ(decoded->item.parent_keys, item.parent_keys);
  EXPECT_EQ(decoded->attachments.at(0).id, BlobId{7});
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_item(ByteView(bytes).first(size)));
}

}  // namespace
}  // namespace frontdesk::desk
