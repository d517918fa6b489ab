// What a dying host still says: in which call it was, and how much of its memory it had used.
//
// A plugin that runs into the limit of its memory mostly dies by a null pointer: the signal alone would send its author
// to the wrong place. The line goes to standard error, where the daemon looks for it (kLastWords). Called once, before
// the plugin's code is mapped.
#pragma once

#include <cstdint>

#include "host/call_slots.h"

namespace frontdesk::host {

/// `statm`: /proc/self/statm, open for reading. `data_limit`: bytes, 0 = none. Both objects must outlive the process.
void speak_last_words(const CallSlots& calls, int statm, std::uint64_t data_limit);

}  // namespace frontdesk::host
