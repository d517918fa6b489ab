// How long an excerpt of a message is, wherever one is shown or kept.
#pragma once

#include <cstddef>

namespace frontdesk::desk {

/// In code points, blanks and line ends folded.
inline constexpr std::size_t kExcerptLength = 120;

}  // namespace frontdesk::desk
