// Reactor: the loop of the supervisor thread: sockets, timers and closures posted by other threads.
//
//   Reactor reactor(clock);
//   reactor.watch(fd, EPOLLIN, [&](std::uint32_t events) { … });
//   Timer timer = reactor.after(std::chrono::seconds(5), [&] { … });   // cancelled when `timer` goes away
//   reactor.run();                                                     // until stop()
//
// Thread rule: post() and stop() from any thread; everything else on the thread of run(), or before it starts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.h"
#include "wire/descriptor.h"

namespace frontdesk::channels {

class Reactor;

/// A timer that has not fired yet; does nothing once it has.
class Timer {
 public:
  Timer() = default;
  Timer(Timer&& other) noexcept : reactor_(std::exchange(other.reactor_, nullptr)), key_(std::move(other.key_)) {}
  Timer& operator=(Timer&& other) noexcept;
  ~Timer() { cancel(); }
  void cancel();

 private:
  friend class Reactor;
  using Key = std::pair<std::int64_t, std::uint64_t>;  ///< monotonic µs, sequence
  Timer(Reactor& reactor, Key key) : reactor_(&reactor), key_(key) {}

  Reactor* reactor_ = nullptr;
  Key key_{};
};

class Reactor {
 public:
  using Task = std::function<void()>;
  using Handler = std::function<void(std::uint32_t events)>;

  /// Aborts the process when the kernel has no descriptors left for its own use.
  explicit Reactor(const Clock& clock);
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  /// `events` as of epoll. The descriptor must be unwatched before it is closed.
  void watch(int fd, std::uint32_t events, Handler handler);
  void change(int fd, std::uint32_t events);
  void unwatch(int fd);

  [[nodiscard]] Timer after(Duration delay, Task task);

  /// Queues a closure for the loop. Closures, timers and handlers that throw are logged and dropped. After the loop has
  /// ended it is kept and destroyed with the reactor.
  void post(Task task);
  void run();
  void stop();

 private:
  friend class Timer;
  struct Watch {
    std::uint64_t token = 0;
    std::shared_ptr<Handler> handler;
  };

  [[nodiscard]] int wait_milliseconds() const;
  void fire_timers();
  void run_posted();
  /// Runs a callback. What it throws ends with it: one channel's trouble must not end the loop of all.
  template <class Function, class... Arguments>
  static void guarded(const Function& function, Arguments... arguments) noexcept;
  void handle(std::uint64_t token, std::uint32_t events);

  const Clock& clock_;
  wire::Descriptor epoll_;
  wire::Descriptor wake_;
  std::unordered_map<int, Watch> watches_;
  std::unordered_map<std::uint64_t, int> descriptors_;  ///< by token: events of closed descriptors find nothing
  std::map<Timer::Key, Task> timers_;
  std::uint64_t next_token_ = 1;
  std::mutex mutex_;  // guards the two below
  std::vector<Task> posted_;
  bool stopping_ = false;
};

}  // namespace frontdesk::channels
