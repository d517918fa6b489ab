#include "mime/judging/bounce.h"

#include "mime/judging/automatic.h"
#include "mime/judging/thread_token.h"
#include "reader_fixture.h"

namespace frontdesk::email {
namespace {

// All reports are invented after the published formats of each mail server.

constexpr std::string_view kPostfix =
    "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com (Mail Delivery System)\r\nSubject: Undelivered Mail "
    "Returned to Sender\r\n"
    "To: support+T42.abc@example.com\r\nAuto-Submitted: auto-replied\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"R\"\r\n\r\n"
    "--R\r\nContent-Description: Notification\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry to have "
    "to inform you.\r\n"
    "--R\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
    "Final-Recipient: rfc822; li.lei@bad.test\r\nOriginal-Recipient: rfc822;li.lei@bad.test\r\nAction: "
    "failed\r\nStatus: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <li.lei@bad.test>:\r\n    Recipient address rejected\r\n\r\n"
    "Final-Recipient: rfc822; slow@bad.test\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n"
    "--R\r\nContent-Type: message/rfc822\r\n\r\nFrom: support+T42.abc@example.com\r\nTo: li.lei@bad.test\r\n"
    "Message-ID: <T42.7.k3j2@example.com>\r\nSubject: x\r\n\r\nbody\r\n--R--\r\n";

TEST(Bounce, rfc3464_report_is_read_per_recipient) {
  const Mail mail = read_or_fail(kPostfix);
  ASSERT_TRUE(mail.bounce);
  ASSERT_EQ(mail.bounce->recipients.size(), 2U);
  EXPECT_EQ(mail.bounce->recipients[0], (RecipientStatus{"li.lei@bad.test", "li.lei@bad.test", "failed", "5.1.1",
                                                         "550 5.1.1 <li.lei@bad.test>: Recipient address rejected"}));
  EXPECT_EQ(mail.bounce->recipients[1].action, "delayed");
  EXPECT_EQ(mail.bounce->recipients[1].status, "4.4.1");
  EXPECT_EQ(mail.bounce->original_message_id, "T42.7.k3j2@example.com");
  EXPECT_TRUE(mail.bounce->is_permanent());
  EXPECT_EQ(address_tokens(mail), std::vector<std::string>{"42.abc"});
  EXPECT_EQ(automatic_reason(mail, {}), AutomaticReason::kReport);
}

TEST(Bounce, delay_is_not_permanent) {
  const auto bounce = read_delivery_status(
      "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; x@y.test\nAction: delayed\nStatus: 4.4.7\n");
  ASSERT_TRUE(bounce);
  EXPECT_FALSE(bounce->is_permanent());
}

TEST(Bounce, status_without_recipient_is_none) {
  EXPECT_FALSE(read_delivery_status("Reporting-MTA: dns; a\n"));
  EXPECT_FALSE(read_delivery_status(""));
  EXPECT_FALSE(read_delivery_status("Final-Recipient: rfc822;\nAction: failed\n"));
}

struct Sample {
  const char* name;
  const char* header;
  const char* body;
  const char* recipient;
  const char* action;
  const char* status;
};

TEST(Bounce, textual_reports_of_many_servers_are_read) {
  const Sample samples[] = {
      {"qmail", "From: MAILER-DAEMON@mx.example.net\nSubject: failure notice",
       "Hi. This is the qmail-send program at mx.example.net.\nI'm afraid I wasn't able to deliver your message.\n\n"
       "<li.lei@bad.test>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the "
       "message.\n\n"
       "Return-Path: <support@example.com>\nMessage-ID: <T1.1.a@example.com>\n",
       "li.lei@bad.test", "failed", "5.1.1"},
      {"exim",
       "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nSubject: Mail delivery failed: returning message to "
       "sender",
       "A message that you sent could not be delivered.\n\n  li.lei@bad.test\n    host mx.bad.test [192.0.2.7]\n"
       "    SMTP error from remote mail server after RCPT TO:\n    550 Unknown user\n\n------ This is a copy of your "
       "message ------\n"
       "Message-ID: <T1.1.a@example.com>\n",
       "li.lei@bad.test", "failed", "5.0.0"},
      {"exchange", "From: postmaster@corp.example\nSubject: Undeliverable: your request",
       "Delivery has failed to these recipients or groups:\n\nli.lei@bad.test (li.lei@bad.test)\n"
       "The email address you entered couldn't be found.\n\nDiagnostic information for administrators:\n"
       "#550 5.1.10 RESOLVER.ADR.RecipientNotFound ##\n\nOriginal message headers:\nMessage-ID: <T1.1.a@example.com>\n",
       "li.lei@bad.test", "failed", ""},
      {"163", "From: Postmaster@163.example\nSubject: 系统退信/Systems bounce",
       "抱歉，您的邮件被退回来了……\n收件人：li.lei@bad.test\n退信原因：550 User not found: "
       "li.lei@bad.test\n\n原邮件信息\n"
       "Message-ID: <T1.1.a@example.com>\n",
       "li.lei@bad.test", "failed", "5.0.0"},
      {"qq", "From: PostMaster@qq.example\nSubject: 来自qq.example的退信",
       "抱歉，您的邮件被退回\n无法发送到 li.lei@bad.test\n退信原因 收件人邮箱不存在 550 5.1.1 mailbox not found\n",
       "li.lei@bad.test", "failed", "5.1.1"},
      {"sendmail delayed",
       "From: MAILER-DAEMON@mx.example.net\nSubject: Warning: message still undelivered after 4 hours",
       "The original message was received\n\n<li.lei@bad.test>... Deferred: Connection timed out (4.4.1)\n"
       "Message will be retried for 5 days\n",
       "li.lei@bad.test", "delayed", "4.4.1"},
      {"empty return path", "Return-Path: <>\nFrom: System <admin@bad.test>\nSubject: Delivery failed",
       "Could not deliver to li.lei@bad.test: 552 5.2.2 mailbox full\n", "li.lei@bad.test", "failed", "5.2.2"},
  };
  for (const Sample& sample : samples) {
    SCOPED_TRACE(sample.name);
    const Mail mail =
        read_or_fail(std::string(sample.header) +
                     "\nTo: support@example.com\nContent-Type: text/plain; charset=utf-8\n\n" + sample.body);
    ASSERT_TRUE(mail.bounce);
    ASSERT_EQ(mail.bounce->recipients.size(), 1U);
    EXPECT_EQ(mail.bounce->recipients[0].final_recipient, sample.recipient);
    EXPECT_EQ(mail.bounce->recipients[0].action, sample.action);
    if (*sample.status != 0) {
      EXPECT_EQ(mail.bounce->recipients[0].status, sample.status);
    }
    if (std::string_view(sample.body).find("Message-ID") != std::string_view::npos) {
      EXPECT_EQ(mail.bounce->original_message_id, "T1.1.a@example.com");
    }
  }
}

TEST(Bounce, people_who_quote_a_bounce_are_no_bounce) {
  const Mail quoted = read_or_fail(
      "From: li.lei@example.com\nReturn-Path: <li.lei@example.com>\nSubject: Undelivered Mail Returned to Sender\n\n"
      "I got this: <x@bad.test>: 550 5.1.1 unknown user\n");
  EXPECT_FALSE(quoted.bounce);
  const Mail other =
      read_or_fail("From: postmaster@example.com\nSubject: Hello\n\nPlease write to li@example.test, 550 times.\n");
  EXPECT_FALSE(other.bounce);
}

TEST(Bounce, read_receipt_is_no_bounce) {
  const Mail receipt = read_or_fail(
      "From: li.lei@example.com\nSubject: Read: x\nContent-Type: multipart/report; "
      "report-type=disposition-notification; boundary=R\n\n"
      "--R\n\nread\n--R\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; "
      "li.lei@example.com\n"
      "Disposition: manual-action/MDN-sent-manually; displayed\n--R--\n");
  EXPECT_FALSE(receipt.bounce);
  EXPECT_EQ(automatic_reason(receipt, {}), AutomaticReason::kReport);
}

}  // namespace
}  // namespace frontdesk::email
