// Context words: what the text says a number is, before it and (for harmless ones) just after it.
#pragma once

#include <cstddef>
#include <string_view>

namespace frontdesk::privacy {

enum class NumberContext {
  kNone,
  kPhone,
  kLandline,
  kIdCard,
  kBankCard,
  kPassport,
  kTaxId,
  kSocialSecurity,
  kPerhapsOther,  ///< 订单, order: speaks of an order, but a whole mobile number behind it is a phone
  kOther,         ///< an order, tracking, serial, article or invoice number: nothing personal
};

/// The nearest context word before `at`. A word for a harmless kind of number counts only when nothing but signs and
/// fillers (: = # 号 码 是 为 no. is) stands between it and `at`: in "订单号是多少？13800138000" it names nothing.
NumberContext context_before(std::string_view text, std::size_t at);

/// A word for a phone stands right before `at`, with nothing but signs and "号码", "number is", "me at" between.
bool is_beside_phone_word(std::string_view text, std::size_t at);

/// The text goes on with words that make the number before `at` harmless: "13800138000这个单号", "18043947295 分".
bool is_harmless_by_what_follows(std::string_view text, std::size_t at);

/// True when `at` stands inside a web address.
bool is_inside_link(std::string_view text, std::size_t at);

/// Inside a web address a number is an id ("/item/13800138000", "?order=…", "/a-138001380001") and nothing personal,
/// unless it fills a whole parameter, fragment or part of the path whose name speaks of a phone or of nothing at all:
/// "?phone=", "?m=", "/u/".
bool is_id_in_link(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace frontdesk::privacy
