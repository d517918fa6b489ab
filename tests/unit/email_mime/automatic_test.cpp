#include "mime/judging/automatic.h"

#include "mime/judging/thread_token.h"
#include "reader_fixture.h"

namespace frontdesk::email {
namespace {

const std::vector<std::string> kOwn = {"support@example.com"};

std::string reason_of(std::string_view header) {
  const Mail mail = read_or_fail(std::string(header).append("\n\ntext"));
  const auto reason = automatic_reason(mail, {kOwn, "our-loop"});
  return reason ? to_text(*reason) : "person";
}

// P-12
TEST(Automatic, machine_mail_is_recognised) {
  EXPECT_EQ(reason_of("From: li@example.com\nAuto-Submitted: auto-replied"), "auto_submitted");
  EXPECT_EQ(reason_of("From: li@example.com\nReturn-Path: <>"), "empty_return_path");
  EXPECT_EQ(reason_of("From: li@example.com\nPrecedence: Bulk"), "bulk");
  EXPECT_EQ(reason_of("From: li@example.com\nList-Unsubscribe: <x>"), "list");
  EXPECT_EQ(reason_of("From: li@example.com\nX-Auto-Response-Suppress: DR, OOF"), "suppressed");
  EXPECT_EQ(reason_of("From: li@example.com\nX-Autoreply: yes"), "auto_reply");
  EXPECT_EQ(reason_of("From: No-Reply@example.com"), "machine_sender");
  EXPECT_EQ(reason_of("From: li@example.com\nX-Frontdesk-Loop: our-loop"), "own_loop");
  EXPECT_EQ(reason_of("From: Support+T42.abc@EXAMPLE.com"), "own_loop");
  std::string hops = "From: li@example.com";
  for (int i = 0; i < 26; ++i) hops += "\nReceived: by x";
  EXPECT_EQ(reason_of(hops), "too_many_hops");
}

TEST(Automatic, author_is_judged_after_reply_to) {
  EXPECT_EQ(reason_of("From: no-reply@shop.example.com\nReply-To: li@example.com"), "person");
  EXPECT_EQ(reason_of("From: support@example.com\nReply-To: li@example.com"), "person");
  EXPECT_EQ(reason_of("From: li@example.com\nReply-To: support@example.com"), "person");
  EXPECT_EQ(reason_of("From: support@example.com\nReply-To: support@example.com"), "own_loop");
}

TEST(Automatic, agent_of_another_installation_is_a_person) {
  EXPECT_EQ(reason_of("From: wang@other.example.com\nX-Frontdesk-Loop: their-loop"), "person");
  EXPECT_EQ(reason_of("From: wang@other.example.com\nX-Frontdesk-Loop: their-loop\nAuto-Submitted: auto-replied"),
            "auto_submitted");
}

TEST(Automatic, lists_are_for_people_and_machines_are_told_first) {
  EXPECT_TRUE(is_for_people(AutomaticReason::kList));
  EXPECT_FALSE(is_for_people(AutomaticReason::kBulk));
  EXPECT_EQ(reason_of("From: li@example.com\nPrecedence: list\nList-Id: <group.example.com>"), "list");
  EXPECT_EQ(reason_of("From: no-reply@example.com\nList-Id: <group.example.com>"), "machine_sender");
}

TEST(Automatic, people_are_not_machines) {
  EXPECT_EQ(reason_of("From: li@example.com"), "person");
  EXPECT_EQ(reason_of("From: li@example.com\nAuto-Submitted: no"), "person");
  EXPECT_EQ(reason_of("From: li@example.com\nReturn-Path: <li@example.com>\nPrecedence: normal"), "person");
  EXPECT_EQ(reason_of("From: li@example.com\nX-Auto-Response-Suppress: DR, RN"), "person");
}

TEST(ThreadToken, is_found_in_addresses) {
  EXPECT_EQ(token_of_address("support+T42.9f8e7d6c@example.com"), "42.9f8e7d6c");
  EXPECT_EQ(token_of_address("support+t42.x@example.com"), "42.x");
  EXPECT_EQ(token_of_address("a+b+T7.z@example.com"), "7.z");
  for (const char* none : {"support@example.com", "support+T@example.com", "support+X1@example.com", "+T1",
                           "s+T1 2@x.y", "s+T<x>@example.com", ""}) {
    EXPECT_EQ(token_of_address(none), std::nullopt) << none;
  }
  EXPECT_EQ(token_of_address("s+T" + std::string(65, 'a') + "@x.y"), std::nullopt);
  EXPECT_EQ(token_of_address(with_token("support@example.com", "42.ab")), "42.ab");
}

TEST(ThreadToken, all_headers_are_searched_in_order) {
  const Mail mail =
      read_or_fail("To: s+T2.b@x.test\nCc: s+T3.c@x.test, s+T1.a@x.test\nDelivered-To: s+T1.a@x.test\n\nb");
  EXPECT_EQ(address_tokens(mail), (std::vector<std::string>{"1.a", "2.b", "3.c"}));
}

TEST(ThreadToken, is_found_in_subjects) {
  EXPECT_EQ(subject_tag("Re: 退款 [#P20240315001] x"), "P20240315001");
  EXPECT_EQ(subject_tag("[#] [#a b] [#OK-1]"), "OK-1");
  EXPECT_EQ(subject_tag("[#unclosed"), std::nullopt);
  EXPECT_EQ(subject_tag("nothing"), std::nullopt);
  EXPECT_EQ(subject_tag(subject_tag_text("P1")), "P1");
}

}  // namespace
}  // namespace frontdesk::email
