#include "privacy/detect/number/checks.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "privacy/data/area_codes.h"
#include "privacy/data/iban_lengths.h"
#include "privacy/data/id_regions.h"

namespace frontdesk::privacy {
namespace {

constexpr int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_region(std::string_view digits) {
  constexpr auto& kCodes = data::id_regions::kCodes;
  return std::any_of(kCodes.begin(), kCodes.end(),
                     [code = digits.substr(0, 2)](std::string_view line) { return line.starts_with(code); });
}

/// Area codes of four digits, without the leading 0, from lines such as "310-319".
constexpr auto kAreas = [] {
  std::array<std::array<std::int16_t, 2>, data::area_codes::kRanges.size()> areas{};
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const std::string_view line = data::area_codes::kRanges[i];
    areas[i] = {static_cast<std::int16_t>(number(line.substr(0, 3))),
                static_cast<std::int16_t>(number(line.substr(4, 3)))};
  }
  return areas;
}();

}  // namespace

bool is_mobile_shape(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && all_digits(digits);
}

bool is_assigned_mobile(std::string_view digits) {
  if (!is_mobile_shape(digits)) return false;
  const char third = digits[2];
  const auto is_one_of = [third](std::string_view allowed) { return allowed.find(third) != std::string_view::npos; };
  switch (digits[1]) {
    case '4': return is_one_of("01456789");
    case '5': return is_one_of("012356789");
    case '6': return is_one_of("2567");
    case '7': return is_one_of("012345678");
    case '9': return is_one_of("01235678") || third == '9';
    default: return true;  // 13x and 18x are assigned throughout
  }
}

int area_code_length(std::string_view digits) {
  if (digits.size() < 4 || digits[0] != '0' || !all_digits(digits.substr(0, 4))) return 0;
  const int three = number(digits.substr(1, 2));
  if (three == 10 || (three >= 20 && three <= 29 && three != 26)) return 3;
  const int four = number(digits.substr(1, 3));
  const bool known = std::any_of(kAreas.begin(), kAreas.end(),
                                 [four](const auto& range) { return four >= range[0] && four <= range[1]; });
  return known ? 4 : 0;
}

bool is_landline(std::string_view digits) {
  const auto area = static_cast<std::size_t>(area_code_length(digits));
  if (area == 0 || !all_digits(digits)) return false;
  const std::string_view local = digits.substr(area);
  const bool length_fits = local.size() == 8 || (area == 4 && local.size() == 7);
  return length_fits && local[0] >= '1' && local[0] <= '8';
}

bool is_real_date(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1900 || year > 2099 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month == 2 && day == 29) return leap;
  return day <= kDays[static_cast<std::size_t>(month - 1)];
}

bool is_id_card_18_shape(std::string_view characters) {
  if (characters.size() != 18 || !all_digits(characters.substr(0, 17)) || !is_region(characters)) return false;
  if (characters[17] != 'X' && !all_digits(characters.substr(17))) return false;
  return is_real_date(number(characters.substr(6, 4)), number(characters.substr(10, 2)),
                      number(characters.substr(12, 2)));
}

bool is_id_card_18(std::string_view characters) {
  if (!is_id_card_18_shape(characters)) return false;
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (characters[i] - '0');
  return characters[17] == "10X98765432"[sum % 11];
}

bool is_id_card_15(std::string_view digits) {
  return digits.size() == 15 && all_digits(digits) && is_region(digits) &&
         is_real_date(1900 + number(digits.substr(6, 2)), number(digits.substr(8, 2)), number(digits.substr(10, 2)));
}

bool is_hkid(std::string_view characters) {
  const std::size_t letters = characters.find_first_of("0123456789");
  if ((letters != 1 && letters != 2) || characters.size() != letters + 7) return false;
  if (!all_digits(characters.substr(letters, 6))) return false;
  int sum = letters == 1 ? 36 * 9 : 0;
  int weight = letters == 1 ? 8 : 9;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i, --weight) {
    const char c = characters[i];
    sum += weight * (c <= '9' ? c - '0' : c - 'A' + 10);
  }
  return "0A987654321"[sum % 11] == characters.back();
}

bool is_twid(std::string_view characters) {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";  // 10, 11, ... in this order
  if (characters.size() != 10 || !all_digits(characters.substr(1))) return false;
  const std::size_t letter = kLetters.find(characters[0]);
  if (letter == std::string_view::npos || std::string_view("1289").find(characters[1]) == std::string_view::npos) {
    return false;
  }
  int sum = static_cast<int>(letter / 10 + 1 + letter % 10 * 9);
  for (std::size_t i = 1; i < 9; ++i) sum += (characters[i] - '0') * static_cast<int>(9 - i);
  return (sum + characters[9] - '0') % 10 == 0;
}

bool is_social_security_number(std::string_view digits) {
  if (digits.size() != 9 || !all_digits(digits)) return false;
  const std::string_view area = digits.substr(0, 3);
  return area != "000" && area != "666" && area[0] != '9' && digits.substr(3, 2) != "00" && digits.substr(5) != "0000";
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  bool doubled = false;
  for (std::size_t i = digits.size(); i-- > 0; doubled = !doubled) {
    const int digit = digits[i] - '0';
    sum += doubled ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return sum % 10 == 0;
}

bool is_bank_card_shape(std::string_view digits) {
  const std::size_t size = digits.size();
  if (size < 13 || size > 19 || !all_digits(digits.substr(0, 4))) return false;
  const int four = number(digits.substr(0, 4));
  const int two = four / 100;
  const bool known = (two == 62 && size >= 16) || (two / 10 == 4 && (size == 13 || size == 16)) ||
                     (two >= 51 && two <= 55 && size == 16) || (four >= 2221 && four <= 2720 && size == 16) ||
                     ((two == 34 || two == 37) && size == 15) || (four >= 3528 && four <= 3589 && size == 16) ||
                     ((four == 9558 || four == 9559) && size == 19);
  return known && all_digits(digits);
}

bool is_tax_id(std::string_view characters) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  constexpr std::string_view kOrganisation = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::array<int, 17> kWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  constexpr std::array<int, 8> kInner = {3, 7, 9, 10, 5, 8, 4, 2};
  if (characters.size() != 18 || !all_digits(characters.substr(2, 6)) || !is_region(characters.substr(2))) return false;
  if (std::string_view("159AY").find(characters[0]) == std::string_view::npos) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    const auto value = kAlphabet.find(characters[i]);
    if (value == std::string_view::npos) return false;
    sum += kWeights[i] * static_cast<int>(value);
  }
  if (kAlphabet[static_cast<std::size_t>((31 - sum % 31) % 31)] != characters[17]) return false;
  int inner = 0;
  for (std::size_t i = 0; i < kInner.size(); ++i) {
    inner += kInner[i] * static_cast<int>(kOrganisation.find(characters[8 + i]));
  }
  return "0X987654321"[inner % 11] == characters[16];
}

int iban_length(std::string_view country) {
  if (country.size() != 2) return 0;
  for (const std::string_view line : data::iban_lengths::kLengths) {  // "DE 22"
    if (line.starts_with(country)) return number(line.substr(3));
  }
  return 0;
}

bool is_iban(std::string_view characters) {
  if (characters.size() < 15 || static_cast<int>(characters.size()) != iban_length(characters.substr(0, 2)))
    return false;
  if (!all_digits(characters.substr(2, 2))) return false;
  int remainder = 0;
  const std::string turned = std::string(characters.substr(4)) + std::string(characters.substr(0, 4));
  for (const char c : turned) {
    if (c >= '0' && c <= '9') {
      remainder = (remainder * 10 + (c - '0')) % 97;
    } else if (c >= 'A' && c <= 'Z') {
      remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    } else {
      return false;
    }
  }
  return remainder == 1;
}

}  // namespace frontdesk::privacy
