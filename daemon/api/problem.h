// Problem documents (RFC 9457): how every error leaves the house, with a stable code, a translation key and the
// request id that also stands in the log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/http/message.h"
#include "base/result.h"
#include "desk/use_case/input.h"

namespace frontdesk::api {

struct Problem {
  Error error;
  int status = 0;  ///< 0: the usual one for the code
  std::vector<desk::FieldFault> fields;
  std::optional<std::int64_t> current_version;

  Problem(Error what) : error(std::move(what)) {}  // NOLINT(google-explicit-constructor)
  explicit Problem(desk::Refusal refusal)
      : error(std::move(refusal.error)), fields(std::move(refusal.fields)), current_version(refusal.current_version) {}
  Problem(int with_status, ErrorCode code, std::string message, std::string key = {})
      : error(code, std::move(message), std::move(key)), status(with_status) {}
};

int status_for(ErrorCode code);

/// Faults of ours (5xx) are told in general words; their details go to the log. Without `fields`, the field of a form
/// that a service's refusal is about is named by the refusal's key.
Response to_response(const Problem& problem, const std::string& request_id);

/// A JSON answer.
Response json_answer(int status, std::string body);

}  // namespace frontdesk::api
