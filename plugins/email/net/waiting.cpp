#include "net/waiting.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

namespace frontdesk::email::net {

Wake wait_for(int fd, Readiness readiness, SteadyClock::time_point until, int cancel_fd) {
  const short events = readiness == Readiness::kRead ? POLLIN : POLLOUT;  // NOLINT(google-runtime-int): poll's type
  std::array<pollfd, 2> watched{pollfd{fd, events, 0}, pollfd{cancel_fd, POLLIN, 0}};
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(until - SteadyClock::now()).count();
    const int timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
    const int ready = ::poll(watched.data(), watched.size(), timeout);
    if (ready < 0 && errno != EINTR) return Wake::kTimeout;
    if (ready > 0 && watched[1].revents != 0) return Wake::kCancelled;
    if (ready > 0 && watched[0].revents != 0) return Wake::kReady;
    if (SteadyClock::now() >= until) return Wake::kTimeout;
  }
}

bool is_cancelled(int cancel_fd) {
  return wait_for(-1, Readiness::kRead, SteadyClock::now(), cancel_fd) == Wake::kCancelled;
}

}  // namespace frontdesk::email::net
