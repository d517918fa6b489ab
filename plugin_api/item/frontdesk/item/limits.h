// How large one message may be on its way between daemon and plugin. Every limit of a part is derived from these, so
// that parts that are allowed one by one are allowed together.
#pragma once

#include <cstddef>

namespace frontdesk::item {

/// All texts and files of one message in either direction: what one frame carries (wire/frame.h).
inline constexpr std::size_t kMostMessageBytes = std::size_t{64} << 20;

/// One item that comes in: its original, its texts and its files. The rest of a frame stays for what tells of it.
inline constexpr std::size_t kMostItemBytes = kMostMessageBytes - (std::size_t{1} << 20);

/// The files of one message of ours together. A plugin holds them in clear and encoded at the same time, within the
/// memory that its host has (channels/options.h): hence half of what a frame carries.
inline constexpr std::size_t kMostOutboundFileBytes = kMostMessageBytes / 2;

/// The longest names and texts with which a problem, a step or a result is told; what is longer is cut.
inline constexpr std::size_t kMostToldBytes = 4096;

}  // namespace frontdesk::item
