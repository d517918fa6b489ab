#include "storage/search/index.h"

#include <algorithm>
#include <random>
#include <set>

#include "storage/search/text.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

class SearchIndexTest : public StoreTest {
 protected:
  SearchIndexTest() : channel_(add_channel()), customer_(add_customer()) {}

  TicketId ticket(const std::string& subject, const std::string& text) {
    const auto id = add_ticket(channel_, customer_, subject, "P2024" + std::to_string(++tickets_));
    message(id, text, subject);
    return id;
  }
  MessageId message(TicketId ticket, const std::string& text, const std::string& subject = "") {
    const auto id = add_message(ticket, text);
    must_write([&](Tx& tx) { return index_message(tx, id, {.subject = subject, .text = text}); });
    return id;
  }
  SearchPage page(const std::string& query, std::size_t limit = 50, MessageId before = {}) {
    return must_read([&](ReadTx& tx) { return search(tx, query, limit, before); });
  }
  std::vector<TicketId> found(const std::string& query) {
    std::vector<TicketId> tickets;
    for (const SearchHit& hit : page(query).hits) tickets.push_back(hit.ticket);
    return tickets;
  }

  ChannelId channel_;
  CustomerId customer_;
  int tickets_ = 0;
};

using Tickets = std::vector<TicketId>;

// N-19, P-15
TEST_F(SearchIndexTest, finds_two_characters_inside_words) {
  const auto a = ticket("", "我要申请退款，谢谢");
  const auto b = ticket("", "请问退款多久到账");
  EXPECT_EQ(found("退款"), (Tickets{b, a}));
  EXPECT_EQ(found("请退"), (Tickets{a}));
  EXPECT_EQ(found("款多久"), (Tickets{b}));
  EXPECT_TRUE(found("退货").empty());
}

TEST_F(SearchIndexTest, finds_by_subject_with_the_first_message) {
  const auto a = ticket("发票问题", "请看附件");
  message(a, "还没有收到");
  EXPECT_EQ(found("发票"), (Tickets{a}));
  EXPECT_EQ(found("发票 附件"), (Tickets{a}));
}

// N-19, D-17, D-18
TEST_F(SearchIndexTest, folds_script_width_and_case) {
  const auto a = ticket("", "退貨單號 ＡＢ１２ Refund");
  EXPECT_EQ(found("退货单号"), (Tickets{a}));
  EXPECT_EQ(found("ab12"), (Tickets{a}));
  EXPECT_EQ(found("REFUND"), (Tickets{a}));
}

TEST_F(SearchIndexTest, all_words_must_occur) {
  const auto a = ticket("", "refund for order 4711");
  ticket("", "refund for order 4712");
  EXPECT_EQ(found("refund 4711"), (Tickets{a}));
}

TEST_F(SearchIndexTest, scattered_pairs_are_no_hit) {
  ticket("", "发货了，货单呢");
  EXPECT_TRUE(found("发货单").empty());
}

// N-19
TEST_F(SearchIndexTest, one_character_is_found_by_reading) {
  const auto a = ticket("", "我要退款");
  ticket("", "hello");
  EXPECT_EQ(found("款"), (Tickets{a}));
  EXPECT_EQ(found("要 退"), (Tickets{a}));
  EXPECT_TRUE(found("龙").empty());
}

TEST_F(SearchIndexTest, operators_are_text) {
  const auto a = ticket("", "the words near and or not are words");
  for (const char* query : {"NEAR(words", "words AND", "\"words\"", "words*", "body:words", "^words", "words) OR (x",
                            "' OR 1=1 --", "words NOT"}) {
    const auto tickets = found(query);
    EXPECT_TRUE(tickets.empty() || tickets == Tickets{a}) << query;
  }
  EXPECT_EQ(found("NEAR(words"), (Tickets{a}));
  EXPECT_TRUE(found("body:words").empty());
  EXPECT_TRUE(found("word*").empty());
}

TEST_F(SearchIndexTest, only_punctuation_finds_nothing) {
  ticket("", "你好 (hello) 100%");
  for (const char* query : {"", " ", "%", "_", "***", "，。！", "\"", "()", "—"})
    EXPECT_TRUE(found(query).empty()) << query;
}

TEST_F(SearchIndexTest, ticket_appears_once_over_all_pages) {
  std::vector<TicketId> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(ticket("物流", "物流很慢"));
  for (int i = 0; i < 30; ++i) message(tickets[static_cast<std::size_t>(i) % 5], "物流还没有更新");
  std::vector<TicketId> shown;
  MessageId before;
  for (int pages = 0; pages < 50; ++pages) {
    const auto one = page("物流", 2, before);
    for (const SearchHit& hit : one.hits) shown.push_back(hit.ticket);
    if (!one.next.is_set()) break;
    before = one.next;
  }
  ASSERT_EQ(shown.size(), 5u);
  EXPECT_EQ(std::set<TicketId>(shown.begin(), shown.end()).size(), 5u);
  EXPECT_EQ(shown.front(), tickets[4]);
}

TEST_F(SearchIndexTest, removed_message_is_not_found) {
  const auto a = ticket("", "保修期");
  const auto extra = message(a, "屏幕碎裂");
  EXPECT_EQ(found("碎裂"), (Tickets{a}));
  must_write([&](Tx& tx) -> Result<void> {
    if (auto done = remove_from_index(tx, extra, {.text = "屏幕碎裂"}); !done) return done;
    return tx.execute("DELETE FROM message WHERE id = ?1", extra);
  });
  EXPECT_TRUE(found("碎裂").empty());
  EXPECT_EQ(found("保修"), (Tickets{a}));
}

TEST_F(SearchIndexTest, undone_unit_leaves_no_entry) {
  const auto a = ticket("", "开头");
  const auto id = ids_.next<MessageId>();
  auto undone = store_->write_and_wait([&](Tx& tx) -> Result<void> {
    if (auto done = index_message(tx, id, {.text = "撤销"}); !done) return done;
    return Error{ErrorCode::kInvalid, "refused"};
  });
  EXPECT_FALSE(undone.ok());
  must_write([&](Tx& tx) {
    return tx.execute(
        "INSERT INTO message (id, ticket_id, kind, text_masked, created_at) VALUES (?1, ?2, 1, '撤销', 1)", id, a);
  });
  EXPECT_TRUE(found("撤销").empty());
}

// N-19, P-15
TEST_F(SearchIndexTest, recall_is_complete_and_nothing_is_false) {
  std::mt19937 random(42);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  const std::string alphabet[] = {"退", "款", "货", "单", "号", "发", "，", " ", "a1", "b"};
  std::vector<std::string> texts;
  std::vector<TicketId> tickets;
  must_write([&](Tx& tx) -> Result<void> {
    for (int i = 0; i < 400; ++i) {
      std::string text;
      for (int n = 0; n < 12; ++n) text += alphabet[random() % 10];
      const auto id = ids_.next<TicketId>();
      const auto first = ids_.next<MessageId>();
      if (auto done =
              tx.execute("INSERT INTO ticket (id, number, state, priority, type, channel_id, customer_id, "
                         "subject_masked, received_at, created_at, updated_at, last_message_at, next_due_at, open)"
                         " VALUES (?1, ?2, 1, 3, 3, ?3, ?4, '', 1, 1, 1, 1, 1, 1)",
                         id, to_text(id), channel_, customer_);
          !done) {
        return done;
      }
      if (auto done = tx.execute("INSERT INTO message (id, ticket_id, kind, text_masked, created_at) "
                                 "VALUES (?1, ?2, 1, ?3, 1)",
                                 first, id, text);
          !done) {
        return done;
      }
      if (auto done = index_message(tx, first, {.text = text}); !done) return done;
      texts.push_back(text);
      tickets.push_back(id);
    }
    return {};
  });
  for (int round = 0; round < 300; ++round) {
    std::string query;
    const auto size = 1 + random() % 4;
    for (std::size_t n = 0; n < size; ++n) query += alphabet[random() % 6];
    std::set<TicketId> truth;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i].find(query) != std::string::npos) truth.insert(tickets[i]);
    }
    std::set<TicketId> shown;
    for (const SearchHit& hit : page(query, 200).hits) shown.insert(hit.ticket);
    if (truth.size() < 200) {
      ASSERT_EQ(shown, truth) << query;
    }
  }
}

TEST_F(SearchIndexTest, long_queries_and_wrong_bytes_are_bounded) {
  ticket("", "正常内容");
  std::string endless;
  for (int i = 0; i < 10'000; ++i) endless += "退款 ";
  EXPECT_TRUE(found(endless).empty());
  EXPECT_TRUE(found("\xFF\xFE\x80").empty());
  EXPECT_TRUE(found(std::string(3, '\0')).empty());
}

TEST_F(SearchIndexTest, pictures_are_found_alone_and_beside_words) {
  const auto a = ticket("", "收到了👍🏽谢谢");
  const auto b = ticket("❤️ 好评", "非常满意😂😂");
  const auto c = ticket("", "thanks ⭐⭐⭐⭐⭐ 退款");
  EXPECT_EQ(found("👍"), (Tickets{a}));
  EXPECT_EQ(found("👍🏿"), (Tickets{a}));
  EXPECT_EQ(found("❤"), (Tickets{b}));
  EXPECT_EQ(found("😂 满意"), (Tickets{b}));
  EXPECT_EQ(found("⭐ 退款"), (Tickets{c}));
  EXPECT_EQ(found("收到了👍"), (Tickets{a}));
  EXPECT_TRUE(found("👎").empty());
  EXPECT_TRUE(found("👍 退款").empty());
}

TEST_F(SearchIndexTest, number_that_is_exact_comes_before_longer_ones) {
  const auto exact = add_ticket(channel_, customer_, "", "P2024031510");
  const auto longer = add_ticket(channel_, customer_, "", "P20240315101");
  auto tickets = must_read([](ReadTx& tx) { return find_by_number_prefix(tx, "p2024031510", 10); });
  EXPECT_EQ(tickets, (Tickets{exact, longer}));
  EXPECT_EQ(must_read([](ReadTx& tx) { return find_by_number_prefix(tx, "p2024031510", 1); }), (Tickets{exact}));
}

TEST_F(SearchIndexTest, number_prefix_finds_tickets) {
  const auto a = add_ticket(channel_, customer_, "", "P20240315001");
  const auto b = add_ticket(channel_, customer_, "", "P20240315002");
  add_ticket(channel_, customer_, "", "P20240316001");
  auto tickets = must_read([](ReadTx& tx) { return find_by_number_prefix(tx, "p20240315", 10); });
  EXPECT_EQ(tickets, (Tickets{b, a}));
}

// D-10: numbers grow past three digits, and then age, not the text, tells which is newer.
TEST_F(SearchIndexTest, number_prefix_shows_the_newest_of_a_day_with_more_than_999_tickets_first) {
  add_ticket(channel_, customer_, "", "P20240314001");
  const auto last_of_three = add_ticket(channel_, customer_, "", "P20240315999");
  const auto first_of_four = add_ticket(channel_, customer_, "", "P202403151000");
  for (const char* prefix : {"P20240315", "P2024", "P"}) {
    auto tickets = must_read([&](ReadTx& tx) { return find_by_number_prefix(tx, prefix, 2); });
    EXPECT_EQ(tickets, (Tickets{first_of_four, last_of_three})) << prefix;
  }
}

}  // namespace
}  // namespace frontdesk::storage
