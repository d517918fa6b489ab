// HealthReporter: tells the desk how a channel is, once per change and not more than every half minute for successes.
// Thread rule: the supervisor thread.
#pragma once

#include "channels/runtime.h"

namespace frontdesk::channels {

class HealthReporter {
 public:
  HealthReporter(Runtime& runtime, ChannelId channel) : runtime_(runtime), channel_(channel) {}

  void set(desk::ChannelState state, std::string code = {}, std::string text = {});
  void set(const desk::ChannelHealth& health) { set(health.state, health.code, health.text); }
  /// The source answered: state ok, and the time of the last success.
  void success();
  [[nodiscard]] const desk::ChannelHealth& now() const { return now_; }

 private:
  void save();

  Runtime& runtime_;
  ChannelId channel_;
  desk::ChannelHealth now_;
  bool saved_once_ = false;
};

}  // namespace frontdesk::channels
