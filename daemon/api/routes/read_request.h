// What handlers read from a request's header fields, with the faults in words.
#pragma once

#include <cstdint>
#include <optional>

#include "api/problem.h"
#include "api/router.h"

namespace frontdesk::api {

/// The version in If-Match. 428 when the header is missing, 400 when it is not a version.
std::optional<Problem> read_if_match(const RequestHead& head, std::int64_t& version);

}  // namespace frontdesk::api
