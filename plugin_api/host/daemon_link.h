// The host's end of the socket to the daemon: writes frames from any thread, reads them on one, and matches answers to
// the host's own requests.
//
// Thread rule: `serve` runs on the I/O thread; every other member may be called from any thread. Handlers given to
// serve run on the I/O thread and must not block.
#pragma once

#include "host/cancel_flag.h"
#include "wire/descriptor.h"
#include "wire/frame.h"
#include "wire/messages.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace frontdesk::host {

class DaemonLink {
 public:
  explicit DaemonLink(int socket);

  /// Queues a frame and writes what the socket takes. False when it exceeds the limits of a frame.
  bool post(wire::Frame frame);
  template <class Message>
  bool post(const Message& message, std::uint64_t request = 0) {
    return post(wire::encode(message, request));
  }
  /// Bytes the daemon has not taken yet: what may be dropped is dropped above a bound.
  [[nodiscard]] std::size_t queued_bytes();

  enum class Asked { kAnswered, kCancelled, kTimeout, kTooLarge };
  /// Sends a request and waits for its answer, the cancel or the deadline (CLOCK_MONOTONIC, 0 = none).
  Asked ask(wire::Frame request, const CancelFlag& cancel, std::chrono::nanoseconds deadline, wire::Frame& answer);

  /// Waits until the daemon allows a Submit at all. Same results as ask.
  Asked wait_for_window(const CancelFlag& cancel, std::chrono::nanoseconds deadline);
  /// ask() for a Submit of `items` items. It waits its turn, first come first served, until all that is on its way fits
  /// into the window; whatever its size, it may go when nothing else is on its way. A submit counts until the daemon
  /// has answered it, also when its caller was cancelled meanwhile.
  Asked submit(wire::Frame request, std::size_t items, const CancelFlag& cancel, std::chrono::nanoseconds deadline,
               wire::Frame& answer);
  void set_window(const wire::Window& window);

  /// Makes ask and wait_for_window look at their cancel flag again.
  void wake_waiters();

  /// Reads frames until the daemon closes the stream (true) or breaks it (false). Answers to `ask` are delivered, all
  /// other frames go to `handle`.
  bool serve(const std::function<void(wire::Frame)>& handle);

 private:
  struct Waiting {
    std::optional<wire::Frame> answer;
  };
  struct Load {
    std::uint64_t items = 0;
    std::uint64_t bytes = 0;
  };

  bool flush_locked();
  bool deliver(wire::Frame& frame);
  [[nodiscard]] bool fits(const Load& load) const;
  void forget_submit(std::uint64_t id);
  Asked ask_as(std::uint64_t id, wire::Frame request, const CancelFlag& cancel, std::chrono::nanoseconds deadline,
               wire::Frame& answer, std::unique_lock<std::mutex>& lock);
  template <class Ready>
  Asked wait(std::unique_lock<std::mutex>& lock, const CancelFlag& cancel, std::chrono::nanoseconds deadline,
             Ready ready);

  int socket_;
  wire::Descriptor wake_;  ///< tells the I/O thread that bytes wait to be written

  std::mutex send_mutex_;  ///< guards sender_
  wire::FrameSender sender_;

  std::mutex answer_mutex_;  ///< guards what follows
  std::condition_variable answered_;
  std::map<std::uint64_t, Waiting> waiting_;
  std::uint64_t next_request_ = 1;
  wire::Window window_{0, 0};
  std::map<std::uint64_t, Load> submits_;  ///< on their way, by request
  Load in_flight_;                         ///< their sum
  std::deque<std::uint64_t> queue_;        ///< submits that wait for credit, oldest first
};

}  // namespace frontdesk::host
