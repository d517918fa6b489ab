#include "mime/text/flowed.h"

#include <gtest/gtest.h>

#include "unit/email_mime/reader_fixture.h"

namespace frontdesk::email {
namespace {

TEST(Flowed, soft_breaks_join_and_hard_ones_stay) {
  EXPECT_EQ(join_flowed("My order has not \narrived yet, please \ncall me.\n\nThanks\nLi\n", false),
            "My order has not arrived yet, please call me.\n\nThanks\nLi\n");
}

TEST(Flowed, the_blank_goes_where_the_language_has_none) {
  EXPECT_EQ(join_flowed("订单一直没有发货，请打电话 \n13800138000 联系我。", true),
            "订单一直没有发货，请打电话13800138000 联系我。");
}

TEST(Flowed, the_protecting_blank_is_no_text) {
  EXPECT_EQ(join_flowed(" > not a quote\n From here\n", false), "> not a quote\nFrom here\n");
}

TEST(Flowed, quotes_join_among_themselves_only) {
  EXPECT_EQ(join_flowed("> We have sent \n> it today.\n>> and before \nmy answer \n> old\n", false),
            "> We have sent it today.\n>> and before \nmy answer \n> old\n");
}

TEST(Flowed, a_signature_stands_alone) {
  EXPECT_EQ(join_flowed("Thanks \n-- \nLi Lei\n", false), "Thanks \n-- \nLi Lei\n");
}

TEST(Flowed, never_grows_and_survives_any_end) {
  for (const char* text : {"", "\n", " ", ">", "> ", " \n", "a \n", ">> \n>> \n", " \n \n \n", "-- \n-- "}) {
    for (const bool delete_space : {false, true})
      EXPECT_LE(join_flowed(text, delete_space).size(), std::string_view(text).size()) << '"' << text << '"';
  }
}

TEST(Flowed, a_mail_that_says_so_is_joined) {
  const std::string head = "From: a@customer.test\r\nContent-Type: text/plain; charset=utf-8";
  const std::string body = "\r\n\r\nPlease send it to \r\nthe office.\r\n";
  EXPECT_EQ(read_or_fail(head + "; format=flowed" + body).text, "Please send it to the office.\n");
  EXPECT_EQ(read_or_fail(head + "; Format=\"Flowed\"; DelSp=Yes" + body).text, "Please send it tothe office.\n");
  EXPECT_EQ(read_or_fail(head + body).text, "Please send it to \nthe office.\n");
}

}  // namespace
}  // namespace frontdesk::email
