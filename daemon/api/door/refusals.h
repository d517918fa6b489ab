// Refusals: what the server turned away, made visible — in the trail when somebody is signed in, in the log otherwise.
//
// Strangers must not be able to fill the log: at most kMostLinesPerMinute lines, the next one tells how many were left
// out; /metrics counts them all. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "api/problem.h"
#include "api/router.h"
#include "base/time.h"

namespace frontdesk::desk {
class AuditService;
}

namespace frontdesk::api {

class Refusals {
 public:
  static constexpr std::int64_t kMostLinesPerMinute = 60;

  Refusals(desk::AuditService& audit, const Clock& clock) : audit_(audit), clock_(clock) {}

  /// The gate kept the request out; `session` may be null.
  void kept_out(const RequestHead& head, const Router::Match& match, const desk::Session* session,
                const Problem& problem, const std::string& request_id);
  /// A handler's answer: records that a right was missing, or that the object named does not exist.
  void answered(const Call& call, const Router::Match& match, int status);

 private:
  void record(const desk::Actor& actor, const Router::Match& match, const std::vector<std::string>& arguments,
              std::string why);
  void log_stranger(const RequestHead& head, const Router::Match& match, const Problem& problem,
                    const std::string& request_id);

  desk::AuditService& audit_;
  const Clock& clock_;
  std::mutex mutex_;  // guards the following
  Duration minute_{0};
  std::int64_t lines_ = 0;
  std::int64_t left_out_ = 0;
};

}  // namespace frontdesk::api
