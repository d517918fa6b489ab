// How each kind of value is shown: the table of display conventions, one function per profile and kind.
// Only the visible part is taken from the value; stars are of fixed number wherever length is information.
#pragma once

#include <string>
#include <string_view>

#include "privacy/profile.h"

namespace frontdesk::privacy {

/// `value`: what was found, as written (any width, separators, disguised digits). Never returns more than the table
/// allows, however malformed the value is; an empty value stays empty.
std::string cover(DataKind kind, std::string_view value, Profile profile);

}  // namespace frontdesk::privacy
