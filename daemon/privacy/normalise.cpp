#include "privacy/normalise.h"

#include "privacy/detect/characters.h"
#include "privacy/detect/number/checks.h"
#include "privacy/detect/number/neighbours.h"

namespace frontdesk::privacy {
namespace {

struct PhoneDigits {
  std::string digits;
  bool has_plus = false;
};

/// Digits up to an extension; letters and other words end the number once it has begun.
PhoneDigits read_phone(std::string_view value) {
  PhoneDigits phone;
  for (std::size_t at = 0; at < value.size();) {
    const bool may_be_whole = is_mobile_shape(phone.digits) || is_landline(phone.digits) || phone.digits.size() > 11;
    if (may_be_whole && extension_end(value, at) != at) break;
    const char32_t raw = text::next_code_point(value, at);
    const int digit = digit_value(raw);
    if (digit >= 0)
      phone.digits += static_cast<char>('0' + digit);
    else if (to_half_width(raw) == '+' && phone.digits.empty())
      phone.has_plus = true;
    if (phone.digits.size() > 20) break;
  }
  return phone;
}

}  // namespace

std::string normalise_phone(std::string_view value) {
  PhoneDigits phone = read_phone(value);
  std::string& digits = phone.digits;
  if (!phone.has_plus && digits.substr(0, 2) == "00" && digits.size() > 8) {
    digits.erase(0, 2);
    phone.has_plus = true;
  }
  if (phone.has_plus) {
    if (digits.substr(0, 3) == "860") digits.erase(2, 1);
    return digits.empty() ? "" : "+" + digits;
  }
  if (is_mobile_shape(digits)) return "+86" + digits;
  if (digits.size() == 13 && digits.substr(0, 2) == "86" && is_mobile_shape(digits.substr(2))) return "+" + digits;
  if (is_landline(digits)) return "+86" + digits.substr(1);
  return digits;
}

std::string normalise_email(std::string_view value) {
  const std::size_t open = value.rfind('<');
  if (open != std::string_view::npos) value = value.substr(open + 1, value.find('>', open) - open - 1);
  const std::string plain = to_plain(text::trim(value));
  if (plain.find('@') == std::string::npos) return {};
  return std::string(text::trim(plain));
}

std::string normalise_order(std::string_view value) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    const char32_t raw = text::next_code_point(value, at);
    char32_t c = digit_value(raw) >= 0 ? static_cast<char32_t>('0' + digit_value(raw)) : to_half_width(raw);
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
    if (is_ascii_alnum(c) || (c >= 0x80 && !is_zero_width(c))) text::append_code_point(out, c);
  }
  return out;
}

std::string normalise_name(std::string_view value) {
  constexpr std::u32string_view kDots = U"·•‧・";
  std::string out;
  const std::string folded = text::fold(value);
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = text::next_code_point(folded, at);
    const bool is_sign = c < 0x80 ? !is_ascii_alnum(c) : is_zero_width(c) || kDots.find(c) != kDots.npos;
    if (!is_sign) text::append_code_point(out, c);
  }
  return text::length(out) < 2 ? std::string() : out;
}

std::string phone_tail(std::string_view value) {
  const std::string digits = read_phone(value).digits;
  return digits.size() < 4 ? "" : digits.substr(digits.size() - 4);
}

}  // namespace frontdesk::privacy
