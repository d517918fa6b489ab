// What a customer wrote is found, whatever the mailer made of it: nothing of it is lost in silence.
#include <string>
#include <string_view>
#include <vector>

#include "mime/judging/automatic.h"
#include "mime/judging/bounce.h"
#include "mime/mail_address.h"
#include "mime/text/same_words.h"
#include "text/charset.h"
#include "text/domain_name.h"
#include "text/html_charset.h"
#include "unit/email_mime/reader_fixture.h"

namespace frontdesk::email {
namespace {

const std::vector<std::string> kOwn{"support@shop.test"};

std::string mail_with(std::string_view headers, std::string_view body) {
  return "From: Li Lei <lilei@buyer.example>\r\nTo: support@shop.test\r\n" + std::string(headers) + "\r\n" +
         std::string(body);
}

std::string alternative(const std::string& plain, const std::string& html) {
  return mail_with("Content-Type: multipart/alternative; boundary=b\r\n",
                   "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain +
                       "\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n");
}

// --- the sender ----------------------------------------------------------------------------------------------------

Mail from_header(const std::string& header) {
  return read_or_fail(header + "\r\nTo: support@shop.test\r\nSubject: x\r\n\r\nhello\r\n");
}

TEST(Sender, address_inside_an_encoded_word_is_found) {
  struct Case {
    std::string header, address, name;
  };
  for (const Case& one : {
           Case{"From: =?utf-8?B?5byg5LiJIDx6aGFuZ3NhbkBidXllci5leGFtcGxlPg==?=", "zhangsan@buyer.example", "张三"},
           Case{"From: =?utf-8?Q?Wang_Wu_=3Cwangwu@buyer.example=3E?=", "wangwu@buyer.example", "Wang Wu"},
           Case{"From: =?utf-8?Q?wangwu=40buyer.example?=", "wangwu@buyer.example", ""},
           Case{"From: =?utf-8?Q?Wang=3Cwangwu=40buyer.example=3E?= <>", "wangwu@buyer.example", "Wang"},
           Case{"From: \"=?utf-8?B?5byg5LiJIDx6aGFuZ3NhbkBidXllci5leGFtcGxlPg==?=\"", "zhangsan@buyer.example", "张三"},
       }) {
    const Mail mail = from_header(one.header);
    EXPECT_EQ(mail.from.address, one.address) << one.header;
    EXPECT_EQ(mail.from.name, one.name) << one.header;
  }
}

TEST(Sender, name_that_looks_like_an_address_never_replaces_the_address) {
  const Mail mail = from_header("From: =?utf-8?Q?boss=40shop.test_=3Cboss=40shop.test=3E?= <eve@elsewhere.example>");
  EXPECT_EQ(mail.from.address, "eve@elsewhere.example");
}

TEST(Sender, quoted_local_part_keeps_what_its_quotes_mean) {
  for (const auto& [header, address] : std::vector<std::pair<std::string, std::string>>{
           {"From: Quinn <\"john..doe\"@buyer.example>", "\"john..doe\"@buyer.example"},
           {"From: \"john..doe\"@buyer.example", "\"john..doe\"@buyer.example"},
           {"From: \"Quinn, J.\" <\"john doe\"@buyer.example>", "\"john doe\"@buyer.example"},
           {"From: <\"a>b\"@buyer.example>", "\"a>b\"@buyer.example"},
           {"From: \"a@b\"@buyer.example (Quinn)", "\"a@b\"@buyer.example"},
           {"From: <\"john.doe\"@buyer.example>", "john.doe@buyer.example"},
       }) {
    EXPECT_EQ(from_header(header).from.address, address) << header;
  }
}

TEST(Sender, whoever_can_write_can_be_answered) {
  for (const auto& [written, form] : std::vector<std::pair<std::string, std::string>>{
           {"li@example.com", "li@example.com"},
           {"kefu@例子.中国", "kefu@xn--fsqu00a.xn--fiqs8s"},
           {"kefu@例子。中国", "kefu@xn--fsqu00a.xn--fiqs8s"},
           {"info@Bücher.example", "info@xn--bcher-kva.example"},
           {"\"john..doe\"@buyer.example", "\"john..doe\"@buyer.example"},
           {"john..doe@docomo.example", "\"john..doe\"@docomo.example"},
           {"john.@docomo.example", "\"john.\"@docomo.example"},
           {"\"a \\\"b\\\" c\"@buyer.example", "\"a \\\"b\\\" c\"@buyer.example"},
           {"alarm@[192.0.2.7]", "alarm@[192.0.2.7]"},
           {"alarm@printer", "alarm@printer"},
           {"li@my_host.example", "li@my_host.example"},
           {"li@example.com.", "li@example.com"},
           {"张三@example.com", "张三@example.com"},
           {std::string(120, 'r') + "@reply.example", std::string(120, 'r') + "@reply.example"},
       }) {
    EXPECT_EQ(writable_address(written).value_or("none"), form) << written;
  }
  for (const char* none : {"", "li", "@example.com", "li@", "li@exa mple.com", "li@-a.example",
                           "\"a\r\nb\"@example.com", "a\nb@example.com", "li@a..b", "\"open@example.com"}) {
    EXPECT_FALSE(writable_address(none)) << none;
  }
}

const Address& author(const Mail& mail) { return author_of(mail, {kOwn, "our-loop"}); }

TEST(Sender, reply_to_that_is_ours_or_unusable_leaves_the_customer_the_customer) {
  for (const char* reply_to :
       {"support@shop.test", "Support <SUPPORT@shop.test>", "support+T12.abc@shop.test", "undisclosed-recipients:;",
        "nobody", "<>", "no-reply@buyer.example", "support@shop.test, support+a@shop.test"}) {
    const Mail mail = read_or_fail(mail_with("Reply-To: " + std::string(reply_to) + "\r\n", "Please refund.\r\n"));
    EXPECT_EQ(author(mail).address, "lilei@buyer.example") << reply_to;
    EXPECT_EQ(automatic_reason(mail, {kOwn, "our-loop"}), std::nullopt) << reply_to;
  }
}

TEST(Sender, forms_that_write_as_us_name_the_customer_in_reply_to) {
  const Mail mail = read_or_fail(
      "From: Shop <support@shop.test>\r\nReply-To: support@shop.test, hanmei@buyer.example, tom@buyer.example\r\n"
      "\r\nhello\r\n");
  EXPECT_EQ(author(mail).address, "hanmei@buyer.example");
  const auto further = further_recipients(mail, {kOwn, ""});
  ASSERT_EQ(further.size(), 1U);
  EXPECT_EQ(further[0].address, "tom@buyer.example");
}

// --- automatic replies ---------------------------------------------------------------------------------------------

std::optional<AutomaticReason> judged(const std::string& subject, const std::string& headers, const std::string& body) {
  return automatic_reason(read_or_fail(mail_with("Subject: " + subject + "\r\n" + headers, body + "\r\n")),
                          {kOwn, "our-loop"});
}
const std::string kAnswer = "In-Reply-To: <T1.2.abc@shop.test>\r\n";

TEST(AutomaticReply, words_of_programs_that_set_no_header_are_known) {
  for (const char* subject :
       {"自动回复:Re: where is my parcel", "自动回复：您的邮件", "[自动回复] Re: x", "【自动回复】", "休假自动回复: 好",
        "Automatic reply: question", "Out of Office: Re: x", "AutoReply: x", "Abwesenheitsnotiz: Re: x",
        "Réponse automatique : x", "自動返信: Re: x", "자동 회신: x"}) {
    EXPECT_EQ(judged(subject, kAnswer, "hello"), AutomaticReason::kAutoReply) << subject;
  }
  EXPECT_EQ(judged("Re: where is my parcel", kAnswer, "这是一封假期自动回复邮件。\r\n\r\n您好，我正在休假。"),
            AutomaticReason::kAutoReply);
  EXPECT_EQ(judged("Re: x", kAnswer, "Hello, I am currently out of the office until Monday."),
            AutomaticReason::kAutoReply);
}

TEST(AutomaticReply, customers_who_ask_about_such_things_are_people) {
  EXPECT_EQ(judged("自动回复怎么关闭", "", "请问自动回复怎么关闭？"), std::nullopt);
  EXPECT_EQ(judged("Re: 自动回复: 您的问题", kAnswer, "我要真人回复"), std::nullopt);
  EXPECT_EQ(judged("question", "", "这是一封自动回复邮件吗？"), std::nullopt);
  EXPECT_EQ(judged("Automatic door", "", "My door is broken"), std::nullopt);
}

// --- bounces -------------------------------------------------------------------------------------------------------

Mail report(const std::string& subject, const std::string& body) {
  return read_or_fail(
      "Return-Path: <>\r\nFrom: Mailer-Daemon <mailer-daemon@mail.example>\r\nTo: support+T9.abc@shop.test\r\n"
      "Subject: " +
      subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body);
}

TEST(BounceBelow, reason_under_the_facts_of_the_returned_mail_is_the_servers) {
  const Mail mail =
      report("系统退信",
             "抱歉，您的邮件被退回来了……\r\n\r\n原邮件信息：\r\n时间：2026-11-30 09:00:00\r\n主题：Re: q\r\n"
             "收件人：gone@far.example\r\n\r\n退信原因：\r\n收件人不存在\r\n"
             "SMTP error, RCPT TO: host mx.far.example(192.0.2.7) 550 User not found: gone@far.example\r\n");
  ASSERT_TRUE(mail.bounce);
  ASSERT_EQ(mail.bounce->recipients.size(), 1U);
  EXPECT_EQ(mail.bounce->recipients[0].final_recipient, "gone@far.example");
  EXPECT_EQ(mail.bounce->recipients[0].action, "failed");
  EXPECT_NE(mail.bounce->recipients[0].diagnostic.find("User not found"), std::string::npos);
}

TEST(BounceBelow, reason_without_any_code_is_still_told) {
  const Mail mail = report("退信：Re: q",
                           "您的邮件未能送达。\r\n原邮件信息：\r\n收件人：gone@far.example\r\n主题：Re: q\r\n"
                           "退信原因：\r\n对方邮箱已满\r\n解决方案：请稍后再试\r\n");
  ASSERT_TRUE(mail.bounce);
  EXPECT_EQ(mail.bounce->recipients.at(0).final_recipient, "gone@far.example");
  EXPECT_EQ(mail.bounce->recipients.at(0).diagnostic, "对方邮箱已满");
}

TEST(BounceBelow, words_of_the_returned_mail_itself_prove_nothing) {
  const Mail mail = report("Undelivered",
                           "Your mail to gone@far.example came back.\r\n\r\n----- Original message\r\n"
                           "Received: from a by b\r\n\r\nReason: 550 5.1.1 I quote somebody\r\n");
  ASSERT_TRUE(mail.bounce);
  EXPECT_EQ(mail.bounce->recipients.at(0).status, "");
}

// --- texts ---------------------------------------------------------------------------------------------------------

TEST(Words, stub_of_plain_text_gives_way_to_the_html) {
  for (const char* stub : {"This message needs an HTML mail reader.", "您的邮件客户端不支持HTML格式。",
                           "To view this message, please use an HTML compatible email viewer."}) {
    const Mail mail = read_or_fail(alternative(stub, "<p>我的订单 88 被扣款两次，我要投诉，请退款。</p>"));
    EXPECT_EQ(mail.text, "我的订单 88 被扣款两次，我要投诉，请退款。\n") << stub;
  }
}

TEST(Words, plain_text_that_says_what_the_html_says_stays) {
  const Mail mail =
      read_or_fail(alternative("Hello,\r\n> quoted\r\nmy order 88 is late.",
                               "<div>Hello,<blockquote>quoted</blockquote>my <b>order 88</b> is late.</div>"
                               "<div>Sent from my phone, with a long advertisement behind it.</div>"));
  EXPECT_NE(mail.text.find("> quoted"), std::string::npos);
  EXPECT_FALSE(mail.text_is_from_html);
}

TEST(Words, pieces_of_one_mail_are_all_read) {
  const Mail mail = read_or_fail(
      mail_with("Content-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlease see below.\r\n"
                "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Order 88 arrived broken.</p>\r\n--b--\r\n"));
  EXPECT_NE(mail.text.find("see below"), std::string::npos);
  EXPECT_NE(mail.text.find("arrived broken"), std::string::npos);
}

TEST(Words, line_of_blanks_that_was_meant_to_be_empty_hides_no_part) {
  const std::string image =
      "--b1\r\nContent-Type: image/png; name=\"q.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
      "iVBORw0KGgo=\r\n--b1--\r\n";
  const std::string html = "<p>Where is my parcel? Order 88.</p>\r\n";
  for (const std::string& mail : {
           mail_with("Content-Type: multipart/mixed; boundary=\"b1\"\r\n \r\n",
                     "--b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + image),
           mail_with("Content-Type: multipart/mixed; boundary=\"b1\"\r\n \r\n",
                     "--b1\r\nContent-Type: text/html; charset=utf-8\r\n \t \r\n" + html + image),
           mail_with("Content-Type: multipart/mixed; boundary=\"b1\"\r\n",
                     "--b1\r\nContent-Type: text/html; charset=utf-8\r\n \r\n" + html + image),
           mail_with("Content-Type: multipart/mixed; boundary=\"b1\"\r\n",
                     "--b1\r\n \r\nWhere is my parcel? Order 88.\r\n" + image),
       }) {
    // The header block's own empty line is part of `mail_with`; drop it where the case brings one of blanks.
    std::string raw = mail;
    if (const std::size_t at = raw.find("\r\n \r\n\r\n"); at != std::string::npos) raw.erase(at + 5, 2);
    const Mail read = read_or_fail(raw);
    EXPECT_NE(read.text.find("Where is my parcel? Order 88."), std::string::npos) << raw;
    ASSERT_EQ(read.attachments.size(), 1U) << raw;
    EXPECT_EQ(read.attachments[0].name, "q.png");
  }
}

TEST(Words, text_around_the_parts_is_told_of) {
  const Mail mail = read_or_fail(mail_with("Content-Type: multipart/mixed; boundary=b\r\n",
                                           "My parcel never came, and nobody answers the telephone.\r\n--b\r\n"
                                           "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"));
  EXPECT_TRUE(has_problem(mail, Problem::kTextOutsideParts));
  const Mail usual = read_or_fail(mail_with("Content-Type: multipart/mixed; boundary=b\r\n",
                                            "This is a multi-part message in MIME format.\r\n--b\r\n"
                                            "Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"));
  EXPECT_TRUE(usual.problems.empty());
}

TEST(Words, charset_that_only_the_html_names_is_believed) {
  struct Case {
    const char* charset;
    std::string words;
  };
  for (const Case& one : {Case{"euc-kr", "반품하고 싶어요"}, Case{"gb2312", "我要退货"}, Case{"Big5", "我要退貨"},
                          Case{"Shift_JIS", "返品したいです"}, Case{"windows-1251", "Верните деньги"}}) {
    for (const std::string& meta :
         {std::string("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=") + one.charset + "\">",
          std::string("<META CHARSET='") + one.charset + "'>", std::string("<meta charset = ") + one.charset + " />"}) {
      for (const char* type : {"Content-Type: text/html\r\n", "Content-Type: text/html; charset=us-ascii\r\n",
                               "Content-Type: text/html; charset=utf-8\r\n"}) {
        const std::string words = encode_text(one.words, widened_charset(one.charset).c_str());
        const Mail mail = read_or_fail(
            mail_with(type, "<html><head>" + meta + "</head><body><p>" + words + "</p></body></html>\r\n"));
        EXPECT_EQ(mail.text, one.words + "\n") << one.charset << ' ' << meta << ' ' << type;
      }
    }
  }
}

// --- files ---------------------------------------------------------------------------------------------------------

TEST(Files, attached_mail_keeps_its_bytes_and_is_named_by_its_subject) {
  const std::string inner =
      "From: a@b.example\r\nTo: c@d.example\r\nSubject: =?utf-8?B?5Y6f5aeL5oqV6K+J?=\r\n"
      "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: message/rfc822\r\n\r\n"
      "Subject: deep\r\n\r\nfirst=\r\n second\r\n--i--\r\n";
  const Mail mail = read_or_fail(
      mail_with("Content-Type: multipart/mixed; boundary=b\r\n",
                "--b\r\nContent-Type: text/plain\r\n\r\nsee attached\r\n--b\r\nContent-Type: message/rfc822\r\n"
                "Content-Disposition: attachment\r\n\r\n" +
                    inner + "\r\n--b--\r\n"));
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_EQ(mail.attachments[0].bytes, inner);
  EXPECT_EQ(mail.attachments[0].name, "原始投诉.eml");
  EXPECT_EQ(mail.attachments[0].mime, "message/rfc822");
}

TEST(Files, text_file_that_looks_like_parts_keeps_its_bytes) {
  const std::string file =
      "-- \r\n \r\nsignature\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nbody\r\n--y\r\n   \r\nend";
  const Mail mail = read_or_fail(mail_with("Content-Type: multipart/mixed; boundary=b\r\n",
                                           "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n"
                                           "Content-Type: text/x-log; name=a.log\r\n\r\n" +
                                               file + "\r\n--b--\r\n"));
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_EQ(mail.attachments[0].bytes, file);
}

TEST(Files, mail_that_is_one_file_is_a_file_and_shows_its_text) {
  for (const char* headers :
       {"Content-Type: text/plain; name=\"orders.csv\"\r\nContent-Disposition: attachment; filename=\"orders.csv\"\r\n"
        "Content-Transfer-Encoding: base64\r\n",
        "Content-Type: text/plain; name=\"orders.csv\"\r\nContent-Transfer-Encoding: base64\r\n",
        "Content-Type: text/csv\r\nContent-Disposition: inline; filename=\"orders.csv\"\r\n"
        "Content-Transfer-Encoding: base64\r\n"}) {
    const Mail mail = read_or_fail(mail_with(headers, "YSxiCjEsMgo=\r\n"));
    ASSERT_EQ(mail.attachments.size(), 1U) << headers;
    EXPECT_EQ(mail.attachments[0].name, "orders.csv");
    EXPECT_EQ(mail.attachments[0].bytes, "a,b\n1,2\n");
    EXPECT_EQ(mail.text, "a,b\n1,2\n") << headers;
  }
}

}  // namespace
}  // namespace frontdesk::email
