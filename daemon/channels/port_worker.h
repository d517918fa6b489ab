// PortWorker: makes the desk's blocking port calls on a thread of its own, in order, and brings their results back to
// the reactor. The supervisor thread itself never waits for the database.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "channels/reactor.h"

namespace frontdesk::channels {

/// Whoever hands out callbacks keeps one of these; callbacks that come after its end do nothing. Reactor thread only.
class Lifetime {
 public:
  template <class Function>
  auto guard(Function function) const {
    return [alive = std::weak_ptr<int>(token_), function = std::move(function)](auto&&... arguments) mutable {
      if (!alive.expired()) function(std::forward<decltype(arguments)>(arguments)...);
    };
  }

 private:
  std::shared_ptr<int> token_ = std::make_shared<int>(0);
};

class PortWorker {
 public:
  explicit PortWorker(Reactor& reactor) : reactor_(reactor), thread_([this](std::stop_token stop) { loop(stop); }) {}
  /// Finishes what is queued.
  ~PortWorker() { finish(); }

  /// `work` runs on the worker; `then(its result)` on the reactor.
  template <class Work, class Then>
  void run(Work work, Then then) {
    push([this, work = std::move(work), then = std::move(then)]() mutable {
      auto shared = std::make_shared<decltype(work())>(work());
      reactor_.post([shared, then = std::move(then)]() mutable { then(std::move(*shared)); });
    });
  }
  /// For calls whose result only has to be logged, by `work` itself.
  void run(std::function<void()> work) { push(std::move(work)); }

  /// Ends after the queued calls; later ones are dropped. Any thread.
  void finish();

 private:
  void push(std::function<void()> task);
  void loop(std::stop_token stop);

  Reactor& reactor_;
  BoundedQueue<std::function<void()>> queue_{4096};
  std::jthread thread_;
};

}  // namespace frontdesk::channels
