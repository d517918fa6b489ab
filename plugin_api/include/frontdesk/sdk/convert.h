// Between the C structs of plugin.h and the C++ values of types.h, beside those that have a description (item/view.h).
// Internal to the SDK, the host and the fake host.
#pragma once

#include <frontdesk/item/view.h>
#include <frontdesk/plugin.h>
#include <frontdesk/sdk/types.h>

namespace frontdesk::sdk::detail {

inline Error own_error(fdk_status status, const fdk_problem& problem) {
  return {static_cast<Status>(status), own(problem.user_code), own(problem.user_text), own(problem.internal_text),
          std::chrono::nanoseconds(problem.retry_after)};
}

/// Tells the sink about `error` and returns its status.
inline fdk_status report(const fdk_problem_sink* sink, const Error& error) {
  auto problem = made<fdk_problem>();
  problem.status = static_cast<fdk_status>(error.status);
  problem.retry_after = error.retry_after.count();
  problem.user_code = str(error.code);
  problem.user_text = str(error.text);
  problem.internal_text = str(error.detail);
  if (sink != nullptr && sink->report != nullptr) sink->report(sink->ctx, &problem);
  return problem.status;
}

/// A sink that keeps the reported problem.
class ProblemCatcher {
 public:
  [[nodiscard]] fdk_problem_sink sink() {
    auto sink = made<fdk_problem_sink>();
    sink.ctx = this;
    sink.report = [](void* ctx, const fdk_problem* problem) {
      const fdk_problem seen = read_struct(problem);
      static_cast<ProblemCatcher*>(ctx)->error_ = own_error(seen.status, seen);
    };
    return sink;
  }
  /// The error for a call that returned `status`.
  [[nodiscard]] Error error(fdk_status status) const {
    Error found = error_;
    found.status = static_cast<Status>(status);
    return found;
  }

 private:
  Error error_;
};

}  // namespace frontdesk::sdk::detail
