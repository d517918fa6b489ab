// PortWorker: makes the desk's blocking port calls on a thread of its own, in order, and brings their results back to
// the reactor, so that the supervisor thread waits for the database at its start only.
//
// The queue is bounded and never makes the caller wait: a call that finds it full ends at once with kUnavailable. A
// call that throws ends with kInternal.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/bounded_queue.h"
#include "base/result.h"
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
  explicit PortWorker(Reactor& reactor) : reactor_(reactor), thread_([this] { loop(); }) {}
  /// Finishes what is queued.
  ~PortWorker() { finish(); }

  /// `work` runs on the worker and returns a Result; `then(that result)` runs on the reactor.
  template <class Work, class Then>
  void run(Work work, Then then) {
    using Outcome = decltype(work());
    auto shared = std::make_shared<Then>(std::move(then));
    const bool queued = push([this, work = std::move(work), shared]() mutable { answer(shared, made<Outcome>(work)); });
    if (!queued) answer(shared, Outcome(Error{ErrorCode::kUnavailable, "too many calls of the channels are waiting"}));
  }

  /// Ends after the queued calls; later ones are dropped. Any thread.
  void finish();

 private:
  template <class Outcome, class Work>
  static Outcome made(Work& work) {
    try {
      return work();
    } catch (const std::exception& thrown) {
      return Error{ErrorCode::kInternal, std::string("a call of the channels was broken off: ") + thrown.what()};
    }
  }
  template <class Then, class Outcome>
  void answer(const std::shared_ptr<Then>& then, Outcome outcome) {
    auto shared = std::make_shared<Outcome>(std::move(outcome));
    reactor_.post([then, shared] { (*then)(std::move(*shared)); });
  }
  /// False when the queue is full or closed.
  bool push(std::function<void()> task);
  void loop();

  Reactor& reactor_;
  BoundedQueue<std::function<void()>> queue_{4096};
  std::jthread thread_;
};

}  // namespace frontdesk::channels
