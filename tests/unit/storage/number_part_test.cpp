// Numbers that a masked text shows, found by their beginning, their digits and their end; nothing that is hidden.
#include "storage/search/number_part.h"

#include "storage/search/index.h"
#include "store_fixture.h"

namespace frontdesk::storage {
namespace {

using Numbers = std::vector<std::string>;

TEST(FindNumbers, letters_digits_and_hyphens_are_one_number) {
  EXPECT_EQ(find_numbers("订单 DD20240315001，合同SO-88421。ＴＢ－2024-7", 10),
            (Numbers{"dd20240315001", "so88421", "tb20247"}));
  EXPECT_EQ(find_numbers("单号：20240315001", 10), (Numbers{"20240315001"}));
}

TEST(FindNumbers, words_prices_and_dates_are_none) {
  EXPECT_TRUE(find_numbers("hello world 1299 元 2024-03-15 AB12 v2", 10).empty());
}

// M-76: what masking lets show of a hidden value is no number.
TEST(FindNumbers, nothing_beside_a_mask_is_taken) {
  for (const char* masked : {"*******800012", "138****800012", "************12345X", "010-****56789", "****-123456",
                             "＊＊＊＊123456", "123456***"})
    EXPECT_TRUE(find_numbers(masked, 10).empty()) << masked;
}

TEST(NumberAskedFor, is_four_to_forty_letters_and_digits_with_a_digit) {
  EXPECT_EQ(number_asked_for("so-88421"), "so88421");
  EXPECT_EQ(number_asked_for("SF 1234 5678"), "sf12345678");
  EXPECT_EQ(number_asked_for("２０２４"), "2024");
  for (const char* other : {"", "123", "order", "退款 2024", "a@b1.test", "2024*"})
    EXPECT_EQ(number_asked_for(other), "");
  EXPECT_EQ(number_asked_for(std::string(41, '1')), "");
}

class NumberPartTest : public StoreTest {
 protected:
  NumberPartTest() : channel_(add_channel()), customer_(add_customer()) {}
  MessageId message(const std::string& text) {
    const auto id = add_message(add_ticket(channel_, customer_, "", "P" + std::to_string(++count_)), text);
    must_write([&](Tx& tx) { return index_message(tx, id, {.text = text}); });
    return id;
  }
  std::vector<MessageId> found(const std::string& query) {
    return must_read([&](ReadTx& tx) { return find_by_number_part(tx, number_asked_for(query), 10); });
  }

  ChannelId channel_;
  CustomerId customer_;
  int count_ = 0;
};

using Messages = std::vector<MessageId>;

TEST_F(NumberPartTest, number_is_found_by_beginning_digits_and_end_hyphen_or_not) {
  const auto long_one = message("订单 DD20240315001 还没到");
  const auto hyphen = message("about SO-88421, please");
  for (const char* query : {"20240315001", "DD2024", "dd20240315001", "2024", "20240315", "5001", "DD-2024"})
    EXPECT_EQ(found(query), (Messages{long_one})) << query;
  for (const char* query : {"88421", "8842", "SO-88421", "SO88421", "so88"})
    EXPECT_EQ(found(query), (Messages{hyphen})) << query;
  for (const char* query : {"0240", "9999", "D2024", "88422"}) EXPECT_TRUE(found(query).empty()) << query;
}

TEST_F(NumberPartTest, newest_message_comes_first_and_removed_ones_are_gone) {
  const auto older = message("DD20240315009");
  const auto newer = message("DD20240315001");
  EXPECT_EQ(found("DD2024"), (Messages{newer, older}));
  must_write([&](Tx& tx) { return remove_from_index(tx, newer, {.text = "DD20240315001"}); });
  EXPECT_EQ(found("DD2024"), (Messages{older}));
}

TEST_F(NumberPartTest, tickets_are_found_by_the_end_of_their_number_newest_first) {
  const auto first = add_ticket(channel_, customer_, "", "P20261130007");
  const auto second = add_ticket(channel_, customer_, "", "P20261201007");
  const auto tail = [&](const char* digits) {
    return must_read([&](ReadTx& tx) { return find_by_number_tail(tx, digits, 10); });
  };
  using Tickets = std::vector<TicketId>;
  EXPECT_EQ(tail("007"), (Tickets{second, first}));
  EXPECT_EQ(tail("0007"), (Tickets{first}));
  EXPECT_EQ(tail("01007"), (Tickets{second}));
  EXPECT_EQ(tail("20261130007"), (Tickets{first}));
  for (const char* none : {"07", "P007", "1107", "", "999999999999999999999"}) EXPECT_TRUE(tail(none).empty()) << none;
}

}  // namespace
}  // namespace frontdesk::storage
