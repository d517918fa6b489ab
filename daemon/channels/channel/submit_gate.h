// SubmitGate: takes the submits of one host to the desk, and gives credit.
//
// A submit is answered only after the desk's commit is durable. While the desk has no room, the window shown to the
// host is closed, and opened again when there is. What is on its way is counted in items and bytes: a host that has
// more out than one window, or goes on after its window was closed, is told to the owner as misbehaving. So is one
// whose plugin keeps more state than the interface allows. Thread rule: the supervisor thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "channels/runtime.h"
#include "wire/messages.h"

namespace frontdesk::channels {

class SubmitGate {
 public:
  struct Events {
    std::function<void(const wire::SubmitReply&, std::uint64_t request)> reply;
    std::function<void(const wire::Credit&)> credit;
    /// Durable. `cursor`: the new one, when the submit had one; `items`: all of it, `fresh` of them seen for the first
    /// time.
    std::function<void(const std::optional<std::string>& cursor, std::size_t items, std::size_t fresh)> taken;
    std::function<void(const std::string& why)> misbehaves;
    /// The answer to a submit is lost: the host would wait for ever.
    std::function<void()> failed;
  };

  /// `state`: the plugin's stored entries.
  SubmitGate(Runtime& runtime, ChannelId channel, const std::vector<std::pair<std::string, std::string>>& state,
             Events events);

  void take(const wire::Frame& frame);
  /// True when the desk takes items now.
  [[nodiscard]] bool has_room() const { return runtime_.ports.inbound.has_room(); }

 private:
  struct Load {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
    std::uint64_t submits = 0;
  };
  /// Why `load` is more than the host may send now; empty when it may.
  std::string over_credit(const Load& load);
  std::string over_state(const std::vector<wire::StateEntry>& entries);
  void finish(std::uint64_t request, Load load, std::vector<sdk::ItemOutcome> outcomes,
              const std::optional<std::string>& cursor, Result<std::vector<desk::ItemOutcome>> result);
  wire::Window next_window();
  void reopen();

  Runtime& runtime_;
  ChannelId channel_;
  Events events_;
  Lifetime lifetime_;
  Timer reopen_timer_;
  bool closed_ = false;
  Load in_flight_;
  Load since_closed_;  ///< what came after the window was closed: the host may not have known yet
  std::map<std::string, std::size_t, std::less<>> state_;  ///< key → bytes of key and value
  std::size_t state_bytes_ = 0;
};

}  // namespace frontdesk::channels
