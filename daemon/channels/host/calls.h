// HostCalls: the calls that are running inside a host: at most one on its control thread, and the stream.
//
// Each call has a limit: when it is over the call is cancelled, and when that does not help the owner is told that the
// plugin hangs. A long call has two: one for the time without progress, and one for all of it.
// Thread rule: the supervisor thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "channels/reactor.h"

namespace frontdesk::channels {

enum class Call { kNone, kOpen, kPoll, kSend, kLookUp };
const char* to_text(Call call);

class HostCalls {
 public:
  struct Events {
    std::function<void(std::uint64_t request)> cancel;
    std::function<void(const std::string& which)> hangs;
  };
  HostCalls(Reactor& reactor, Duration cancel_grace, Events events)
      : reactor_(reactor), cancel_grace_(cancel_grace), events_(std::move(events)) {}

  /// `hard_limit` for calls whose `limit` begins anew with every progress().
  void begin(Call call, std::uint64_t request, Duration limit, std::optional<Duration> hard_limit = {});
  /// The plugin gets on with what it does.
  void progress();
  /// Which call the answer with this number ends; kNone when it is not the running one.
  Call end(std::uint64_t request);
  [[nodiscard]] Call running() const { return call_; }

  void begin_stream(std::uint64_t request) { stream_ = request; }
  /// True when the answer with this number ends the stream.
  bool end_stream(std::uint64_t request);
  [[nodiscard]] bool streams() const { return stream_ != 0; }
  /// Asks the stream to end, once; hangs() when it does not.
  void cancel_stream();

  /// The host is gone: nothing runs.
  void reset();

 private:
  void cut_off();

  Reactor& reactor_;
  Duration cancel_grace_;
  Events events_;
  Call call_ = Call::kNone;
  std::uint64_t request_ = 0;
  std::uint64_t stream_ = 0;
  bool stream_cancelled_ = false;
  Duration quiet_limit_{0};  ///< 0: progress does not matter, or the call is being cut off
  Timer call_timer_;
  Timer hard_timer_;
  Timer stream_timer_;
};

}  // namespace frontdesk::channels
