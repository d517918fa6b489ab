#include "api/problem.h"

#include <frontdesk/json.h>

#include "base/log.h"

namespace frontdesk::api {

int status_for(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid: return 400;
    case ErrorCode::kNotFound: return 404;
    case ErrorCode::kConflict: return 409;
    case ErrorCode::kForbidden: return 403;
    case ErrorCode::kUnauthorised: return 401;
    case ErrorCode::kLimit: return 429;
    case ErrorCode::kUnavailable: return 503;
    case ErrorCode::kTimeout: return 504;
    case ErrorCode::kCorrupt:
    case ErrorCode::kIo:
    case ErrorCode::kInternal: return 500;
  }
  return 500;
}

Response to_response(const Problem& problem, const std::string& request_id) {
  const int status = problem.status != 0 ? problem.status : status_for(problem.error.code);
  const bool ours = status == 500;
  if (ours) log_error("request failed", {{"request", request_id}, {"reason", problem.error}});
  json::Writer out;
  out.begin_object().member("type", "about:blank").member("title", reason_phrase(status)).member("status", status);
  out.member("detail", ours ? std::string_view("the server failed; the log tells why under this request id")
                            : std::string_view(problem.error.message));
  out.member("code", to_text(problem.error.code)).member("key", problem.error.key);
  out.member("request_id", request_id);
  if (problem.current_version) out.member("current_version", *problem.current_version);
  if (!problem.fields.empty()) {
    out.key("errors").begin_array();
    for (const FieldError& field : problem.fields)
      out.begin_object()
          .member("field", field.field)
          .member("message", field.message)
          .member("key", field.key)
          .end_object();
    out.end_array();
  }
  out.end_object();
  Response response;
  response.status = status;
  response.set("Content-Type", "application/problem+json");
  if (status == 503) response.set("Retry-After", "2");
  response.body = out.take();
  return response;
}

Response json_answer(int status, std::string body) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

}  // namespace frontdesk::api
