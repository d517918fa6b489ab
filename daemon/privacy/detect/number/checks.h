// Check digits and number tables. Digits are given as ASCII '0'..'9'. Pure, any thread.
#pragma once

#include <string_view>

namespace frontdesk::privacy {

/// Eleven digits of the shape 1[3-9]…; `is_assigned_mobile` also asks for a prefix that is in use (MIIT numbering).
bool is_mobile_shape(std::string_view digits);
bool is_assigned_mobile(std::string_view digits);

/// Length of the mainland area code (with its 0) that `digits` begin with: 3, 4, or 0 when there is none.
int area_code_length(std::string_view digits);
/// Area code with 0 and a local number of the right length that begins with 1..8 (1 is not in use, but written).
bool is_landline(std::string_view digits);

/// GB 11643: region, real date, and ISO 7064 mod 11-2; the last character may be 'X'.
bool is_id_card_18(std::string_view characters);
/// The same without the check digit: a slip of the pen, so the context must say what it is.
bool is_id_card_18_shape(std::string_view characters);
/// The old form: region and date only, so the context must say what it is.
bool is_id_card_15(std::string_view digits);

/// Hong Kong: one or two letters, six digits and the check character (mod 11); upper case, without brackets.
bool is_hkid(std::string_view characters);
/// Taiwan: a letter, 1 or 2 (8 or 9 for residents from abroad), eight digits, the last one a check digit (mod 10).
bool is_twid(std::string_view characters);
/// USA: nine digits within the ranges that are issued.
bool is_social_security_number(std::string_view digits);

/// A day of the calendar between 1900 and 2099.
bool is_real_date(int year, int month, int day);

bool passes_luhn(std::string_view digits);
/// A length and first digits that a card network uses (UnionPay, Visa, Mastercard, Amex, JCB).
bool is_bank_card_shape(std::string_view digits);

/// GB 32100: 18 characters, ISO 7064 style mod 31, and the mod 11 of the organisation code inside.
bool is_tax_id(std::string_view characters);

/// Country, its length and mod 97; upper case, without blanks.
bool is_iban(std::string_view characters);
/// Length of an IBAN of this country ("DE" -> 22); 0 for a country without.
int iban_length(std::string_view country);

}  // namespace frontdesk::privacy
