// CheckRun: one connection test in a host of its own, for channels that need not exist yet.
//
// `finished` is called once: with what the plugin told, or with the error that kept it from telling. It may destroy the
// run only later (post). Thread rule: the supervisor thread.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "channels/host/life.h"
#include "channels/runtime.h"

namespace frontdesk::channels {

struct CheckOrder {
  Plugin plugin;
  std::string config;  ///< JSON with secret references
  std::vector<std::pair<std::string, Secret>> secrets;
};

class CheckRun {
 public:
  using Finished = std::function<void(Result<desk::CheckOutcome>)>;
  CheckRun(Runtime& runtime, CheckOrder order, Finished finished);
  void start();
  /// Ends it at once; the outcome is an error.
  void cancel();

 private:
  void take_frame(const wire::Frame& frame);
  void take_secret_get(const wire::Frame& frame);
  void take_done(const wire::Frame& frame);
  void settle(Result<desk::CheckOutcome> outcome);

  Runtime& runtime_;
  CheckOrder order_;
  Finished finished_;
  PluginOutput output_;
  desk::CheckOutcome outcome_;
  std::optional<Result<desk::CheckOutcome>> settled_;
  std::uint64_t request_ = 0;
  Timer limit_;
  HostLife host_;
};

}  // namespace frontdesk::channels
