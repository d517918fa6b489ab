#include "mime/writing/composer.h"

#include "mime/judging/automatic.h"
#include "mime/mail_date.h"
#include "reader_fixture.h"
#include "text/unicode.h"

namespace frontdesk::email {
namespace {

using std::chrono::sys_days;

OutgoingMail sample() {
  OutgoingMail mail;
  mail.from = {"support@example.com", "客服中心"};
  mail.to = {{"li.lei@example.com", "李雷"}};
  mail.reply_to = Address{"support+T42.9f8e@example.com", "客服中心"};
  mail.subject = "关于您的退款申请 [#P20240315001]";
  mail.message_id = "T42.7.k3j2h1@example.com";
  mail.date = sys_days(std::chrono::year{2024} / 3 / 15) + std::chrono::hours(2);
  mail.text = "您好：\n\n您的退款已受理。\n.\nFrom here on\ntrailing \n";
  return mail;
}

std::string composed(const OutgoingMail& mail) {
  const ComposedMail result = compose_mail(mail);
  if (const auto* refused = std::get_if<Refused>(&result)) {
    ADD_FAILURE() << refused->reason;
    return {};
  }
  return std::get<std::string>(result);
}

bool is_refused(const OutgoingMail& mail) { return std::holds_alternative<Refused>(compose_mail(mail)); }

TEST(Composer, read_back_equals_input) {
  OutgoingMail out = sample();
  out.cc = {{"han@example.com", "Han, Meimei"}};
  out.in_reply_to = "2@example.com";
  out.references = {"1@example.com", "2@example.com"};
  out.html = "<p>您的退款已受理。</p>\n";
  out.attachments = {{"退款说明（很长很长很长很长很长很长很长的文件名）.pdf", "application/pdf",
                      std::string_view("\0\xFF\r\nx", 5), ""},
                     {"logo.png", "image/png", "png bytes", "logo@example.com"}};
  const std::string raw = composed(out);
  const Mail in = read_or_fail(raw);
  EXPECT_EQ(in.from, out.from);
  EXPECT_EQ(in.to, out.to);
  EXPECT_EQ(in.cc, out.cc);
  EXPECT_EQ(in.reply_to, std::vector<Address>{*out.reply_to});
  EXPECT_EQ(in.subject, out.subject);
  EXPECT_EQ(in.message_id, out.message_id);
  EXPECT_EQ(in.in_reply_to, std::vector<std::string>{"2@example.com"});
  EXPECT_EQ(in.references, out.references);
  EXPECT_EQ(in.date, out.date);
  EXPECT_EQ(in.text, out.text);
  EXPECT_EQ(in.html, out.html);
  ASSERT_EQ(in.attachments.size(), 2U);
  EXPECT_EQ(in.attachments[0].name, "logo.png");
  EXPECT_EQ(in.attachments[0].content_id, "logo@example.com");
  EXPECT_TRUE(in.attachments[0].is_inline);
  EXPECT_EQ(in.attachments[1].name, out.attachments[0].name);
  EXPECT_EQ(in.attachments[1].bytes, out.attachments[0].bytes);
  EXPECT_TRUE(in.problems.empty());
}

void expect_well_formed(const std::string& raw) {
  EXPECT_TRUE(is_ascii(raw));
  std::size_t start = 0;
  for (std::size_t end = raw.find('\n'); end != std::string::npos; end = raw.find('\n', start)) {
    ASSERT_GT(end, 0U);
    ASSERT_EQ(raw[end - 1], '\r');
    ASSERT_LE(end - start, 80U) << raw.substr(start, end - start);
    start = end + 1;
  }
  EXPECT_EQ(start, raw.size());
}

TEST(Composer, lines_are_short_ascii_with_crlf) {
  OutgoingMail out = sample();
  out.html = "<p>" + std::string(500, 'x') + "</p>";
  const std::string file(1000, 'x');
  out.attachments = {{"退款说明（很长很长很长很长很长很长很长的文件名）.pdf", "application/pdf", file, ""}};
  expect_well_formed(composed(out));
}

TEST(Composer, texts_of_any_shape_survive) {
  std::uint64_t state = 7;
  const auto random = [&] { return state = state * 6364136223846793005ULL + 1442695040888963407ULL, state >> 33; };
  constexpr std::string_view kPieces[] = {"a", "=", " ", "\n", ".", "退", "👍", "From ", "--", "\t", "long words here ",
                                          "=_"};
  for (int round = 0; round < 500; ++round) {
    OutgoingMail out = sample();
    out.text.clear();
    const std::size_t pieces = random() % 200;
    for (std::size_t i = 0; i < pieces; ++i) out.text += kPieces[random() % std::size(kPieces)];
    out.text += "\n";
    const std::string raw = composed(out);
    expect_well_formed(raw);
    ASSERT_EQ(read_or_fail(raw).text, out.text);
  }
}

TEST(Composer, long_chinese_subjects_survive) {
  OutgoingMail out = sample();
  for (int length = 1; length < 200; length += 7) {
    out.subject = "x";
    for (int i = 0; i < length; ++i) out.subject += "款";
    const std::string raw = composed(out);
    expect_well_formed(raw);
    ASSERT_EQ(read_or_fail(raw).subject, out.subject);
  }
}

TEST(Composer, header_injection_is_refused) {
  for (const std::string& evil :
       {std::string("a\r\nBcc: x@example.com"), std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3)}) {
    const auto refused = [&](auto change) {
      OutgoingMail mail = sample();
      change(mail);
      return is_refused(mail);
    };
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.subject = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.from.name = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.from.address = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.to[0].name = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.to[0].address = "x@example.com" + evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.reply_to->name = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.message_id = evil + "@example.com"; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.in_reply_to = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.loop_id = evil; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.attachments = {{evil, "a/b", "", ""}}; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.attachments = {{"a", "a/b" + evil, "", ""}}; }));
    EXPECT_TRUE(refused([&](OutgoingMail& m) { m.attachments = {{"a", "a/b", "", evil + "@x"}}; }));
  }
}

TEST(Composer, hostile_references_are_left_out) {
  OutgoingMail out = sample();
  out.references = {"ok@example.com", "evil\r\nBcc: x@example.com", "<angle@x>", "no-at"};
  EXPECT_EQ(read_or_fail(composed(out)).references, std::vector<std::string>{"ok@example.com"});
}

TEST(Composer, references_are_bounded) {
  OutgoingMail out = sample();
  for (int i = 0; i < 100; ++i) out.references.push_back(std::to_string(i) + std::string(60, 'r') + "@example.com");
  const Mail in = read_or_fail(composed(out));
  ASSERT_FALSE(in.references.empty());
  EXPECT_LE(in.references.size(), 20U);
  EXPECT_EQ(in.references.back(), out.references.back());
  std::size_t bytes = 12;
  for (const std::string& id : in.references) bytes += id.size() + 3;
  EXPECT_LT(bytes, 998U);
}

// P-12
TEST(Composer, automatic_mail_says_so) {
  OutgoingMail out = sample();
  out.auto_submitted = AutoSubmitted::kReplied;
  out.loop_id = "desk-1";
  const Mail in = read_or_fail(composed(out));
  EXPECT_EQ(in.signs.auto_submitted, "auto-replied");
  EXPECT_EQ(automatic_reason(in, {{}, "desk-1"}), AutomaticReason::kOwnLoop);
  EXPECT_EQ(automatic_reason(read_or_fail(composed(sample())), {}), std::nullopt);
}

TEST(Composer, addresses_are_checked) {
  for (const char* good :
       {"a@example.com", "a.b+c@sub.example.com", "support+T42.ab@example.com", "李雷@例子.测试", "x@localhost"}) {
    EXPECT_TRUE(is_valid_address(good)) << good;
  }
  for (const char* bad : {"", "a", "@example.com", "a@", "a@b", "a b@example.com", "a@exa mple.com", "a@b@example.com",
                          ".a@example.com", "a.@example.com", "a..b@example.com", "a@example..com", "<a@example.com>",
                          "a@-x.com", "\"a\"@example.com", "a@example.com\r\n", "a@[127.0.0.1]"}) {
    EXPECT_FALSE(is_valid_address(bad)) << bad;
  }
  OutgoingMail out = sample();
  EXPECT_FALSE(needs_smtputf8(out));
  out.to = {{"李雷@例子.测试", ""}};
  EXPECT_TRUE(needs_smtputf8(out));
  out.to.clear();
  EXPECT_TRUE(is_refused(out));
}

TEST(MailDate, reads_and_writes) {
  const auto time = sys_days(std::chrono::year{2024} / 3 / 15) + std::chrono::hours(2) + std::chrono::minutes(30);
  EXPECT_EQ(write_mail_date(time), "Fri, 15 Mar 2024 02:30:00 +0000");
  for (const char* text :
       {"Fri, 15 Mar 2024 10:30:00 +0800", "15 Mar 2024 10:30 +0800 (CST)", "Fri, 15 Mar 24 02:30:00 GMT",
        "Thu,14 Mar 2024 21:30:00 EST", "Fri, 15 March 2024 02:30:00"}) {
    EXPECT_EQ(read_mail_date(text), time) << text;
  }
  for (const char* text : {"", "yesterday", "Fri, 99 Foo 99999 99:99:99 +9999", "32 Mar 2024 10:30:00 +0800"}) {
    EXPECT_EQ(read_mail_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace frontdesk::email
