#include "privacy/detect/context.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "privacy/data/context_words.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/lists.h"

namespace frontdesk::privacy {
namespace {

constexpr std::size_t kWindow = 90;  // bytes: thirty Chinese characters
constexpr std::size_t kLinkWindow = 256;

struct ContextWord {
  std::string_view word;  // half width, lower case
  NumberContext meaning;
};

constexpr auto kWords = [] {
  namespace list = data::context_words;
  using enum NumberContext;
  return joined(meaning<ContextWord>(kPhone, list::kPhone), meaning<ContextWord>(kLandline, list::kLandline),
                meaning<ContextWord>(kIdCard, list::kIdCard), meaning<ContextWord>(kBankCard, list::kBankCard),
                meaning<ContextWord>(kPassport, list::kPassport), meaning<ContextWord>(kTaxId, list::kTaxId),
                meaning<ContextWord>(kSocialSecurity, list::kSocialSecurity),
                meaning<ContextWord>(kPerhapsOther, list::kPerhapsOther), meaning<ContextWord>(kOther, list::kOther));
}();

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
  return std::any_of(kWords.begin(), kWords.end(), [&](const ContextWord& entry) {
    return entry.meaning == NumberContext::kPhone && window.ends_with(entry.word) &&
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

namespace {

/// What stands before `at` without a blank, when it begins as a web address; else empty.
std::string_view link_before(std::string_view text, std::size_t at) {
  const std::string_view window = before(text, at, kLinkWindow);
  std::size_t begin = window.size();
  while (begin > 0 && window[begin - 1] > ' ' && static_cast<unsigned char>(window[begin - 1]) < 0x7F) --begin;
  const std::string_view token = window.substr(begin);
  if (token.ends_with(',') || token.ends_with(';')) return {};  // the sentence goes on behind the link
  const bool is_link = token.find("://") != std::string_view::npos || text::starts_with_ignoring_case(token, "www.");
  return is_link ? token : std::string_view();
}

/// What of a link names the number behind it: "m" of "…?a=1&m=", "u" of "…/u/", nothing of "…#".
std::string name_in_link(std::string_view link) {
  constexpr std::string_view kBorders = "?&/#;";
  std::string_view name = link;
  while (!name.empty() && !is_ascii_alnum(static_cast<unsigned char>(name.back())) && name.back() != '?' &&
         name.back() != '#') {
    name.remove_suffix(1);
  }
  const std::size_t border = name.find_last_of(kBorders);
  return text::to_lower_ascii(border == std::string_view::npos ? name : name.substr(border + 1));
}

bool speaks_of_phone(std::string_view name) {
  constexpr auto kPhones = std::to_array<std::string_view>({"phone", "tel", "mobile", "mobi"});
  return std::any_of(kPhones.begin(), kPhones.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

/// Things that shops number, in links.
bool speaks_of_thing(std::string_view name) {
  constexpr auto kThings = std::to_array<std::string_view>(
      {"article", "goods", "item", "order", "product", "sku", "spu", "ticket", "trade"});
  return std::any_of(kThings.begin(), kThings.end(),
                     [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

}  // namespace

bool is_inside_link(std::string_view text, std::size_t at) { return !link_before(text, at).empty(); }

bool is_id_in_link(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view link = link_before(text, begin);
  if (link.empty()) return false;
  const std::string name = name_in_link(link);
  if (link.ends_with('=') && speaks_of_phone(name)) return false;
  const auto is_part_of_word = [](char32_t c) { return is_ascii_alnum(c) || c == '-' || c == '%'; };
  if (is_part_of_word(peek_back(text, begin)) || is_part_of_word(peek(text, end))) return true;
  return speaks_of_thing(name);
}

}  // namespace frontdesk::privacy
