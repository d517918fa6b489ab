// Numbers that have letters: IBAN, tax id, passports, the identity cards of Hong Kong and Taiwan.
#pragma once

#include <cstddef>
#include <string_view>

#include "privacy/detect/find.h"

namespace frontdesk::privacy {

/// `at`: the first digit of the number, whose letters may stand before it.
void find_lettered_numbers(std::string_view text, std::size_t at, Finds& out);

}  // namespace frontdesk::privacy
