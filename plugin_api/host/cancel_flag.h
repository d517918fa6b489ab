// A flag that ends a running call, and a descriptor that becomes readable with it.
#pragma once

#include "wire/descriptor.h"

#include <atomic>
#include <chrono>

namespace frontdesk::host {

/// Thread rule: every member may be called from any thread; reset only while no call is running under the flag.
class CancelFlag {
 public:
  CancelFlag();

  void set();
  void reset();
  [[nodiscard]] bool is_set() const { return set_.load(std::memory_order_acquire); }
  [[nodiscard]] int descriptor() const { return event_.get(); }
  /// False when the flag was set before the point in time (CLOCK_MONOTONIC) came.
  bool sleep_until(std::chrono::nanoseconds deadline) const;

 private:
  std::atomic<bool> set_{false};
  wire::Descriptor event_;
};

/// CLOCK_MONOTONIC and CLOCK_REALTIME.
std::chrono::nanoseconds monotonic_now();
std::chrono::microseconds wall_now();

}  // namespace frontdesk::host
