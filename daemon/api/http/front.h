// Front: listens, accepts, and lets a few workers serve thousands of connections.
//
// All workers wait on one epoll set in one-shot mode: whoever is woken owns that connection until it parks it again.
// A connection that is idle, slow or silent therefore holds memory and a descriptor, never a thread, and no request is
// handed from one thread to another. One keeper thread cuts off those whose deadline has passed. When the front is
// full, one that only waits for its client makes room — for a head, a body, or the reading of an answer — the one whose
// deadline is nearest first: dribbling ones before idle ones. One client may hold only a share of the front, within
// which its own connections make room for each other. When the system has no descriptors left, accepting pauses for a
// moment.
//
//   Front front(options, application, clock);
//   FD_TRY(front.start());
//   … front.port() …
//   front.stop();   // no new connection, running requests end (at most `drain`), then all closes
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/application.h"
#include "api/http/connection.h"
#include "base/result.h"
#include "base/time.h"

namespace frontdesk::api {

class TlsContext;

struct FrontOptions {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6, numeric
  std::uint16_t port = 0;             ///< 0: any free one
  int listening = -1;                 ///< a socket that listens already, taken over instead of address and port
  unsigned workers = 12;
  std::size_t max_connections = 5000;
  std::size_t max_per_client = 1000;  ///< of one address, or one IPv6 /64; live streams are not counted
  bool cap_loopback = false;          ///< loopback is one client too; usually it is a proxy that speaks for many
  /// An address that speaks for many clients, such as a reverse proxy: its share is not bounded. Empty: none does.
  std::function<bool(const std::string& address)> speaks_for_many{};
  ConnectionTimes times;
  Duration drain = std::chrono::seconds(10);
  Duration keeper_pace = std::chrono::milliseconds(250);
};

/// Figures for /metrics. Counters only grow.
struct FrontCounts {
  std::uint64_t accepted = 0;
  std::uint64_t overdue = 0;  ///< cut off by a deadline
  std::uint64_t shed = 0;     ///< closed because the front, or the share of its client, was full
  std::uint64_t pauses = 0;   ///< of accepting, because the system had no descriptors left
  std::size_t open = 0;       ///< now
};

/// Thread rule: start and stop from one thread; the rest from any.
class Front {
 public:
  /// `tls` may be null: plain HTTP. `application`, `clock` and `tls` must outlive the front.
  Front(FrontOptions options, Application& application, const Clock& clock, const TlsContext* tls = nullptr);
  ~Front();

  /// Errors: kInvalid for an address that is not numeric, kConflict for a port in use, kIo.
  Result<void> start();
  void stop();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] FrontCounts counts() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::api
