// The time in an id: for lists of a span of time, which are cut by ids.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace frontdesk {

/// Smaller than or equal to every id made at or after `at` (its millisecond), greater than those made before. A clock
/// that was set back makes ids of a later time than its own.
std::int64_t first_id_at(Micros at);

}  // namespace frontdesk
