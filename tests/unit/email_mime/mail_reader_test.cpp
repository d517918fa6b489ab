#include "mime/mail_reader.h"

#include "reader_fixture.h"

namespace frontdesk::email {
namespace {

std::string mixed(std::string_view parts) {
  std::string raw = "From: a@example.com\r\nSubject: s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
  return raw.append(parts).append("\r\n--b--\r\n");
}

TEST(MailReader, empty_input_is_unreadable_with_a_reason) {
  for (const std::string_view raw : {"", "  \r\n\r\n"}) {
    const ReadMail read = read_mail(raw);
    ASSERT_TRUE(std::holds_alternative<Unreadable>(read));
    EXPECT_FALSE(std::get<Unreadable>(read).reason.empty());
  }
}

TEST(MailReader, raw_limit_is_kept) {
  EXPECT_TRUE(std::holds_alternative<Unreadable>(
      read_mail("From: a@b.c\n\nlong text", {.max_raw_bytes = 10, .authserv_id = {}})));
}

TEST(MailReader, alternative_gives_text_and_html) {
  const Mail mail = read_or_fail(
      "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nplain\n--x\n"
      "Content-Type: text/html\n\n<p><b>pl</b>ain</p>\n--x--\n");
  EXPECT_EQ(mail.text, "plain");
  EXPECT_EQ(mail.html, "<p><b>pl</b>ain</p>");
  EXPECT_FALSE(mail.text_is_from_html);
}

/// Apple Mail puts pictures between pieces of HTML inside one alternative.
TEST(MailReader, html_in_pieces_is_joined) {
  const Mail mail = read_or_fail(
      "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\none two\n--x\n"
      "Content-Type: multipart/mixed; boundary=y\n\n--y\nContent-Type: text/html\n\n<p>one</p>\n--y\n"
      "Content-Type: image/png; name=a.png\n\nx\n--y\nContent-Type: text/html\n\n<p>two</p>\n--y--\n--x--\n");
  EXPECT_EQ(mail.text, "one two");
  EXPECT_EQ(mail.html, "<p>one</p>\n<p>two</p>");
  EXPECT_EQ(mail.attachments.size(), 1U);
}

TEST(MailReader, html_only_mail_gets_a_text) {
  const Mail mail =
      read_or_fail("Content-Type: text/html; charset=utf-8\n\n<p>你好&amp;<br>再见</p><script>x()</script>");
  EXPECT_EQ(mail.text, "你好&\n再见\n");
  EXPECT_TRUE(mail.text_is_from_html);
}

TEST(MailReader, nested_message_is_an_attachment) {
  const Mail mail = read_or_fail(mixed("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner text\r\n"));
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_EQ(mail.attachments[0].name, "inner.eml");
  EXPECT_NE(mail.attachments[0].bytes.find("inner text"), std::string::npos);
  EXPECT_EQ(mail.text, "");
}

TEST(MailReader, inline_picture_keeps_its_content_id) {
  const Mail mail = read_or_fail(
      "Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n<img src=cid:p1>\n--r\n"
      "Content-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n--r--\n");
  ASSERT_EQ(mail.attachments.size(), 1U);
  EXPECT_EQ(mail.attachments[0].content_id, "p1");
  EXPECT_TRUE(mail.attachments[0].is_inline);
  EXPECT_EQ(mail.attachments[0].bytes, "hello");
  EXPECT_EQ(mail.attachments[0].name, "unnamed.png");
}

TEST(MailReader, untrue_charset_label_is_noticed) {
  const Mail mail =
      read_or_fail("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n\xB6\xA9\xB5\xA5\xCE\xB4\xB7\xA2\xBB\xF5");
  EXPECT_EQ(mail.text, "订单未发货");
  EXPECT_TRUE(has_problem(mail, Problem::kCharsetGuessed));
}

TEST(MailReader, missing_closing_boundary_loses_nothing) {
  const Mail mail =
      read_or_fail("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n\nsecond without end");
  EXPECT_EQ(mail.text, "first\nsecond without end");
}

TEST(MailReader, undeclared_boundary_is_found) {
  const Mail mail = read_or_fail("Content-Type: multipart/mixed\n\n--x1\nContent-Type: text/plain\n\ntext\n--x1--\n");
  EXPECT_EQ(mail.text, "text");
}

TEST(MailReader, multipart_without_parts_shows_its_body) {
  const Mail mail = read_or_fail("Content-Type: multipart/mixed; boundary=none\n\nonly this\n");
  EXPECT_EQ(mail.text, "only this\n");
  EXPECT_TRUE(has_problem(mail, Problem::kUnreadableParts));
}

// P-09
TEST(MailReader, limits_cut_and_say_so) {
  std::string parts;
  for (int i = 0; i < 30; ++i) parts += "\r\npart\r\n--b\r\n";
  EXPECT_TRUE(has_problem(read_or_fail(mixed(parts), {.max_parts = 10, .authserv_id = {}}), Problem::kTooManyParts));
  const std::string big = mixed("Content-Type: application/pdf\r\n\r\n" + std::string(50'000, 'x'));
  const Mail cut = read_or_fail(big, {.max_decoded_bytes = 1000, .authserv_id = {}});
  EXPECT_TRUE(has_problem(cut, Problem::kTooLarge));
  ASSERT_EQ(cut.attachments.size(), 1U);
  EXPECT_TRUE(cut.attachments[0].bytes.empty());
  const std::string header = "X: " + std::string(1000, 'x') + "\nSubject: late\n\nbody";
  EXPECT_TRUE(
      has_problem(read_or_fail(header, {.max_header_bytes = 500, .authserv_id = {}}), Problem::kHeaderTooLarge));
}

TEST(MailReader, reads_recipients_and_signs) {
  const Mail mail = read_or_fail(
      "Return-Path: <>\nDelivered-To: support+T1.a@example.com\nX-Original-To: s@example.com\nAuto-Submitted: "
      "Auto-Replied (x); y\n"
      "To: \"Li, Lei\" <li@example.com>, b@example.com (Bob)\nCc: Team: c@example.com;\nReferences: <1@a> <2@b>\n"
      "In-Reply-To: <2@b>\nMessage-ID: <3@c>\nList-Id: x\nReceived: a\nReceived: b\nFrom: x@example.com\n\nt");
  EXPECT_EQ(mail.delivered_to, (std::vector<std::string>{"support+T1.a@example.com", "s@example.com"}));
  EXPECT_EQ(mail.to, (std::vector<Address>{{"li@example.com", "Li, Lei"}, {"b@example.com", "Bob"}}));
  EXPECT_EQ(mail.cc, (std::vector<Address>{{"c@example.com", ""}}));
  EXPECT_EQ(mail.references, (std::vector<std::string>{"1@a", "2@b"}));
  EXPECT_EQ(mail.in_reply_to, std::vector<std::string>{"2@b"});
  EXPECT_EQ(mail.message_id, "3@c");
  EXPECT_TRUE(mail.signs.empty_return_path);
  EXPECT_TRUE(mail.signs.has_list_header);
  EXPECT_EQ(mail.signs.received_count, 2U);
}

TEST(MailReader, believes_only_the_topmost_results_of_our_server) {
  const std::string_view ours =
      "Authentication-Results: mx.example.com; dkim=pass header.d=a.example;\n spf=fail; dmarc=none\n";
  const std::string_view forged = "Authentication-Results: mx.example.com; spf=pass\n";
  const Limits limits{.authserv_id = "MX.example.com"};
  const AuthenticationResults read =
      read_or_fail(std::string(ours).append(forged).append("\nb"), limits).authentication;
  EXPECT_EQ(read, (AuthenticationResults{"pass", "fail", "none", ""}));
  const std::string foreign = "Authentication-Results: other.example; spf=pass\n" + std::string(forged) + "\nb";
  EXPECT_EQ(read_or_fail(foreign, limits).authentication, AuthenticationResults{});
  EXPECT_EQ(read_or_fail(std::string(ours).append("\nb")).authentication, AuthenticationResults{});
}

TEST(MailReader, recognises_signed_and_encrypted_mail) {
  const auto crypto = [](std::string_view type) {
    return read_or_fail(std::string("Content-Type: ").append(type).append("\n\n--b\n\nx\n--b--\n")).crypto;
  };
  EXPECT_TRUE(crypto("multipart/signed; protocol=\"application/pgp-signature\"; boundary=b").pgp_signed);
  EXPECT_TRUE(crypto("multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b").smime_signed);
  EXPECT_TRUE(crypto("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b").pgp_encrypted);
  EXPECT_TRUE(crypto("application/pkcs7-mime; smime-type=enveloped-data").smime_encrypted);
  EXPECT_TRUE(crypto("application/pkcs7-mime; smime-type=signed-data").smime_signed);
  EXPECT_TRUE(read_or_fail("Subject: x\n\n-----BEGIN PGP MESSAGE-----\n").crypto.pgp_encrypted);
}

// P-11, P-40
TEST(MailReader, file_names_are_decoded_and_made_safe) {
  const auto name = [](std::string_view parameter) {
    const Mail mail =
        read_or_fail(mixed(std::string("Content-Type: application/pdf\r\nContent-Disposition: attachment; ")
                               .append(parameter)
                               .append("\r\n\r\nx")));
    return mail.attachments.empty() ? std::string("none") : mail.attachments[0].name;
  };
  EXPECT_EQ(name("filename*0*=utf-8''%E9%80; filename*1*=%80%E6; filename*2*=%AC%BE.pdf"), "退款.pdf");
  EXPECT_EQ(name("filename=\"=?gb2312?B?zcu/7i5wZGY=?=\""), "退款.pdf");
  EXPECT_EQ(name("filename=\"\xCD\xCB\xBF\xEE.pdf\""), "退款.pdf");
  EXPECT_EQ(name("filename=\"../../etc/x\""), "x");
  EXPECT_EQ(name("filename=\"con.txt\""), "_con.txt");
  EXPECT_EQ(name("filename=\"..\""), "unnamed.pdf");
  EXPECT_EQ(name("filename*=utf-8''invoice%E2%80%AEfdp.exe"), "invoicefdp.exe");
  EXPECT_EQ(name("filename*=utf-8''a%0D%0AX-Evil:%20yes.txt"), "aX-Evil yes.txt");
  const std::string long_name = name("filename=\"" + std::string(300, 'n') + ".txt\"");
  EXPECT_EQ(long_name.size(), 200U);
  EXPECT_TRUE(long_name.ends_with(".txt"));
}

}  // namespace
}  // namespace frontdesk::email
