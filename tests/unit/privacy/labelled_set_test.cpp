// A labelled set from a seeded generator: personal data in every written form must be found, look-alikes must not.
#include <gtest/gtest.h>

#include <time.h>

#include <algorithm>
#include <random>

#include "privacy/detect/number/checks.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {
namespace {

class Generator {
 public:
  explicit Generator(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(engine_); }
  const char* one_of(std::initializer_list<const char*> choices) { return choices.begin()[below(choices.size())]; }
  std::string digits(std::size_t count) {
    std::string out;
    while (count-- > 0) out += static_cast<char>('0' + below(10));
    return out;
  }

  std::string mobile() {
    return std::string(
               one_of({"130", "135", "138", "139", "147", "150", "159", "166", "177", "186", "188", "198", "199"})) +
           digits(8);
  }
  std::string id_card() {
    std::string id = one_of({"110101", "310115", "440305", "510107", "330106"});
    id += std::to_string(1950 + below(60));
    id += one_of({"01", "05", "09", "12"});
    id += one_of({"03", "15", "28"});
    id += digits(3);
    for (const char c : std::string("0123456789X")) {
      if (is_id_card_18(id + c)) return id + c;
    }
    return {};
  }
  std::string bank_card() {
    std::string card = std::string(one_of({"622202", "621700", "622588"})) + digits(12);
    for (char c = '0'; c <= '9'; ++c) {
      if (passes_luhn(card + c)) return card + c;
    }
    return {};
  }
  std::string email() {
    return std::string(one_of({"zhang", "li.si", "wang_wu", "customer+1"})) + digits(3) + "@" +
           one_of({"example.com", "163.com", "qq.com", "mail.example.org"});
  }
  std::string landline() {
    return std::string(one_of({"010", "021", "0755", "0571", "020"})) + one_of({"-", " "}) + one_of({"6", "8", "2"}) +
           digits(7);
  }

 private:
  std::mt19937 engine_;
};

std::string full_width(const std::string& digits) {
  std::string out;
  for (const char c : digits) out += std::string("\xEF\xBC") + static_cast<char>(0x90 + (c - '0'));
  return out;
}

std::string chinese(const std::string& digits) {
  const char* names[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  std::string out;
  for (const char c : digits) out += names[c - '0'];
  return out;
}

std::string spaced(const std::string& digits, const std::string& separator, std::vector<std::size_t> cuts) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (std::find(cuts.begin(), cuts.end(), i) != cuts.end()) out += separator;
    out += digits[i];
  }
  return out;
}

std::string write_mobile(Generator& make, const std::string& number) {
  switch (make.below(10)) {
    case 0: return number;
    case 1: return "+86" + number;
    case 2: return "+86 " + spaced(number, "-", {3, 7});
    case 3: return "0086" + number;
    case 4: return spaced(number, make.one_of({" ", "-", ".", "~", "\u200B"}), {3, 7});
    case 5: return full_width(number);
    case 6: return chinese(number);
    case 7: return spaced(number, " ", {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    case 8: return spaced(number, " ", {3});
    default: return number + make.one_of({"转8012", "-123", " ext 55"});
  }
}

bool is_found(const Masked& masked, DataKind kind) {
  return std::any_of(masked.spans.begin(), masked.spans.end(), [kind](const Span& span) { return span.kind == kind; });
}

struct Positive {
  std::string text;
  DataKind kind;
};

Positive positive(Generator& make) {
  const std::string before =
      make.one_of({"你好，", "我的联系方式：", "请尽快处理 ", "", "Hello ", "（急）", "谢谢！", "打给我"});
  const std::string behind = make.one_of({"", "，谢谢", "。", " please", "（张）", "\n下一行", "！！"});
  switch (make.below(5)) {
    case 0: return {before + make.email() + behind, DataKind::kEmail};
    case 1: return {before + make.landline() + behind, DataKind::kLandline};
    case 2: return {before + make.id_card() + behind, DataKind::kIdCard};
    case 3: {
      const std::string card = make.bank_card();
      return {before + (make.below(2) == 0 ? card : spaced(card, " ", {4, 8, 12, 16})) + behind, DataKind::kBankCard};
    }
    default: return {before + write_mobile(make, make.mobile()) + behind, DataKind::kMobile};
  }
}

std::string look_alike(Generator& make) {
  switch (make.below(14)) {
    case 0: return "订单号 2024" + make.digits(14) + " 还没有发货";
    case 1: return "订单号：" + make.mobile();
    case 2: return "运单号 SF1" + make.digits(12) + "，快递一直不动";
    case 3: return "运单 73" + make.mobile() + " 查不到";
    case 4: return "时间戳 171" + make.digits(10);
    case 5: return "https://shop.example.com/item/" + make.mobile() + "?id=" + make.digits(12);
    case 6: return "发票号码 " + make.digits(8) + "，金额 " + make.digits(4) + "." + make.digits(2);
    case 7: return "SKU 10" + make.digits(9) + " 有货吗";
    case 8: return "版本 1." + make.digits(2) + "." + make.digits(3) + " 打不开";
    case 9: return "IMEI 86" + make.digits(13);
    case 10: return "2024-03-1" + make.digits(1) + " 1" + make.digits(1) + ":30:0" + make.digits(1) + " 下的单";
    case 11: return "会员卡号 62" + make.digits(14) + " 积分不对";
    case 12: return "一共三件，一百二十元，" + make.digits(3) + "块钱";
    default: return "order no. " + make.digits(3) + "-" + make.digits(7) + "-" + make.digits(7);
  }
}

// M-76, N-04
TEST(LabelledSet, finds_personal_data_in_every_written_form) {
  Generator make(20240315);
  const Masker masker(Profile::kSop);
  constexpr int kTexts = 5000;
  int missed = 0;
  std::string example;
  for (int i = 0; i < kTexts; ++i) {
    const Positive sample = positive(make);
    if (is_found(masker.mask(sample.text), sample.kind)) continue;
    ++missed;
    example = sample.text;
  }
  EXPECT_LE(missed, kTexts / 200) << "for example: " << example;
}

TEST(LabelledSet, leaves_order_numbers_and_other_look_alikes_readable) {
  Generator make(20240316);
  const Masker masker(Profile::kSop);
  constexpr int kTexts = 5000;
  int alarms = 0;
  std::string example;
  for (int i = 0; i < kTexts; ++i) {
    const std::string text = look_alike(make);
    const Masked masked = masker.mask(text);
    if (masked.spans.empty()) {
      EXPECT_EQ(masked.text.text(), text);
      continue;
    }
    ++alarms;
    example = text + " -> " + masked.text.text();
  }
  EXPECT_LE(alarms, kTexts * 3 / 100) << "for example: " << example;
}

/// CPU time of this thread: a busy machine does not make a test fail.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Time stays in proportion to the text, whatever it repeats: the bound is generous for unoptimised builds, and a cost
/// that grows with the square of the length would pass it a hundred times over.
TEST(Bounds, long_hostile_texts_are_masked_in_time) {
  const Masker masker(Profile::kSop);
  for (const char* unit : {"7",
                           "1 ",
                           "13800138000 ",
                           "+4915112345678 ",
                           "一三",
                           "@",
                           "a@a.",
                           "省市区号",
                           "地址：广东省深圳市",
                           "密码是",
                           "1-2 3.4~",
                           "王李张先生",
                           "\u200B1",
                           "<",
                           "\xff",
                           "a",
                           "1\n",
                           "+",
                           "(",
                           "DE89 ",
                           "转1",
                           "https://a/13800138000"}) {
    std::string text;
    while (text.size() < (256U << 10)) text += unit;
    const double begin = cpu_seconds();
    const Masked masked = masker.mask(text);
    EXPECT_LT(cpu_seconds() - begin, 20.0) << unit;
    EXPECT_FALSE(masked.text.empty());
  }
}

TEST(Bounds, random_bytes_never_break_the_masker) {
  std::mt19937 engine(7);
  const Masker masker(Profile::kCommon);
  const std::string alphabet =
      "0123456789138@.+-() \n\xe4\xb8\x80\xef\xbc\x91\xf0\x9d\x9f\xce\xff地址姓名密码省市号qQ转x";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (std::size_t i = engine() % 120; i > 0; --i) text += alphabet[engine() % alphabet.size()];
    const Masked masked = masker.mask(text);
    std::size_t last = 0;
    for (const Span& span : masked.spans) {
      EXPECT_LE(last, span.start);
      EXPECT_LT(span.start, span.end);
      last = span.end;
    }
    EXPECT_LE(last, text::length(text));
  }
}

}  // namespace
}  // namespace frontdesk::privacy
