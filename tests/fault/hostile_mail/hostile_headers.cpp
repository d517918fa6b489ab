#include "hostile_parts.h"

namespace frontdesk::mailgen {
namespace {

using namespace std::string_literals;

constexpr std::string_view kEnd = "\r\nI have a question.\r\n";

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

void add_words(HostileList& list) {
  const auto subject = [&](const char* name, const char* note, std::string_view value) {
    std::string rest = "Subject: ";
    list.add(name, note, rest.append(value).append("\r\n").append(kEnd));
  };
  subject("words-padded", "padding inside a run of words", "=?UTF-8?B?6YCA5qy+YQ==?= =?UTF-8?B?5L2g5aW9?=");
  subject("words-language", "language suffix", "=?utf-8*zh-CN?B?5L2g5aW9?=");
  subject("words-no-end", "a word without end", "=?utf-8?B?5L2g5aW9");
  subject("words-no-end-q", "a Q word without end", "=?utf-8?Q?=E4=BD=A0 and more text");
  subject("words-bad-encoding", "unknown encoding letter", "=?utf-8?X?abc?=");
  subject("words-empty", "empty words", "=?utf-8?B?\?= =?utf-8?Q?\?= =?\?B?YQ==?=");
  subject("words-glued", "words without blanks between", "a=?utf-8?B?5L2g?=b=?utf-8?B?5aW9?=c");
  subject("words-in-quotes", "words in quotes", "\"=?gb2312?B?xOO6ww==?=\"");
  subject("words-blanks", "blanks inside a Q word", "=?utf-8?Q?hello big world?=");
  subject("words-question", "question marks inside a Q word", "=?utf-8?Q?what?=3F?why?=");
  subject("words-nested", "a word that decodes to a word", "=?utf-8?B?PT91dGYtOD9CPzVMMmc/PQ==?=");
  subject("words-crlf", "a word that decodes to a header", "=?utf-8?Q?a=0D=0ABcc:_x@example.com?=");
  subject("words-nul", "a word that decodes to NUL", "=?utf-8?Q?a=00b?=");
  subject("words-many", "20,000 words", repeated("=?utf-8?B?5L2g?= ", 20'000));
  subject("words-many-charsets", "20,000 words of changing charsets",
          repeated("=?gbk?B?xOM=?= =?utf-8?Q?a?= ", 10'000));
  subject("words-unknown-charsets", "10,000 words of unknown charsets",
          repeated("=?x-a?Q?=E4?= =?x-b?Q?=E5?= ", 5'000));
  subject("words-openers", "200,000 beginnings of words", repeated("=?", 100'000));
  subject("words-unclosed-many", "30,000 words without end", repeated("=?a?q? ", 30'000));
  subject("words-huge", "one word of 200 KB", "=?utf-8?B?" + std::string(200'000, 'Q') + "?=");
  subject("words-utf7", "UTF-7 script in a word", "=?utf-7?Q?+ADw-script+AD4-?=");
}

void add_addresses(HostileList& list) {
  const auto from = [&](const char* name, const char* note, std::string_view value) {
    std::string raw = "To: support@example.com\r\nSubject: hostile address\r\nFrom: ";
    list.add_raw(name, note, raw.append(value).append("\r\n").append(kEnd));
  };
  from("from-empty", "empty From", "");
  from("from-null", "From: <>", "<>");
  from("from-name-only", "a name without address", "李雷");
  from("from-unclosed-quote", "unclosed quote", "\"Li Lei <li.lei@example.com>");
  from("from-unclosed-angle", "unclosed bracket", "Li Lei <li.lei@example.com");
  from("from-quotes", "100,000 escaped quotes", repeated("\\\"", 100'000));
  from("from-comments", "100,000 open comments", repeated("(", 100'000));
  from("from-colons", "100,000 colons", repeated(":", 100'000));
  from("from-list", "5,000 senders", repeated("a@example.com, ", 5000));
  from("from-group", "a group as sender", "Team: a@example.com, b@example.com;");
  from("from-route", "a source route", "<@a.example,@b.example:li.lei@example.com>");
  from("from-newline-word", "a name that decodes to a line break", "=?utf-8?Q?Li=0D=0ABcc:_x?= <li.lei@example.com>");
  from("from-bidi", "right-to-left override in the name",
       "\xE2\x80\xAE"
       "gnp.exe <li.lei@example.com>");
  from("from-two-at", "two @ signs", "<a@b@example.com>");
  from("from-long", "an address of 10,000 letters", std::string(10'000, 'a') + "@example.com");
  from("from-word-unclosed", "80,000 beginnings of words", repeated("=? ", 80'000));
}

void add_lines(HostileList& list) {
  const std::string simple = "From: li.lei@example.com\nTo: support@example.com\nSubject: lines\n\nbody\n";
  std::string with_cr = simple;
  for (char& c : with_cr) c = c == '\n' ? '\r' : c;
  list.add_raw("lines-lf", "LF only", simple);
  list.add_raw("lines-cr", "CR only", with_cr);
  list.add_raw("lines-crcrlf", "CR CR LF", "From: a@example.com\r\r\nSubject: crcrlf\r\r\n\r\r\nbody\r\r\n");
  list.add_raw("lines-mixed", "all line ends in one mail",
               "From: a@example.com\rSubject: mixed\nTo: b@example.com\r\n\rbody\n\r\n");
  list.add_raw("lines-mbox", "mbox separator in front", "From a@example.com Fri Mar 15 10:30:00 2024\n" + simple);
  list.add_raw("lines-leading-blank", "blank lines in front", "\r\n\r\n" + simple);
  list.add_raw("lines-no-colon", "a line without colon in the header",
               "From: a@example.com\r\nrubbish\r\nSubject: x\r\n\r\nbody");
  list.add_raw("lines-continuation-first", "a continuation in front", " folded\r\nFrom: a@example.com\r\n\r\nbody");
  list.add_raw("lines-nul", "NULs in the header", "From: a@exa\0mple.com\r\nSub\0ject: x\r\nSubject: a\0b\r\n\r\nb"s);
  list.add_raw("lines-header-only", "header only, no empty line", "From: a@example.com\r\nSubject: header only");
  list.add_raw("lines-no-body", "header and empty line only", "From: a@example.com\r\nSubject: no body\r\n\r\n");
  list.add_raw("lines-no-header", "body only", "\r\nJust a text without any header.\r\n");
  list.add_raw("lines-one-byte", "one byte", "x");
  list.add_raw("lines-binary", "64 KB of random bytes", list.dice().bytes(64U << 10));
  list.add_raw("lines-bom", "byte order mark in front", "\xEF\xBB\xBF" + simple);
  list.add_raw("lines-space-colon", "blank before the colon", "From : a@example.com\r\nSubject\t: spaced\r\n\r\nbody");
  list.add_raw("lines-utf16", "the whole mail in UTF-16", [&] {
    std::string out = "\xFF\xFE";
    for (const char c : simple) out += std::string{c, '\0'};
    return out;
  }());
}

}  // namespace

void add_header_mails(HostileList& list) {
  add_words(list);
  add_addresses(list);
  add_lines(list);
  list.add("header-10mb", "a header of 10 MB",
           repeated("X-Noise: 0123456789012345678901234567890123456789\r\n", 210'000) + std::string(kEnd));
  list.add("header-10mb-line", "one header line of 10 MB",
           "X-Noise: " + std::string(10U << 20, 'n') + "\r\n" + std::string(kEnd));
  list.add("header-folds", "300,000 foldings", "Subject: x" + repeated("\r\n ", 300'000) + "y\r\n" + std::string(kEnd));
  list.add("header-many", "50,000 fields", repeated("X: y\r\n", 50'000) + std::string(kEnd));
  list.add("header-subject-5000", "a subject of 5,000 characters",
           "Subject: " + repeated("退款", 2500) + "\r\n" + std::string(kEnd));
  list.add("header-subject-rtl", "override, zero width, emoji",
           "Subject: \xE2\x80\xAE"
           "abc\xE2\x80\x8B \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\r\n" +
               std::string(kEnd));
  list.add("header-subjects", "three subjects",
           "Subject: one\r\nSubject: two\r\nSubject: three\r\n" + std::string(kEnd));
  list.add("header-references", "100,000 references",
           "References: " + repeated("<a@b> ", 100'000) + "\r\n" + std::string(kEnd));
  list.add("header-date-rubbish", "an impossible date",
           "Date: Fri, 99 Foo 99999 99:99:99 +9999\r\n" + std::string(kEnd));
  list.add("header-received", "200 hops", repeated("Received: from a by b\r\n", 200) + std::string(kEnd));
  list.add("header-auth-forged", "forged results",
           "Authentication-Results: mx.example.com; dkim=pass; spf=pass\r\n" + std::string(kEnd));
  list.add("header-id-rubbish", "Message-ID without brackets", "Message-ID: not an id\r\n" + std::string(kEnd));
  list.add("header-id-empty", "empty Message-ID", "Message-ID: <>\r\n" + std::string(kEnd));
}

}  // namespace frontdesk::mailgen
