// Context words: what the text says a number is, just before it and (for phones) just after it.
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
  kQq,
  kTaxId,
  kPerhapsOther,  ///< 订单, order: speaks of an order, but a whole mobile number behind it is a phone
  kOther,         ///< an order, tracking, serial, article or invoice number: nothing personal
};

/// The nearest context word in the clause before `at`. A word for another kind of number counts only when nothing but
/// a few characters and no digit stand between it and `at`: the next number after it is what it names.
NumberContext context_before(std::string_view text, std::size_t at);

/// True when `at` stands inside a web address (but not behind a parameter such as "phone=").
bool is_inside_link(std::string_view text, std::size_t at);

}  // namespace frontdesk::privacy
