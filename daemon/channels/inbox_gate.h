// InboxGate: takes the submits of one host to the desk, and gives credit.
//
// A submit is answered only after the desk's commit is durable. While the desk has no room, the window shown to the
// host is closed, and opened again when there is. A host that sends more than its window allows is told to the owner as
// misbehaving. Thread rule: the supervisor thread.
#pragma once

#include <functional>
#include <string>

#include "channels/runtime.h"
#include "wire/messages.h"

namespace frontdesk::channels {

class InboxGate {
 public:
  struct Events {
    std::function<void(const wire::SubmitReply&, std::uint64_t request)> reply;
    std::function<void(const wire::Credit&)> credit;
    /// Durable: the cursor moved (when the submit had one), and the channel works.
    std::function<void(const std::optional<std::string>& cursor, std::size_t items)> taken;
    std::function<void(const std::string& why)> misbehaves;
  };

  InboxGate(Runtime& runtime, ChannelId channel, Events events);

  void take(const wire::Frame& frame);
  /// True when the desk takes items now.
  [[nodiscard]] bool has_room() const { return runtime_.ports.inbound.has_room(); }

 private:
  void finish(std::uint64_t request, std::vector<sdk::ItemOutcome> outcomes, std::optional<std::string> cursor,
              Result<std::vector<desk::ItemOutcome>> result);
  wire::Window next_window();
  void reopen();

  Runtime& runtime_;
  ChannelId channel_;
  Events events_;
  Lifetime lifetime_;
  Timer reopen_timer_;
  bool closed_ = false;
  std::size_t submits_in_flight_ = 0;
};

}  // namespace frontdesk::channels
