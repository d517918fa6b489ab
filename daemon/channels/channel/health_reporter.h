// HealthReporter: tells the desk how a channel is.
//
// Receiving and sending are judged apart, and the worse of the two is shown: mail that arrives says nothing about
// replies that are refused. Successes are told not more than every half minute. At most one record is on its way to the
// store, and after a handful in a row only one a second: a plugin that changes its mind all the time costs no more.
// Thread rule: the supervisor thread.
#pragma once

#include <cstddef>
#include <string>

#include "channels/channel/token_bucket.h"
#include "channels/runtime.h"

namespace frontdesk::channels {

class HealthReporter {
 public:
  HealthReporter(Runtime& runtime, ChannelId channel) : runtime_(runtime), channel_(channel) {}

  /// The state of the channel as a whole or of its receiving side. Texts without secrets and personal data.
  void set(desk::ChannelState state, const std::string& code = {}, const std::string& text = {});
  void set(const desk::ChannelHealth& health) { set(health.state, health.code, health.text); }
  /// The source answered: the receiving side is ok, and the time of the last success is now.
  void success();
  /// A reply could not be handed over for a reason that is not the reply's own.
  void sending_failed(const desk::ChannelHealth& health);
  /// A reply went out, or the channel was changed, so that an old failure to send says nothing any more.
  void sending_works();
  /// What is shown.
  [[nodiscard]] const desk::ChannelHealth& now() const { return now_; }

 private:
  void show();
  void save_soon();
  void save();

  Runtime& runtime_;
  ChannelId channel_;
  Lifetime lifetime_;
  desk::ChannelHealth receiving_;
  desk::ChannelHealth sending_{desk::ChannelState::kOk, {}, {}, {}};  ///< kOk: nothing to complain of
  desk::ChannelHealth now_;
  bool shown_once_ = false;
  bool unsaved_ = false;
  bool saving_ = false;
  TokenBucket saves_{8, std::chrono::seconds(1)};
  Timer save_timer_;
};

}  // namespace frontdesk::channels
