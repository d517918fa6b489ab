#include "hostile_parts.h"

#include "mime/parts/transfer_encoding.h"
#include "text/charset.h"

namespace frontdesk::mailgen {
namespace {

constexpr std::string_view kChinese = "订单一直没有发货，请尽快处理退款。谢谢！";
constexpr std::string_view kTraditional = "訂單一直沒有出貨，請盡快處理退款。";
constexpr std::string_view kJapanese = "注文した商品が届きません。";
constexpr std::string_view kKorean = "주문한 상품이 아직 도착하지 않았습니다.";
constexpr std::string_view kLatin = "Où est ma commande ? Ça m'étonne.";

struct Sample {
  Charset charset;
  std::string_view text;
};

constexpr Sample kSamples[] = {
    {{"utf-8", "utf-8"}, kChinese},
    {{"gb2312", "gb18030"}, kChinese},
    {{"gbk", "gb18030"}, kChinese},
    {{"gb18030", "gb18030"}, kChinese},
    {{"hz-gb-2312", "HZ"}, kChinese},
    {{"big5", "Big5-HKSCS"}, kTraditional},
    {{"iso-2022-jp", "ISO-2022-JP"}, kJapanese},
    {{"shift_jis", "ibm-943_P15A-2003"}, kJapanese},
    {{"euc-jp", "EUC-JP"}, kJapanese},
    {{"euc-kr", "windows-949-2000"}, kKorean},
    {{"ks_c_5601-1987", "windows-949-2000"}, kKorean},
    {{"iso-8859-1", "windows-1252"}, kLatin},
    {{"unicode-1-1-utf-7", "UTF-7"}, kChinese},
    {{"utf-16", "UTF-16"}, kChinese},
};

std::string plain(std::string_view label, std::string_view bytes) {
  std::string out = "Content-Type: text/plain";
  if (!label.empty()) out.append("; charset=").append(label);
  return out.append("\r\nContent-Transfer-Encoding: 8bit\r\n\r\n").append(bytes).append("\r\n");
}

std::string subject(std::string_view value) { return std::string("Subject: ").append(value).append("\r\n"); }

void add_true_labels(HostileList& list, const Sample& sample, const std::string& bytes) {
  const std::string label = sample.charset.label;
  list.add("charset-8bit-" + label, "8-bit body and raw 8-bit subject", subject(bytes) + plain(label, bytes));
  list.add("charset-unlabelled-" + label, "no label at all", plain({}, bytes));
  list.add("charset-b-words-" + label, "B words",
           subject(encoded_words(sample.text, sample.charset, true)) + plain(label, bytes));
  list.add("charset-q-words-" + label, "Q words",
           subject(encoded_words(sample.text, sample.charset, false)) + plain(label, bytes));
}

/// The text cut in the middle of a character, in body and encoded words.
void add_cuts(HostileList& list, const Sample& sample, const std::string& bytes) {
  const std::string label = sample.charset.label;
  const std::string cut = bytes.substr(0, bytes.size() - 2);
  list.add("charset-truncated-" + label, "body ends inside a character", plain(label, cut.substr(0, cut.size() - 1)));
  const std::size_t middle = bytes.size() / 2 | 1;
  list.add("charset-split-word-" + label, "a character is split between two encoded words",
           subject(encoded_word(bytes.substr(0, middle), label, true) + "\r\n " +
                   encoded_word(bytes.substr(middle), label, true)) +
               plain(label, bytes));
}

void add_lies(HostileList& list, const Sample& sample, const std::string& bytes) {
  for (const char* lie : {"utf-8", "us-ascii", "gb2312", "x-no-such-charset", "../../etc/passwd"}) {
    if (std::string_view(lie) == sample.charset.label) continue;
    std::string name = "charset-lie-" + std::string(sample.charset.label) + "-as-" + lie;
    for (char& c : name) c = c == '/' || c == '.' ? '_' : c;
    list.add(name, "the label is untrue", subject(encoded_word(bytes, lie, true)) + plain(lie, bytes));
  }
}

}  // namespace

void add_charset_mails(HostileList& list) {
  for (const Sample& sample : kSamples) {
    std::string bytes = email::encode_text(sample.text, sample.charset.converter);
    if (std::string_view(sample.charset.converter) == "HZ") bytes += "~}";  // ICU leaves the shift open
    add_true_labels(list, sample, bytes);
    add_cuts(list, sample, bytes);
    add_lies(list, sample, bytes);
  }
  list.add("charset-random-bytes", "random bytes as UTF-8", plain("utf-8", list.dice().bytes(20'000)));
  list.add("charset-random-gb", "random bytes as GB 2312", plain("gb2312", list.dice().bytes(20'000)));
  list.add("charset-random-jp", "random bytes as ISO-2022-JP", plain("iso-2022-jp", list.dice().bytes(20'000)));
  list.add("charset-overlong", "overlong and surrogate UTF-8",
           plain("utf-8", "\xC0\xAF\xE0\x80\xAF\xED\xA0\x80\xF5\x80"));
  list.add("charset-nul", "NUL bytes in the body", plain("utf-8", std::string("before\0after\0", 13)));
  list.add("charset-bom", "byte order mark in front of the body", plain("utf-8", "\xEF\xBB\xBF你好"));
  list.add("charset-long-label", "a charset label of 5,000 letters", plain(std::string(5000, 'x'), kChinese));
  list.add("charset-quoted-label", "quotes and blanks around the label", plain("\" gb2312 \"", kChinese));
}

}  // namespace frontdesk::mailgen
