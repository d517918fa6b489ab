#include "privacy/detect/context.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "privacy/detect/characters.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kWindow = 90;  // bytes: thirty Chinese characters
constexpr std::size_t kLinkWindow = 256;

struct ContextWord {
  std::string_view word;  // half width, lower case
  NumberContext meaning;
};

constexpr auto kPhone = NumberContext::kPhone;
constexpr auto kLandline = NumberContext::kLandline;
constexpr auto kIdCard = NumberContext::kIdCard;
constexpr auto kBankCard = NumberContext::kBankCard;
constexpr auto kPassport = NumberContext::kPassport;
constexpr auto kTaxId = NumberContext::kTaxId;
constexpr auto kSocialSecurity = NumberContext::kSocialSecurity;
constexpr auto kPerhaps = NumberContext::kPerhapsOther;
constexpr auto kOther = NumberContext::kOther;

constexpr ContextWord kWords[] = {
    {"电话", kPhone},
    {"電話", kPhone},
    {"手机", kPhone},
    {"手機", kPhone},
    {"联系", kPhone},
    {"聯繫", kPhone},
    {"致电", kPhone},
    {"来电", kPhone},
    {"回电", kPhone},
    {"拨打", kPhone},
    {"打给", kPhone},
    {"我的号码", kPhone},
    {"手机号码", kPhone},
    {"手機號碼", kPhone},
    {"电话号码", kPhone},
    {"電話號碼", kPhone},
    {"联系号码", kPhone},
    {"新号码", kPhone},
    {"聯絡", kPhone},
    {"联络", kPhone},
    {"行動", kPhone},
    {"致電", kPhone},
    {"來電", kPhone},
    {"撥打", kPhone},
    {"簡訊", kPhone},
    {"收貨人", kPhone},
    {"短信", kPhone},
    {"收件人", kPhone},
    {"收货人", kPhone},
    {"微信", kPhone},
    {"tel", kPhone},
    {"phone", kPhone},
    {"mobile", kPhone},
    {"cell", kPhone},
    {"call", kPhone},
    {"whatsapp", kPhone},
    {"sms", kPhone},
    {"contact", kPhone},
    {"reach me", kPhone},
    {"text me", kPhone},
    {"mob", kPhone},
    {"座机", kLandline},
    {"固话", kLandline},
    {"传真", kLandline},
    {"傳真", kLandline},
    {"座機", kLandline},
    {"市話", kLandline},
    {"总机", kLandline},
    {"fax", kLandline},
    {"landline", kLandline},
    {"身份证", kIdCard},
    {"证件", kIdCard},
    {"实名", kIdCard},
    {"清关", kIdCard},
    {"id card", kIdCard},
    {"身分证", kIdCard},
    {"身份證", kIdCard},
    {"身分證", kIdCard},
    {"證件", kIdCard},
    {"實名", kIdCard},
    {"清關", kIdCard},
    {"hkid", kIdCard},
    {"id no", kIdCard},
    {"id number", kIdCard},
    {"identity card", kIdCard},
    {"national id", kIdCard},
    {"ssn", kSocialSecurity},
    {"social security", kSocialSecurity},
    {"社会安全号", kSocialSecurity},
    {"社安号", kSocialSecurity},
    {"卡号", kBankCard},
    {"银行卡", kBankCard},
    {"银行", kBankCard},
    {"信用卡", kBankCard},
    {"储蓄卡", kBankCard},
    {"账号", kBankCard},
    {"帐号", kBankCard},
    {"卡號", kBankCard},
    {"帳號", kBankCard},
    {"銀行", kBankCard},
    {"退款到", kBankCard},
    {"card", kBankCard},
    {"visa", kBankCard},
    {"护照", kPassport},
    {"通行证", kPassport},
    {"回乡证", kPassport},
    {"passport", kPassport},
    {"台胞证", kPassport},
    {"護照", kPassport},
    {"通行證", kPassport},
    {"回鄉證", kPassport},
    {"台胞證", kPassport},
    {"passport cover", kOther},
    {"passport holder", kOther},
    {"护照夹", kOther},
    {"护照套", kOther},
    {"税号", kTaxId},
    {"稅號", kTaxId},
    {"信用代码", kTaxId},
    {"纳税人识别号", kTaxId},
    {"订单", kPerhaps},
    {"訂單", kPerhaps},
    {"订单号", kOther},
    {"订单号码", kOther},
    {"单号", kOther},
    {"單號", kOther},
    {"单号码", kOther},
    {"运单", kOther},
    {"快递单", kOther},
    {"物流", kPerhaps},
    {"流水", kOther},
    {"流水号", kOther},
    {"编号", kOther},
    {"編號", kOther},
    {"訂單號", kOther},
    {"訂單號碼", kOther},
    {"單號碼", kOther},
    {"運單", kOther},
    {"發票", kPerhaps},
    {"發票號", kOther},
    {"發票號碼", kOther},
    {"序號", kOther},
    {"序列號", kOther},
    {"條碼", kOther},
    {"會員卡", kOther},
    {"會員號", kOther},
    {"型號", kOther},
    {"貨號", kOther},
    {"統編", kOther},
    {"发票代码", kOther},
    {"余额", kOther},
    {"积分", kOther},
    {"尾号", kOther},
    {"取件码", kOther},
    {"取货码", kOther},
    {"提货码", kOther},
    {"商品", kPerhaps},
    {"店铺", kPerhaps},
    {"顺丰", kPerhaps},
    {"圆通", kPerhaps},
    {"中通", kPerhaps},
    {"申通", kPerhaps},
    {"韵达", kPerhaps},
    {"极兔", kPerhaps},
    {"德邦", kPerhaps},
    {"京东", kPerhaps},
    {"拼多多", kPerhaps},
    {"淘宝", kPerhaps},
    {"ems", kPerhaps},
    {"ups", kPerhaps},
    {"usps", kPerhaps},
    {"fedex", kPerhaps},
    {"dhl", kPerhaps},
    {"编码", kOther},
    {"条码", kOther},
    {"条形码", kOther},
    {"货号", kOther},
    {"款号", kOther},
    {"型号", kOther},
    {"批次", kOther},
    {"批号", kOther},
    {"发票", kPerhaps},
    {"发票号", kOther},
    {"发票号码", kOther},
    {"序列号", kOther},
    {"串号", kOther},
    {"会员卡", kOther},
    {"会员卡号", kOther},
    {"会员号", kOther},
    {"礼品卡", kOther},
    {"礼品卡号", kOther},
    {"兑换码", kOther},
    {"券码", kOther},
    {"卡券", kOther},
    {"交易号", kOther},
    {"工单", kPerhaps},
    {"商品id", kOther},
    {"用户id", kOther},
    {"版本", kOther},
    {"时间戳", kOther},
    {"金额", kOther},
    {"价格", kOther},
    {"合同号", kOther},
    {"报价单", kOther},
    {"凭证", kOther},
    {"sku", kOther},
    {"uid", kOther},
    {"id=", kOther},
    {"id:", kOther},
    {"imei", kOther},
    {"sn", kOther},
    {"s/n", kOther},
    {"order", kPerhaps},
    {"order no", kOther},
    {"order number", kOther},
    {"tracking", kOther},
    {"tracking number", kOther},
    {"waybill", kOther},
    {"invoice", kPerhaps},
    {"serial", kOther},
    {"serial number", kOther},
    {"part number", kOther},
    {"item", kPerhaps},
    {"ref", kOther},
    {"reference", kOther},
    {"ean", kOther},
    {"upc", kOther},
    {"isbn", kOther},
    {"barcode", kOther},
    {"version", kOther},
    {"timestamp", kOther},
    {"ticket", kPerhaps},
    {"batch", kOther},
    {"gift card", kOther},
    {"coupon", kOther},
    {"transaction", kOther},
    {"model", kPerhaps},
    {"article", kPerhaps},
    {"case", kPerhaps},
    {"po number", kOther},
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Latin words count as whole words at their beginning: "sn" is not in "listens", "order" is not in "recorder".
bool begins_as_word(std::string_view window, std::size_t at) {
  return at == 0 || !is_letter(window[at]) || !is_letter(window[at - 1]);
}
bool ends_as_word(std::string_view window, std::size_t end) {
  return end == window.size() || !is_letter(window[end - 1]) || !is_letter(window[end]) || window.substr(end, 1) == "s";
}

/// The words by their last byte, longer ones first: the scan below goes backwards and takes the first that fits.
using WordsByLastByte = std::array<std::vector<const ContextWord*>, 256>;

const WordsByLastByte& words_by_last_byte() {
  static const WordsByLastByte kIndex = [] {
    WordsByLastByte words;
    for (const ContextWord& word : kWords) words[static_cast<unsigned char>(word.word.back())].push_back(&word);
    for (auto& bucket : words) {
      std::sort(bucket.begin(), bucket.end(), [](auto* a, auto* b) { return a->word.size() > b->word.size(); });
    }
    return words;
  }();
  return kIndex;
}

/// Signs and fillers between a word and the number it names.
constexpr auto kFillers = std::to_array<std::string_view>(
    {":",  "=", "#",  "_",  ".",  "\"", "'",  "*",  "|",  "/",  "(",  "【", "】",     "[",  "]",   "<",    ">", "-",
     "\t", " ", "号", "號", "码", "碼", "是", "为", "為", "的", "no", "nr", "number", "is", "num", "code", "id"});

/// Nothing but signs and fillers, and a line break only behind a colon; `had_sign`: one of : = # _ is among them.
bool is_only_fillers(std::string_view between, bool& had_sign) {
  had_sign = false;
  while (!between.empty()) {
    if (between[0] == '\n' && had_sign) {
      between.remove_prefix(1);
      continue;
    }
    const auto filler = std::find_if(kFillers.begin(), kFillers.end(),
                                     [&](std::string_view word) { return between.starts_with(word); });
    if (filler == kFillers.end()) return false;
    had_sign = had_sign || std::string_view(":=#_").find((*filler)[0]) != std::string_view::npos;
    between.remove_prefix(filler->size());
  }
  return true;
}

/// What a word that ends before `between` still says about the number behind it; kNone when it stands too far away.
NumberContext meaning_across(NumberContext meaning, std::string_view between) {
  std::size_t reach = 48;
  switch (meaning) {
    case NumberContext::kPerhapsOther:
    case NumberContext::kOther: {
      bool had_sign = false;
      if (between.size() > 24 || !is_only_fillers(between, had_sign)) return NumberContext::kNone;
      return had_sign ? NumberContext::kOther : meaning;  // "Order: 13800138000", but not "订单 13800138000"
    }
    case NumberContext::kLandline:
    case NumberContext::kPassport:
    case NumberContext::kSocialSecurity:
    case NumberContext::kTaxId: reach = 36; break;
    case NumberContext::kNone:
    case NumberContext::kPhone:
    case NumberContext::kIdCard:
    case NumberContext::kBankCard: break;
  }
  return between.size() <= reach ? meaning : NumberContext::kNone;
}

}  // namespace

NumberContext context_before(std::string_view text, std::size_t at) {
  const std::string plain = to_plain(before(text, at, kWindow));
  const std::string_view window = plain;
  for (std::size_t end = window.size(); end > 0; --end) {
    for (const ContextWord* entry : words_by_last_byte()[static_cast<unsigned char>(window[end - 1])]) {
      const std::string_view word = entry->word;
      if (end < word.size() || window.substr(end - word.size(), word.size()) != word) continue;
      if (!begins_as_word(window, end - word.size()) || !ends_as_word(window, end)) continue;
      const NumberContext meaning = meaning_across(entry->meaning, window.substr(end));
      if (meaning != NumberContext::kNone) return meaning;
    }
  }
  return NumberContext::kNone;
}

bool is_beside_phone_word(std::string_view text, std::size_t at) {
  constexpr auto kBetween = std::to_array<std::string_view>({"me", "us", "my", "him", "her", "at", "on", "to"});
  const std::string plain = to_plain(before(text, at, kWindow));
  std::string_view window = plain;
  const auto drop = [&window](std::string_view word) {
    if (word == "id" || word == "code") return false;  // "contact id 4155552671" is no phone
    if (!window.ends_with(word) || !begins_as_word(window, window.size() - word.size())) return false;
    window.remove_suffix(word.size());
    return true;
  };
  while (std::any_of(kFillers.begin(), kFillers.end(), drop) || std::any_of(kBetween.begin(), kBetween.end(), drop)) {
  }
  return std::any_of(std::begin(kWords), std::end(kWords), [&](const ContextWord& entry) {
    return entry.meaning == kPhone && window.ends_with(entry.word) &&
           begins_as_word(window, window.size() - entry.word.size());
  });
}

bool is_harmless_by_what_follows(std::string_view text, std::size_t at) {
  std::string_view rest = after(text, at, 36);
  const auto skip = [&rest](std::string_view word) {
    if (!rest.starts_with(word)) return false;
    rest.remove_prefix(word.size());
    return true;
  };
  while (skip(" ")) {
  }
  for (const std::string_view unit : {"积分", "分", "元"}) {
    if (rest.starts_with(unit) && !is_han(peek(rest, unit.size()))) return true;  // but not "分机", "元旦"
  }
  for (const std::string_view filler : {"（", "(", "这个", "这", "是", "的"}) skip(filler);
  for (const std::string_view word : {"订单", "单号", "运单", "快递单", "物流单", "訂單", "單號"}) {
    if (rest.starts_with(word) && !rest.starts_with("订单的")) return true;
  }
  return false;
}

bool is_inside_link(std::string_view text, std::size_t at) {
  const std::string_view window = before(text, at, kLinkWindow);
  std::size_t begin = window.size();
  while (begin > 0 && window[begin - 1] > ' ' && static_cast<unsigned char>(window[begin - 1]) < 0x7F) --begin;
  const std::string_view token = window.substr(begin);
  if (token.ends_with(',') || token.ends_with(';')) return false;  // the sentence goes on behind the link
  if (token.find("://") == std::string_view::npos && !text::starts_with_ignoring_case(token, "www.")) return false;
  const std::size_t equals = token.find_last_of("?&/");
  const std::string parameter = text::to_lower_ascii(token.substr(equals == std::string_view::npos ? 0 : equals));
  for (const std::string_view name : {"phone", "tel", "mobile", "mobi"}) {
    if (parameter.find(name) != std::string::npos && parameter.back() == '=') return false;
  }
  return true;
}

}  // namespace frontdesk::privacy
