// What `frontdesk mask` does: JSON Lines in, JSON Lines out, line by line and in order.
#pragma once

#include <iosfwd>

#include "privacy/profile.h"

namespace frontdesk::privacy {

/// Reads {"id":…,"text":"…"} and writes {"id":…,"masked":"…","spans":[{"start":0,"end":11,"type":"mobile"}]}; start and
/// end count code points of the text. An id of any JSON type is repeated as it is. A line that cannot be used gives
/// {"id":null,"error":"…"} in its place (with its id when that was readable). Blank lines are skipped.
/// Returns the exit status: 0, or 1 when any line was bad or the output failed.
int mask_lines(std::istream& in, std::ostream& out, Profile profile);

}  // namespace frontdesk::privacy
