// BoundedQueue<T>: hands work from many threads to many threads, never holding more than its capacity.
//
// push waits for room, pop waits for work; both end when the stop token is triggered or the queue is closed.
// Thread rule: any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace frontdesk {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// False when stopped or closed before there was room; `item` is then unchanged.
  bool push(T& item, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!room_.wait(lock, stop, [this] { return closed_ || items_.size() < capacity_; }) || closed_) return false;
    items_.push_back(std::move(item));
    work_.notify_one();
    return true;
  }

  /// False when full or closed; `item` is then unchanged.
  bool try_push(T& item) {
    const std::lock_guard lock(mutex_);
    if (closed_ || items_.size() >= capacity_) return false;
    items_.push_back(std::move(item));
    work_.notify_one();
    return true;
  }

  /// nullopt when stopped, or closed and empty.
  std::optional<T> pop(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    if (!work_.wait(lock, stop, [this] { return closed_ || !items_.empty(); }) || items_.empty()) return std::nullopt;
    T item = std::move(items_.front());
    items_.pop_front();
    room_.notify_one();
    return item;
  }

  /// Refuses new items; those inside can still be popped.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    room_.notify_all();
    work_.notify_all();
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable std::mutex mutex_;  // guards items_ and closed_
  std::condition_variable_any room_;
  std::condition_variable_any work_;
  std::deque<T> items_;
  bool closed_ = false;
};

}  // namespace frontdesk
