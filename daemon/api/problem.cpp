#include "api/problem.h"

#include <frontdesk/json.h>

#include <array>
#include <utility>

#include "base/log.h"

namespace frontdesk::api {

namespace {

using KeyAndField = std::pair<std::string_view, std::string_view>;

/// Keys of the services' refusals, and the member or parameter that each is about wherever it occurs.
constexpr std::array kFieldOfKey{
    KeyAndField{"error.channel_name", "name"},
    KeyAndField{"error.company", "company"},
    KeyAndField{"error.current_password", "current_password"},
    KeyAndField{"error.cursor", "after"},
    KeyAndField{"error.display_name", "display_name"},
    KeyAndField{"error.fate", "fate"},
    KeyAndField{"error.language", "language"},
    KeyAndField{"error.limit", "limit"},
    KeyAndField{"error.name_taken", "name"},
    KeyAndField{"error.not_assignable", "owner_id"},
    KeyAndField{"error.password_common", "password"},
    KeyAndField{"error.password_context", "password"},
    KeyAndField{"error.password_long", "password"},
    KeyAndField{"error.password_short", "password"},
    KeyAndField{"error.reason_required", "reason"},
    KeyAndField{"error.roles", "roles"},
    KeyAndField{"error.secret_anew", "config"},
    KeyAndField{"error.setup_token", "token"},
    KeyAndField{"error.text_empty", "text"},
    KeyAndField{"error.text_too_long", "text"},
    KeyAndField{"error.theme", "theme"},
    KeyAndField{"error.time_zone", "time_zone"},
    KeyAndField{"error.too_many_attachments", "attachments"},
    KeyAndField{"error.user_name", "name"},
};

/// What the fields say, or the one that the key tells of.
std::vector<desk::FieldFault> field_errors(const Problem& problem) {
  if (!problem.fields.empty()) return problem.fields;
  for (const auto& [key, field] : kFieldOfKey)
    if (problem.error.key == key) return {{std::string(field), problem.error.message, problem.error.key}};
  return {};
}

}  // namespace

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
  if (const auto fields = field_errors(problem); !fields.empty()) {
    out.key("errors").begin_array();
    for (const desk::FieldFault& field : fields)
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
