// How the desk reads what a plugin submitted.
#include "desk/inbound/item.h"

#include <gmock/gmock.h>

namespace frontdesk::desk {
namespace {

using domain::IdentityKind;

TEST(InboundItem, sender_that_nobody_knows_has_no_key) {
  InboundItem item;
  item.author.key = "unknown";
  EXPECT_EQ(item.sender(), "");
  item.author.address = "wang@customer.test";
  EXPECT_EQ(item.sender(), "wang@customer.test");
  item.author = {};
  item.author.key = "10001";
  EXPECT_EQ(item.sender(), "10001");
}

TEST(InboundItem, sender_is_of_the_kind_that_its_address_looks_like) {
  InboundItem item;
  item.author.key = "10001";
  EXPECT_EQ(item.sender_kind(), IdentityKind::kOpenId);
  item.author.address = "+86 139-1234 5678";
  EXPECT_EQ(item.sender_kind(), IdentityKind::kPhone);
  item.author.address = "wang@example.com";
  EXPECT_EQ(item.sender_kind(), IdentityKind::kEmail);
  item.author.address = "wxid_1";
  EXPECT_EQ(item.sender_kind(), IdentityKind::kOpenId);
}

TEST(InboundItem, keeps_what_the_customer_wrote) {
  sdk::Item submitted;
  submitted.dedup_key = "k";
  submitted.revision = 2;
  submitted.parts = {{PartRole::kBody, "text/plain", "new"},
                     {PartRole::kQuoted, "text/plain", "old"},
                     {PartRole::kHtml, "text/html", "<p>new</p>"},
                     {PartRole::kBody, "text/plain", "more"}};
  submitted.refs = {{"order", "P20240315001"}, {"sku", "x"}};
  InboundItem item(std::move(submitted));
  item.join_parts();
  EXPECT_EQ(item.ledger_key(), "k#2");
  EXPECT_EQ(item.text(PartRole::kBody), "new\nmore");
  EXPECT_EQ(item.text(PartRole::kQuoted), "old");
  EXPECT_EQ(item.take_text(PartRole::kHtml), "<p>new</p>");
  EXPECT_EQ(item.text(PartRole::kHtml), "");
  EXPECT_THAT(item.order_numbers(), testing::ElementsAre("P20240315001"));
}

TEST(InboundItem, receipt_says_why) {
  InboundItem item;
  item.unreadable_reason = "no end";
  EXPECT_EQ(item.reason(), "no end");
  item.receipt = sdk::Receipt{ReceiptStatus::kFailed, "m1", "550 no such user", "5.1.1", {}};
  EXPECT_EQ(item.reason(), "550 no such user");
}

TEST(InboundItem, neither_machine_mail_nor_old_mail_owes_an_answer) {
  InboundItem item;
  EXPECT_FALSE(item.owes_nothing());
  item.no_reply = item.truncated = true;
  EXPECT_FALSE(item.owes_nothing());
  item.historical = true;
  EXPECT_TRUE(item.owes_nothing());
  item.historical = false;
  item.automatic = true;
  EXPECT_TRUE(item.owes_nothing());
}

}  // namespace
}  // namespace frontdesk::desk
