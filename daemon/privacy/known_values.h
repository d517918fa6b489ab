// Literal search for values already known of a customer.
#pragma once

#include <span>
#include <string_view>

#include "privacy/detect/find.h"
#include "privacy/masker.h"

namespace frontdesk::privacy {

/// Appends every place where one of the values stands. Linear in the text for each value; at most kMaxKnownValues are
/// looked for.
inline constexpr std::size_t kMaxKnownValues = 64;
void find_known(std::string_view text, std::span<const KnownValue> known, Finds& out);

}  // namespace frontdesk::privacy
