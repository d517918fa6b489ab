// The calls into the plugin that are running right now: at most one on the control thread and one on the stream thread.
#pragma once

#include "host/cancel_flag.h"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace frontdesk::host {

/// One thread's place for a running call. Thread rule: begin and end on the owning thread, the rest anywhere.
class CallSlot {
 public:
  /// Names are literals.
  void begin(const char* name);
  void end();

  CancelFlag& cancel() { return cancel_; }
  /// 0 when no call is running.
  [[nodiscard]] std::chrono::nanoseconds busy_for() const;
  /// Empty when no call is running.
  [[nodiscard]] const char* name() const { return name_.load(); }

 private:
  CancelFlag cancel_;
  std::atomic<std::int64_t> since_{0};
  std::atomic<const char*> name_{""};
};

struct CallSlots {
  CallSlot control;
  CallSlot stream;
  CancelFlag instance;  ///< for threads the plugin made itself

  /// The flag of the call the asking thread is in.
  const CancelFlag& current() const;
  void cancel_all();
};

/// Marks the calling thread as inside a call for as long as it lives.
class RunningCall {
 public:
  RunningCall(CallSlot& slot, const char* name);
  ~RunningCall();
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

 private:
  CallSlot& slot_;
};

}  // namespace frontdesk::host
