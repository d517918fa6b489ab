#include "privacy/detect/covering.h"

#include <algorithm>

#include "privacy/detect/address/regions.h"
#include "privacy/detect/characters.h"
#include "privacy/detect/name/surnames.h"
#include "privacy/detect/number/checks.h"
#include "privacy/detect/number/foreign_phone.h"

namespace frontdesk::privacy {
namespace {

constexpr std::string_view kStars = "***";

std::string stars(std::size_t count) { return std::string(count, '*'); }

/// Letters and digits in half width, upper case; disguised digits too where nothing else can stand.
std::string characters_of(std::string_view value, bool digits_only) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    const char32_t raw = next_character(value, at);
    char32_t c = to_half_width(raw);
    const int digit = digit_value(raw) >= 0 ? digit_value(raw) : digits_only ? disguised_digit_value(raw) : -1;
    if (digit >= 0) {
      out += static_cast<char>('0' + digit);
    } else if (!digits_only && is_ascii_letter(c)) {
      out += static_cast<char>(c >= 'a' ? c - ('a' - 'A') : c);
    }
  }
  return out;
}

std::string tail(std::string_view text, std::size_t count) {
  return std::string(text.substr(text.size() - std::min(count, text.size())));
}
std::string head(std::string_view text, std::size_t count) { return std::string(text.substr(0, count)); }
std::string first_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (count-- > 0 && at < text.size()) next_character(text, at);
  return std::string(text.substr(0, at));
}

/// A phone and what follows it: " 转 8012", "-12", "ext 5".
struct PhoneParts {
  std::string digits;
  std::string extension;  ///< as written, digits starred
};

PhoneParts split_extension(std::string_view value, std::size_t main_digits) {
  PhoneParts parts;
  std::size_t at = 0;
  while (at < value.size() && parts.digits.size() < main_digits) {
    std::size_t next = at;
    const char32_t c = next_character(value, next);
    const int digit = digit_value(c) >= 0 ? digit_value(c) : disguised_digit_value(c);
    if (digit >= 0) parts.digits += static_cast<char>('0' + digit);
    at = next;
  }
  while (at < value.size()) {
    std::size_t next = at;
    const bool is_digit = digit_value(next_character(value, next)) >= 0;
    if (is_digit)
      parts.extension += '*';
    else
      parts.extension += value.substr(at, next - at);
    at = next;
  }
  return parts;
}

std::size_t mobile_digits(std::string_view digits) {
  if (digits.substr(0, 4) == "0086") return 15;
  if (digits.substr(0, 2) == "86") return 13;
  return 11;
}

/// Fewer than seven digits are no phone: nothing may be left to see.
std::string cover_mobile(std::string_view value, Profile profile) {
  const std::string all = characters_of(value, true);
  if (all.size() < 7) return stars(11);
  PhoneParts parts = split_extension(value, mobile_digits(all));
  const std::string number = tail(parts.digits, 11);
  if (number.size() < 11) return stars(7) + (all.size() >= 8 ? tail(number, 4) : "");
  const std::string shown = profile == Profile::kSop ? stars(7) : head(number, 3) + stars(4);
  return shown + tail(number, 4) + parts.extension;
}

std::string cover_landline(std::string_view value, Profile profile) {
  std::string all = characters_of(value, true);
  if (all.size() < 7) return stars(8);
  std::size_t country = all.substr(0, 4) == "0086" ? 4 : all.substr(0, 2) == "86" && all.size() > 9 ? 2 : 0;
  std::string national = all.substr(country);
  std::size_t added = 0;
  if (country > 0 && national[0] != '0') {
    national.insert(0, "0");
    added = 1;
  }
  const auto area = static_cast<std::size_t>(area_code_length(national));
  if (area == 0) return stars(4) + tail(split_extension(value, std::min<std::size_t>(all.size(), 8)).digits, 4);
  std::size_t local = std::min<std::size_t>(8, national.size() - area);
  if (local == 8 && !is_landline(national.substr(0, area + 8))) local = 7;
  const PhoneParts parts = split_extension(value, country + area - added + local);
  const std::string prefix = profile == Profile::kSop ? "" : head(national, area) + "-";
  return prefix + stars(4) + tail(parts.digits, 4) + parts.extension;
}

std::string cover_foreign(std::string_view value, Profile profile) {
  std::string digits = characters_of(value.substr(0, value.find_first_of("xX#")), true);
  const bool has_zeros = digits.substr(0, 2) == "00";
  if (has_zeros) digits.erase(0, 2);
  if (digits.size() < 7) return stars(8);
  if (!has_zeros && to_plain(value).find('+') == std::string::npos) return stars(5) + tail(digits, 3);
  const auto code = static_cast<std::size_t>(country_code_length("+" + digits));
  const std::size_t kept = profile == Profile::kCommon && digits.size() >= code + 8 ? 4 : 3;
  return "+" + head(digits, code) + stars(5) + tail(digits, kept);
}

std::string cover_email(std::string_view value, Profile profile) {
  const std::string plain = to_plain(value);
  std::size_t at = plain.find('@');
  for (const std::string_view sign : {"(at)", "[at]", "艾特", "#"}) {
    if (at == std::string::npos) at = plain.find(sign);
  }
  const std::string_view local = text::trim(std::string_view(plain).substr(0, at));
  const std::string shown = (text::length(local) >= 3 ? first_characters(local, 1) : "") + "***@";
  const std::size_t sign = plain.find('@');
  if (profile == Profile::kSop || sign == std::string::npos) return shown + "***";
  return shown + std::string(text::trim(std::string_view(plain).substr(sign + 1)));
}

std::string cover_id_card(std::string_view value, Profile profile) {
  const std::string characters = characters_of(value, false);
  if (profile == Profile::kSop || (characters.size() != 18 && characters.size() != 15)) return stars(18);
  return head(characters, 6) + stars(8) + tail(characters, 4);
}

std::string cover_bank_card(std::string_view value, Profile profile) {
  const std::string digits = characters_of(value, true);
  if (digits.size() < 13) return stars(16);
  if (profile == Profile::kSop) return stars(12) + tail(digits, 4);
  return head(digits, 4) + " **** **** " + tail(digits, 4);
}

std::string cover_plate(std::string_view value, Profile profile) {
  const std::string shown = first_characters(value, 2) + "·";
  if (text::length(value) < 7) return stars(7);
  return profile == Profile::kSop ? shown + stars(5) : shown + stars(3) + tail(characters_of(value, false), 2);
}

std::string cover_passport(std::string_view value, Profile profile) {
  const std::string characters = characters_of(value, false);
  if (characters.size() < 7) return stars(9);
  if (profile == Profile::kSop) return head(characters, 1) + stars(8);
  return head(characters, 1) + stars(6) + tail(characters, 2);
}

std::string cover_tax_id(std::string_view value) {
  const std::string characters = characters_of(value, false);
  return characters.size() < 15 ? stars(18) : head(characters, 2) + stars(12) + tail(characters, 4);
}

std::string cover_iban(std::string_view value) {
  const std::string characters = characters_of(value, false);
  return characters.size() < 15 ? stars(16) : head(characters, 2) + "** **** **** " + tail(characters, 4);
}

std::string cover_handle(std::string_view value, Profile profile) {
  const std::size_t shown = profile == Profile::kSop ? 1 : 2;
  return text::length(value) < 4 ? std::string(kStars) : first_characters(value, shown) + std::string(kStars);
}

}  // namespace

std::string cover(DataKind kind, std::string_view value, Profile profile) {
  value = text::trim(value);
  if (value.empty()) return {};
  switch (kind) {
    case DataKind::kMobile: return cover_mobile(value, profile);
    case DataKind::kLandline: return cover_landline(value, profile);
    case DataKind::kForeignPhone: return cover_foreign(value, profile);
    case DataKind::kEmail: return cover_email(value, profile);
    case DataKind::kIdCard: return cover_id_card(value, profile);
    case DataKind::kBankCard: return cover_bank_card(value, profile);
    case DataKind::kName: return cover_name(value, profile);
    case DataKind::kBirthDate: return stars(8);
    case DataKind::kAddress: return cover_address(value, profile);
    case DataKind::kPlate: return cover_plate(value, profile);
    case DataKind::kPassport: return cover_passport(value, profile);
    case DataKind::kSsn: return stars(9);
    case DataKind::kHkId: return stars(8);
    case DataKind::kTwId: return stars(10);
    case DataKind::kTaxId: return cover_tax_id(value);
    case DataKind::kIban: return cover_iban(value);
    case DataKind::kHandle: return cover_handle(value, profile);
    case DataKind::kSecret: return "[removed]";
  }
  return std::string(kStars);
}

}  // namespace frontdesk::privacy
