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

// P-12
TEST(Automatic, machines_that_do_not_know_auto_submitted_are_recognised_by_their_own_headers) {
  for (const char* header : {"X-Autoreply: yes", "X-Auto-Reply: 1", "X-Autorespond: vacation", "Precedence: auto_reply",
                             "X-Mail-Autoreply: true", "X-FC-MachineGenerated: true",
                             "X-POST-MessageClass: 9; Autoresponder", "X-AutoReply-From: li@example.com"}) {
    EXPECT_EQ(reason_of(std::string("From: li@example.com\n") + header), "auto_reply") << header;
  }
  EXPECT_EQ(reason_of("From: li@example.com\nX-Auto-Reply: no"), "person");
  EXPECT_EQ(reason_of("From: li@example.com\nX-FC-MachineGenerated: false"), "person");
}

// P-12
TEST(Automatic, machines_that_set_no_header_are_recognised_by_their_subject) {
  for (const char* subject :
       {"自动回复: 您的订单", "自動回覆：您的訂單", "系统自动回复：已收到", "来自 李雷 的自动回复", "自动回信: 好",
        "Automatic reply: order", "Automated response: order", "Out of Office: order", "Out-of-Office: order",
        "On vacation: order", "Autosvar: order", "Abwesenheitsnotiz: Frage", "Réponse automatique : question",
        "不在通知：ご連絡", "Otomatik yanıt: soru"}) {
    EXPECT_EQ(reason_of(std::string("From: li@example.com\nSubject: ") + subject), "auto_reply") << subject;
  }
  for (const char* subject : {"Re: 自动回复: 您的订单", "回复：自动回复：您的订单", "答复: Automatic reply: order",
                              "Re: Out of Office: order", "Fwd: Automatic reply: order", "自动回复怎么关闭",
                              "来自上海的订单", "On vacation with my new camera", "Annual leave form"}) {
    EXPECT_EQ(reason_of(std::string("From: li@example.com\nSubject: ") + subject), "person") << subject;
  }
}

// P-12
TEST(Automatic, a_person_who_answers_above_the_words_of_a_machine_is_a_person) {
  const auto reason = [](const std::string& text) {
    const Mail mail =
        read_or_fail("From: li@example.com\nSubject: Re: order\nIn-Reply-To: <m1@example.com>\n\n" + text);
    return automatic_reason(mail, {kOwn, "our-loop"});
  };
  EXPECT_EQ(reason("好的，谢谢\n\n> 这是一封自动回复，我们会尽快联系您\n"), std::nullopt);
  EXPECT_EQ(reason("Thanks!\n\nOn Mon, Mar 4, 2024 Shop wrote:\n> This is an automatic reply.\n"), std::nullopt);
  EXPECT_EQ(reason("这是一封自动回复，我正在休假"), AutomaticReason::kAutoReply);
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
