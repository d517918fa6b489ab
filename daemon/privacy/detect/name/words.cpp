#include "privacy/detect/name/words.h"

#include <algorithm>
#include <array>

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kHan = 3;

constexpr auto kField = Announcement::kField;
constexpr auto kRole = Announcement::kRole;
constexpr auto kLabel = Announcement::kLabel;
constexpr auto kSpoken = Announcement::kSpoken;
constexpr auto kSurname = Announcement::kSurname;
constexpr auto kLine = Announcement::kLine;
constexpr auto kTitle = Announcement::kTitle;
constexpr auto kHonorific = Announcement::kHonorific;
constexpr auto kChief = Announcement::kChief;
constexpr auto kBehind = Announcement::kBehind;
constexpr auto kClosing = Announcement::kClosing;
constexpr auto kFramed = Announcement::kFramed;
constexpr auto kClause = Announcement::kClause;
constexpr auto kAct = Announcement::kAct;

/// Longer ones before their beginnings.
constexpr auto kWords = std::to_array<NameWord>({
    {"收货人姓名", kField},
    {"收件人姓名", kField},
    {"联系人姓名", kField},
    {"收货人", kField},
    {"收件人", kField},
    {"收貨人", kField},
    {"收款人", kField},
    {"联系人", kField},
    {"聯繫人", kField},
    {"聯絡人", kField},
    {"联系", kSpoken},
    {"聯絡", kSpoken},
    {"姓名", kField},
    {"客户姓名", kField},
    {"客户", kRole},
    {"客戶", kRole},
    {"名字", kField},
    {"我的名字", kSpoken},
    {"我叫", kSpoken},
    {"我是", kSpoken},
    {"我姓", kSurname},
    {"免贵姓", kSurname},
    {"本人", kSpoken},
    {"寄件人", kField},
    {"发件人", kRole},
    {"發件人", kRole},
    {"签收人", kRole},
    {"簽收人", kRole},
    {"取件人", kField},
    {"下单人", kField},
    {"付款人", kRole},
    {"汇款人", kField},
    {"匯款人", kField},
    {"投诉人", kRole},
    {"请人", kRole},
    {"经办人", kRole},
    {"负责人", kRole},
    {"負責人", kRole},
    {"代收人", kRole},
    {"被保人", kField},
    {"投保人", kField},
    {"乘机人", kField},
    {"乘客", kRole},
    {"入住人", kField},
    {"持卡人", kField},
    {"开户名", kField},
    {"户名", kField},
    {"戶名", kField},
    {"会员姓名", kField},
    {"会员", kRole},
    {"會員", kRole},
    {"用户姓名", kField},
    {"买家", kRole},
    {"買家", kRole},
    {"患者", kRole},
    {"房客", kRole},
    {"学生", kRole},
    {"家长", kRole},
    {"抬头", kRole},
    {"递员", kRole},
    {"派件员", kRole},
    {"派送员", kRole},
    {"配送员", kRole},
    {"寄给", kSpoken},
    {"寄給", kSpoken},
    {"送给", kSpoken},
    {"送給", kSpoken},
    {"发给", kSpoken},
    {"交给", kSpoken},
    {"交給", kSpoken},
    {"转交", kSpoken},
    {"轉交", kSpoken},
    {"找", kSpoken},
    {"老公", kSpoken},
    {"老婆", kSpoken},
    {"我妈", kSpoken},
    {"我爸", kSpoken},
    {"朋友", kSpoken},
    {"同事", kSpoken},
    {"女儿", kSpoken},
    {"儿子", kSpoken},
    {"亲爱的", kSpoken},
    {"尊敬的", kSpoken},
    {"@", kSpoken},
    {"my name is", kSpoken},
    {"full name", kField},
    {"name", kField},
    {"receiver", kField},
    {"recipient", kField},
    {"consignee", kField},
    {"cardholder", kField},
    {"customer", kField},
    {"attn", kField},
    {"attention", kField},
    {"contact person", kField},
    {"contact", kField},
    {"buyer", kField},
    {"signed", kField},
    {"ship to", kField},
    {"deliver to", kField},
    {"i am", kSpoken},
    {"i'm", kSpoken},
    {"this is", kSpoken},
    {"from", kField},
    {"mr.", kTitle},
    {"mr", kTitle},
    {"mrs.", kTitle},
    {"mrs", kTitle},
    {"ms.", kTitle},
    {"ms", kTitle},
    {"herr", kTitle},
    {"frau", kTitle},
    {"hi", kSpoken},
    {"hello", kSpoken},
    {"dear", kSpoken},
    {"先生", kHonorific},
    {"女士", kHonorific},
    {"小姐", kHonorific},
    {"太太", kHonorific},
    {"老师", kHonorific},
    {"老師", kHonorific},
    {"同学", kHonorific},
    {"阿姨", kHonorific},
    {"师傅", kHonorific},
    {"師傅", kHonorific},
    {"经理", kHonorific},
    {"經理", kHonorific},
    {"老板", kHonorific},
    {"老闆", kHonorific},
    {"主管", kHonorific},
    {"主任", kHonorific},
    {"店长", kHonorific},
    {"医生", kHonorific},
    {"律师", kHonorific},
    {"大哥", kHonorific},
    {"大姐", kHonorific},
    {"叔叔", kHonorific},
    {"总", kChief},
    {"總", kChief},
    {"敬上", kBehind},
    {"代收", kBehind},
    {"签收", kBehind},
    {"簽收", kBehind},
    {"您好", kBehind},
    {"你好", kBehind},
    {"收", kBehind},
    {"谢谢", kClosing},
    {"謝謝", kClosing},
    {"多谢", kClosing},
    {"感谢", kClosing},
    {"此致", kClosing},
    {"敬礼", kClosing},
    {"敬禮", kClosing},
    {"祝好", kClosing},
    {"商祺", kClosing},
    {"敬上", kClosing},
    {"regards", kClosing},
    {"sincerely", kClosing},
    {"cheers", kClosing},
    {"thanks", kClosing},
    {"thank you", kClosing},
    {"best wishes", kClosing},
    {"best", kClosing},
    {"faithfully", kClosing},
    {"cordialement", kClosing},
    {"freundlichen", kClosing},
    {"——", kClosing},
    {"--", kClosing},
    {"人", kLabel},
    {"者", kLabel},
    {"员", kLabel},
    {"名", kLabel},
    {"客", kLabel},
    {"签字", kLabel},
    {"签名", kLabel},
    {"簽名", kLabel},
    {"落款", kLabel},
    {"来自", kLabel},
    {"给", kSpoken},
    {"給", kSpoken},
    {"叫", kSpoken},
    {"帮", kSpoken},
    {"跟", kSpoken},
    {"服", kSpoken},
    {"员", kSpoken},
    {"户", kSpoken},
    {"客", kSpoken},
    {"鄙人", kSpoken},
    {"俺叫", kSpoken},
    {"告诉", kSpoken},
    {"敝姓", kSurname},
    {"\n", kLine},
    {"的快递", kBehind},
    {"的订单", kBehind},
    {"的包裹", kBehind},
    {"的訂單", kBehind},
    {"passenger", kField},
    {"sold to", kField},
    {"bill to", kField},
    {"sent by", kField},
    {"guest", kField},
    {"yours", kClosing},
    {"viele", kClosing},
    {"liebe", kClosing},
    {"和", kFramed},
    {"与", kFramed},
    {"與", kFramed},
    {"跟", kFramed},
    {"同", kFramed},
    {"让", kFramed},
    {"讓", kFramed},
    {"请", kFramed},
    {"請", kFramed},
    {"找", kFramed},
    {"由", kFramed},
    {"被", kFramed},
    {"是", kFramed},
    {"问", kFramed},
    {"問", kFramed},
    {"谢", kFramed},
    {"謝", kFramed},
    {"诉", kFramed},
    {"訴", kFramed},
    {"告", kFramed},
    {"烦", kFramed},
    {"煩", kFramed},
    {"的", kFramed},
    {"友", kFramed},
    {"公", kFramed},
    {"婆", kFramed},
    {"生", kFramed},
    {"太", kFramed},
    {"对", kFramed},
    {"對", kFramed},
    {"替", kFramed},
    {"向", kFramed},
    {"叫", kFramed},
    {"给", kFramed},
    {"給", kFramed},
    {"帮", kFramed},
    {"幫", kFramed},
    {"过", kFramed},
    {"過", kFramed},
    {"次", kClause},
    {"天", kClause},
    {"午", kClause},
    {"晚", kClause},
    {"早", kClause},
    {"，", kClause},
    {"。", kClause},
    {"！", kClause},
    {"？", kClause},
    {"；", kClause},
    {"：", kClause},
    {"、", kClause},
    {"\n", kClause},
    {"talked to", kFramed},
    {"talk to", kFramed},
    {"talking to", kFramed},
    {"spoke to", kFramed},
    {"spoken to", kFramed},
    {"speak to", kFramed},
    {"spoke with", kFramed},
    {"speak with", kFramed},
    {"talked with", kFramed},
    {"chatted with", kFramed},
    {"ask", kFramed},
    {"asked", kFramed},
    {"call", kFramed},
    {"called", kFramed},
    {"colleague", kFramed},
    {"colleagues", kFramed},
    {"helped by", kFramed},
    {"assisted by", kFramed},
    {"contacted", kFramed},
    {"tell", kFramed},
    {"told", kFramed},
    {"let", kFramed},
    {"can", kFramed},
    {"could", kFramed},
    {"with", kFramed},
    {"by", kFramed},
    {"met", kFramed},
    {"told", kAct},
    {"said", kAct},
    {"promised", kAct},
    {"refused", kAct},
    {"called", kAct},
    {"wrote", kAct},
    {"replied", kAct},
    {"answered", kAct},
    {"assured", kAct},
});

/// The words by their first two characters, those of one character apart: a trigger is looked up in a comparison or
/// two.
struct WordIndex {
  std::array<NameWords, 512> by_pair;
  std::array<NameWords, 256> single;
};

std::size_t pair_slot(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c >= 0x80 && c != 0xEF && at + 5 < text.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[at + i])); };
    return (byte(1) * 3 + byte(2) * 7 + byte(4) * 5 + byte(5)) & 255U;
  }
  return 256U + (peek(text, at) & 0x1FU);  // a Latin letter of any case and width
}

std::size_t single_slot(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(text[at + i])); };
  return (byte(0) < 0x80 || at + 2 >= text.size() ? byte(0) : byte(1) * 7 + byte(2)) & 255U;
}

const WordIndex& word_index() {
  static const WordIndex kIndex = [] {
    WordIndex words;
    for (const NameWord& word : kWords) {
      const bool is_single = word.word.size() <= kHan && !is_ascii_letter(peek(word.word, 0));
      auto& bucket = is_single ? words.single[single_slot(word.word, 0)] : words.by_pair[pair_slot(word.word, 0)];
      bucket.push_back(&word);
    }
    return words;
  }();
  return kIndex;
}

}  // namespace

const NameWords& name_words_at(std::string_view text, std::size_t at) {
  return word_index().by_pair[pair_slot(text, at)];
}

const NameWords& short_name_words_at(std::string_view text, std::size_t at) {
  return word_index().single[single_slot(text, at)];
}

}  // namespace frontdesk::privacy
