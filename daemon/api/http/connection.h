// Connection: one client from accept to close, as a state machine that never blocks.
//
// A worker calls advance() when the socket is ready; it goes as far as the bytes allow (handshake, head, body, answer,
// again) and says what to wait for. Between calls the connection is parked in epoll and holds no thread, whatever the
// client does or fails to do. The deadline is the only thing other threads may look at.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "api/http/application.h"
#include "api/http/message.h"
#include "api/http/request_parser.h"
#include "api/http/stream.h"
#include "base/time.h"

namespace frontdesk::api {

/// Time limits; a client that misses one is cut off.
struct ConnectionTimes {
  Duration idle = std::chrono::seconds(75);  ///< between requests
  Duration head = std::chrono::seconds(10);  ///< handshake, and a request's head from its first byte
  Duration body = std::chrono::seconds(10);  ///< a body, plus one second per `body_bytes_per_second`
  std::size_t body_bytes_per_second = 32 * 1024;
  Duration write = std::chrono::seconds(30);      ///< without any progress; and an answer as a whole takes at most this
  std::size_t write_bytes_per_second = 8 * 1024;  ///< plus one second per so many bytes
  Duration linger = std::chrono::seconds(2);      ///< to let a refusal arrive before the socket closes
};

class Connection {
 public:
  enum class Next {
    kRead,      ///< park until readable
    kWrite,     ///< park until writable
    kYield,     ///< much was done in one go: let others work, then go on at once
    kTakeOver,  ///< the answer's take_over gets the stream; the connection is over
    kClose,
  };

  /// While `draining` is true no request is waited for, and every answer says that it is the last.
  Connection(std::unique_ptr<Stream> stream, std::string peer, const ConnectionTimes& times, const Clock& clock,
             const std::atomic<bool>& draining);

  Next advance(Application& application);

  [[nodiscard]] int descriptor() const { return stream_->descriptor(); }
  /// Monotonic time at which the connection is overdue. Any thread.
  [[nodiscard]] Duration deadline() const { return Duration{deadline_.load(std::memory_order_relaxed)}; }
  /// Between requests, or before the end of a head. Any thread.
  [[nodiscard]] bool is_waiting() const { return stage_.load(std::memory_order_relaxed) == Stage::kWaiting; }
  /// The client is what keeps the connection: no request is complete, or the answer has not been read for
  /// `stalled_for`. Any thread.
  [[nodiscard]] bool may_be_shed(Duration stalled_for) const;
  /// Marks it as cut off already, so that it is not chosen again. Any thread.
  void shed() { shed_.store(true, std::memory_order_relaxed); }
  /// A worker brackets its turn with these two. epoll lets one worker at a time have the connection; this orders what
  /// the last one wrote before what the next one reads, in terms of the language and not only of the kernel.
  void take_up() const { (void)turns_.load(std::memory_order_acquire); }
  void put_down() { turns_.fetch_add(1, std::memory_order_release); }

  /// After kTakeOver.
  void hand_over();

 private:
  /// What other threads may know of the phase.
  enum class Stage { kWaiting, kReceiving, kAnswering };
  enum class Phase { kHandshake, kHead, kBody, kWriting, kLinger };

  Next shake_hands();
  Next read_more();
  Next advance_head(Application& application);
  Next advance_body(Application& application);
  Next advance_writing();
  Next linger();
  bool start_body(Application& application, ParsedHead& parsed);
  void answer(Application& application);
  void queue(Response response, bool keep_alive);
  void set_deadline(Duration from_now);
  void set_write_deadline();
  void set_stage(Stage stage) { stage_.store(stage, std::memory_order_relaxed); }
  void become_idle();

  std::unique_ptr<Stream> stream_;
  const std::string peer_;
  const ConnectionTimes& times_;
  const Clock& clock_;
  const std::atomic<bool>& draining_;
  Phase phase_;
  std::string in_;           // received, not yet consumed
  std::size_t scanned_ = 0;  // of in_, by parse_head
  Request request_;
  bool keep_alive_ = true;
  bool head_only_ = false;
  BodyReader body_;
  std::string out_head_;
  Response response_;
  std::size_t written_ = 0;  // of head and content together
  std::atomic<std::int64_t> deadline_;
  Duration write_until_{0};  // monotonic; the answer as a whole
  std::atomic<std::int64_t> stalled_since_{std::numeric_limits<std::int64_t>::max()};  // the client reads no answer
  std::atomic<Stage> stage_{Stage::kWaiting};
  std::atomic<bool> shed_{false};
  std::atomic<unsigned> turns_{0};
};

}  // namespace frontdesk::api
