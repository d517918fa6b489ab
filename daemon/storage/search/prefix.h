// Prefix search in an index: everything from the prefix up to, but without, its end.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::storage {

/// Greater, in the order of code points, than every text with this prefix: U+10FFFF is no character of any text.
inline std::string end_of_prefix(std::string_view prefix) { return std::string(prefix) + "\U0010FFFF"; }

}  // namespace frontdesk::storage
