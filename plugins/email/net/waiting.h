// How long a protocol engine may wait, and what wakes it early.
//
// Three bounds hold at once: silence (no byte arrived), a deadline of the whole command, and one of the whole session,
// so that neither a dead peer nor one that dribbles bytes can hold the channel. Thread rule: plain values.
#pragma once

#include <chrono>

namespace frontdesk::email::net {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

struct Waiting {
  Milliseconds connect{15'000};
  Milliseconds silence{60'000};
  /// Nothing is waited for beyond this moment, whatever the single bounds allow.
  SteadyClock::time_point until = SteadyClock::time_point::max();
  /// Becomes readable when the channel shall stop; -1: never.
  int cancel_fd = -1;
};

enum class Wake { kReady, kTimeout, kCancelled };

enum class Readiness { kRead, kWrite };

/// Waits for `fd` until `until`; reports kCancelled first when both are ready. fd -1 only waits.
Wake wait_for(int fd, Readiness readiness, SteadyClock::time_point until, int cancel_fd);

/// True when `cancel_fd` is readable now.
bool is_cancelled(int cancel_fd);

}  // namespace frontdesk::email::net
