// libphonenumber, as a validator of candidates only (it is slow as a searcher and alarms on versions and invoices).
#pragma once

#include <string>

namespace frontdesk::privacy {

/// `international`: '+' and digits. True for a number that the country's plan knows.
bool is_valid_foreign_phone(const std::string& international);

/// True for a number of a length that occurs in a country outside the mainland; its first digits are not asked.
bool is_possible_foreign_phone(const std::string& international);

/// Digits of the country code that `international` begins with; 0 when unknown.
int country_code_length(const std::string& international);

}  // namespace frontdesk::privacy
