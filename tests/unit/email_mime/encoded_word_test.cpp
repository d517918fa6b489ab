#include "mime/text/encoded_word.h"

#include "mime/address_list.h"
#include "text/charset.h"
#include "text/unicode.h"

#include <gtest/gtest.h>

namespace frontdesk::email {
namespace {

struct Case {
  const char* raw;
  const char* text;
};

TEST(EncodedWord, decodes_what_mailers_write) {
  const Case cases[] = {
      {"plain", "plain"},
      {"=?UTF-8?B?6YCA5qy+YQ==?= =?UTF-8?B?5L2g5aW9?=", "退款a你好"},  // padding inside a run
      {"=?utf-8*zh-CN?B?5L2g5aW9?=", "你好"},
      {"=?gb2312?B?xOO6ww==?=", "你好"},
      {"=?gb2312?Q?=C4=E3_=BA=C3?=", "你 好"},
      {"=?utf-8?B?5L0=?= =?utf-8?B?oOWlvQ==?=", "你好"},  // a character in two words
      {"=?iso-2022-jp?B?GyRCLSEbKEI=?=", "①"},
      {"=?shift_jis?B?h0A=?=", "①"},  // cp932 bytes
      {"=?hz-gb-2312?Q?~{VPND~}?=", "中文"},
      {"=?utf-8?Q?hello big world?=", "hello big world"},
      {"a=?utf-8?B?5L2g?=b=?utf-8?B?5aW9?=c", "a你b好c"},
      {"=?utf-8?B?5L2g5aW9", "你好"},
      {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
      {"=?us-ascii?Q?a?= text =?us-ascii?Q?b?=", "a text b"},
      {"\xC4\xE3\xBA\xC3\xD6\xD0\xB9\xFA", "你好中国"},  // raw GB
      {"=?utf-7?Q?+T2BZfQ-?=", "你好"},
      {"=?no-such?B?5L2g5aW9?=", "你好"},
  };
  for (const Case& c : cases) EXPECT_EQ(decode_header_text(c.raw).text, c.text) << c.raw;
}

TEST(EncodedWord, long_chinese_subjects_survive_encoding) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    text += i % 7 == 0 ? "a " : "退";
    const std::string encoded = encode_header_text(text, 9);
    ASSERT_EQ(decode_header_text(encoded).text, text);
    ASSERT_TRUE(is_ascii(encoded));
    std::string_view rest = encoded;
    std::string_view line;
    std::size_t column = 9;
    while (next_line(rest, line)) {
      ASSERT_LE(column + line.size(), 76U);
      column = 0;
      const std::size_t start = line.find("=?UTF-8?B?");
      if (start == std::string_view::npos) continue;
      // Each word alone is whole characters.
      ASSERT_TRUE(measure_utf8(decode_header_text(line.substr(start)).text).valid());
      ASSERT_EQ(decode_header_text(line.substr(start)).text.find("\xEF\xBF\xBD"), std::string::npos);
    }
  }
}

TEST(EncodedWord, emoji_and_ascii_specials_survive_encoding) {
  for (const std::string_view text :
       {"👨‍👩‍👧 家庭", "=?utf-8?B?fake?=", " leading", "trailing ", "tab\there", "a"}) {
    EXPECT_EQ(decode_header_text(encode_header_text(text, 9)).text, text);
  }
  EXPECT_EQ(encode_header_text("plain subject", 9), "plain subject");
  EXPECT_EQ(encode_phrase("Li, Lei", 6), "\"Li, Lei\"");
}

// P-10
TEST(Charset, labels_are_widened) {
  EXPECT_EQ(widened_charset("GB2312"), "gb18030");
  EXPECT_EQ(widened_charset(" \"gbk\" "), "gb18030");
  EXPECT_EQ(widened_charset("x-unknown-thing"), "x-unknown-thing");
  EXPECT_EQ(widened_charset("../../etc/passwd").find('/'), std::string::npos);
}

// P-10
TEST(Charset, unlabelled_text_is_recognised) {
  const std::string chinese = "订单一直没有发货，请尽快处理。";
  EXPECT_EQ(decode_text(chinese, "").text, chinese);
  EXPECT_EQ(decode_text(encode_text(chinese, "gb18030"), "").text, chinese);
  EXPECT_EQ(decode_text(encode_text("注文した商品", "ISO-2022-JP"), "").text, "注文した商品");
  EXPECT_EQ(decode_text(chinese, "gb2312").text, chinese);      // UTF-8 labelled as GB
  EXPECT_EQ(decode_text(chinese, "iso-8859-1").text, chinese);  // UTF-8 labelled as Latin-1
  EXPECT_EQ(decode_text("caf\xE9", "iso-8859-1").text, "café");
}

TEST(Charset, japanese_escapes_show_under_any_ascii_label) {
  const std::string bytes = encode_text("注文した商品", "ISO-2022-JP");
  for (const char* label : {"", "utf-8", "us-ascii", "gb2312"})
    EXPECT_EQ(decode_text(bytes, label).text, "注文した商品");
  EXPECT_EQ(decode_header_text(bytes).text, "注文した商品");
}

TEST(EncodedWord, raw_text_is_read_in_the_charset_of_the_body) {
  const std::string korean = "주문한 상품";
  EXPECT_EQ(decode_header_text(encode_text(korean, "windows-949-2000"), "euc-kr").text, korean);
  EXPECT_EQ(decode_header_text(korean, "euc-kr").text, korean);
}

// P-10
TEST(Charset, characters_beyond_the_label_are_kept) {
  const std::string rare = "朱镕基喆";  // not in GB 2312
  EXPECT_EQ(decode_text(encode_text(rare, "gb18030"), "gb2312").text, rare);
}

TEST(Charset, truncated_text_loses_only_its_end) {
  const std::string chinese = "请尽快处理";
  const Decoded cut = decode_text(std::string_view(chinese).substr(0, chinese.size() - 1), "utf-8");
  EXPECT_EQ(cut.text, "请尽快处\xEF\xBF\xBD");
  EXPECT_TRUE(cut.damaged);
}

TEST(AddressList, reads_what_people_write) {
  const auto first = [](std::string_view raw) {
    const AddressList list = read_addresses(raw);
    return list.addresses.empty() ? Address{} : list.addresses.front();
  };
  EXPECT_EQ(first("=?gb2312?B?wO7A1w==?= <li@example.com>"), (Address{"li@example.com", "李雷"}));
  EXPECT_EQ(first("\"=?gb2312?B?wO7A1w==?=\" <li@example.com>"), (Address{"li@example.com", "李雷"}));
  EXPECT_EQ(first("li@example.com"), (Address{"li@example.com", ""}));
  EXPECT_EQ(first("<@a,@b:li@example.com>"), (Address{"li@example.com", ""}));
  EXPECT_EQ(first("\"unclosed <li@example.com>"), (Address{"li@example.com", "unclosed"}));
  EXPECT_EQ(first("=?utf-8?Q?Li=0D=0ABcc:_x?= <li@example.com>").name, "Li Bcc: x");
  EXPECT_EQ(first("李雷"), (Address{"", "李雷"}));
  EXPECT_EQ(first("<>"), Address{});
}

}  // namespace
}  // namespace frontdesk::email
