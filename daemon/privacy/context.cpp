#include "privacy/context.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "privacy/characters.h"

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
constexpr auto kQq = NumberContext::kQq;
constexpr auto kTaxId = NumberContext::kTaxId;
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
    {"号码", kPhone},
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
    {"总机", kLandline},
    {"fax", kLandline},
    {"landline", kLandline},
    {"身份证", kIdCard},
    {"证件", kIdCard},
    {"实名", kIdCard},
    {"清关", kIdCard},
    {"id card", kIdCard},
    {"身分证", kIdCard},
    {"卡号", kBankCard},
    {"银行卡", kBankCard},
    {"银行", kBankCard},
    {"信用卡", kBankCard},
    {"储蓄卡", kBankCard},
    {"退款到", kBankCard},
    {"账号", kBankCard},
    {"card", kBankCard},
    {"visa", kBankCard},
    {"护照", kPassport},
    {"通行证", kPassport},
    {"回乡证", kPassport},
    {"passport", kPassport},
    {"台胞证", kPassport},
    {"qq", kQq},
    {"扣扣", kQq},
    {"企鹅", kQq},
    {"q号", kQq},
    {"加q", kQq},
    {"税号", kTaxId},
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
  static const WordsByLastByte index = [] {
    WordsByLastByte words;
    for (const ContextWord& word : kWords) words[static_cast<unsigned char>(word.word.back())].push_back(&word);
    for (auto& bucket : words) {
      std::sort(bucket.begin(), bucket.end(), [](auto* a, auto* b) { return a->word.size() > b->word.size(); });
    }
    return words;
  }();
  return index;
}

/// How far a word may stand from the number it speaks about, in bytes of the plain window.
bool still_speaks(NumberContext meaning, std::string_view between) {
  const bool has_digit = std::any_of(between.begin(), between.end(), [](char c) { return c >= '0' && c <= '9'; });
  switch (meaning) {
    case NumberContext::kPerhapsOther:
    case NumberContext::kOther: return !has_digit && between.size() <= 18;
    case NumberContext::kQq: return !has_digit && between.size() <= 15;
    case NumberContext::kLandline:
    case NumberContext::kPassport:
    case NumberContext::kTaxId: return between.size() <= 36;
    case NumberContext::kNone: return false;
    case NumberContext::kPhone:
    case NumberContext::kIdCard:
    case NumberContext::kBankCard: return between.size() <= 48;
  }
  return false;
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
      if (still_speaks(entry->meaning, window.substr(end))) return entry->meaning;
    }
  }
  return NumberContext::kNone;
}

bool is_inside_link(std::string_view text, std::size_t at) {
  const std::string_view window = before(text, at, kLinkWindow);
  std::size_t begin = window.size();
  while (begin > 0 && window[begin - 1] > ' ' && static_cast<unsigned char>(window[begin - 1]) < 0x7F) --begin;
  const std::string_view token = window.substr(begin);
  if (token.find("://") == std::string_view::npos && !text::starts_with_ignoring_case(token, "www.")) return false;
  const std::size_t equals = token.find_last_of("?&/");
  const std::string parameter = text::to_lower_ascii(token.substr(equals == std::string_view::npos ? 0 : equals));
  for (const std::string_view name : {"phone", "tel", "mobile", "mobi"}) {
    if (parameter.find(name) != std::string::npos && parameter.back() == '=') return false;
  }
  return true;
}

}  // namespace frontdesk::privacy
