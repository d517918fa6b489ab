// What handlers read from a request's address and header fields, with the faults in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "api/problem.h"
#include "api/router.h"
#include "base/id.h"
#include "base/time.h"

namespace frontdesk::api {

/// `?limit=`, 1 to 200; 50 when it is missing or odd.
std::size_t page_limit(const RequestHead& head);

/// A moment in the query, RFC 3339; nothing when it is missing. 400, key "error.time", for what is no moment.
std::optional<Problem> read_time(const RequestHead& head, const char* name, std::optional<Micros>& time);

/// The version in If-Match. 428 when the header is missing, 400 when it is not a version.
std::optional<Problem> read_if_match(const RequestHead& head, std::int64_t& version);

/// The first {…} of the address as an id; kNotFound for anything that is none.
template <class IdType>
Result<IdType> argument_id(const Call& call) {
  const auto id = parse_id<IdType>(call.arguments.at(0));
  if (!id) return Error{ErrorCode::kNotFound, "there is no such object"};
  return *id;
}

}  // namespace frontdesk::api
