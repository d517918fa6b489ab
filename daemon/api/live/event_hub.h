// EventHub: live events (server-sent events) to all open browsers, from one thread.
//
// A request for events is answered like any other; then its socket moves here and holds no worker. The hub reads new
// events from the feed when it is told that there are some, writes each to everybody who may see its kind, and
// remembers at most `max_buffer` unsent bytes per client: who reads slower than that is dropped and resumes with
// Last-Event-ID. A stream ends with its session: whether it still may is asked before each event, when recheck() is
// called, and at every ping. Thread rule: subscribe, wake, recheck, counts from any thread; start and stop from one.
//
//   EventHub hub(options, source);
//   hub.start();
//   feed.on_announce([&hub] { hub.wake(); });
//   accounts.on_sessions_ended([&hub] { hub.recheck(); });
//   hub.subscribe({std::move(stream), last_id, wants, still_allowed});
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "desk/event_feed.h"

namespace frontdesk::api {

class Stream;

struct HubOptions {
  std::size_t max_clients = 4000;
  std::size_t max_buffer = std::size_t{256} << 10;  ///< bytes not yet taken by one client
  std::size_t max_resume = 2000;                    ///< older than this many events: the client is told to read anew
  Duration ping = std::chrono::seconds(20);
};

/// Where events come from; called on the hub's thread only.
struct EventSource {
  std::function<Result<std::vector<desk::Event>>(std::int64_t after, std::size_t limit)> since;
  std::function<Result<std::int64_t>()> newest;
};

struct Subscription {
  std::unique_ptr<Stream> stream;
  std::optional<std::int64_t> last_id;  ///< what the client has seen; nullopt: only what comes now
  std::function<bool(std::string_view kind)> wants;
  std::function<bool()> still_allowed;  ///< asked on the hub's thread; false ends the stream
  std::shared_ptr<const void> seat{};   ///< of EventHub::seat()
};

class EventHub {
 public:
  EventHub(HubOptions options, EventSource source);
  ~EventHub();

  Result<void> start();
  /// Closes all streams.
  void stop();

  /// A place for one stream, for as long as somebody holds it; null when all are taken: say so before the answer
  /// begins.
  [[nodiscard]] std::shared_ptr<const void> seat();
  /// Takes the stream; closes it at once when the hub is stopped.
  void subscribe(Subscription subscription);
  /// There are new events to read. Cheap; also on the store's writer thread.
  void wake();
  /// Sessions have ended: every stream is asked again whether it still may. Cheap.
  void recheck();

  [[nodiscard]] std::size_t clients() const;
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::api
