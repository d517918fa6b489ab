#include "api/door/refusals.h"

#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "base/text.h"
#include "desk/audit/service.h"

namespace frontdesk::api {

namespace {

// "ticket" of "/api/v1/tickets/{id}/messages": the kind of object that the first argument names.
std::string object_of(std::string_view pattern) {
  const auto segments = text::split(pattern, '/');
  for (std::size_t i = 1; i < segments.size(); ++i) {
    if (!segments[i].starts_with('{')) continue;
    std::string_view kind = segments[i - 1];
    if (kind.ends_with('s')) kind.remove_suffix(1);
    return std::string(kind);
  }
  return {};
}

}  // namespace

void Refusals::kept_out(const RequestHead& head, const Router::Match& match, const desk::Session* session,
                        const Problem& problem, const std::string& request_id) {
  if (session == nullptr) return log_stranger(head, match, problem, request_id);
  desk::Actor actor = session->actor;
  actor.address = head.peer;
  actor.request_id = request_id;
  record(actor, match, match.arguments, problem.error.key);
}

void Refusals::answered(const Call& call, const Router::Match& match, int status) {
  if (!call.session) return;
  if (status == 403) record(call.actor, match, call.arguments, "forbidden");
  if (status == 404 && !call.arguments.empty()) record(call.actor, match, call.arguments, "not_found");
}

void Refusals::record(const desk::Actor& actor, const Router::Match& match, const std::vector<std::string>& arguments,
                      std::string why) {
  desk::Denial denial;
  denial.what = std::string(to_text(match.route->method)) + " " + std::string(match.route->pattern);
  denial.why = std::move(why);
  denial.object_type = object_of(match.route->pattern);
  // Only a number of ours: what else was typed there could be anything.
  if (!arguments.empty()) denial.object_id = parse_id_number(arguments.front()).value_or(0);
  audit_.record_denial(actor, denial);
}

void Refusals::log_stranger(const RequestHead& head, const Router::Match& match, const Problem& problem,
                            const std::string& request_id) {
  std::int64_t left_out = 0;
  {
    const std::lock_guard lock(mutex_);
    const Duration now = clock_.monotonic();
    if (lines_ == 0 || now - minute_ >= std::chrono::minutes(1)) {
      minute_ = now;
      lines_ = 0;
    }
    if (lines_ >= kMostLinesPerMinute) {
      ++left_out_;
      return;
    }
    ++lines_;
    left_out = std::exchange(left_out_, 0);
  }
  log_info("request refused", {{"method", to_text(match.route->method)},
                               {"route", match.route->pattern},
                               {"why", problem.error.key},
                               {"ip", head.peer},
                               {"request", request_id},
                               {"left_out", left_out}});
}

}  // namespace frontdesk::api
