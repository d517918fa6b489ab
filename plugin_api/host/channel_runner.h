// Runs the channel: the control thread for calls in order, the stream thread for `run`.
//
// Thread rule: handle, cancel and start belong to the I/O thread.
#pragma once

#include "host/call_slots.h"
#include "host/daemon_link.h"
#include "host/services.h"

#include <frontdesk/plugin.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace frontdesk::host {

class ChannelRunner {
 public:
  ChannelRunner(DaemonLink& link, CallSlots& calls, Services& services, const fdk_plugin_entry& entry);
  /// The threads may be stuck inside the plugin, so the process ends without running this.
  ~ChannelRunner() = default;
  ChannelRunner(const ChannelRunner&) = delete;
  ChannelRunner& operator=(const ChannelRunner&) = delete;

  /// Starts the control thread, which makes the channel first; when that fails it tells Failed and ends the process.
  void start(std::string instance_id);
  /// Queues a request. Close cancels everything that runs or waits.
  void handle(wire::Frame request);
  /// Cancels the request with that id wherever it is; 0: all of them.
  void cancel(std::uint64_t request);

 private:
  struct Task {
    wire::Frame frame;
    bool cancelled = false;
  };

  void control_loop();
  static void guarded(const char* thread, const std::function<void()>& body) noexcept;
  void begin_stream(wire::Frame request);
  void run_stream(wire::Frame& frame);
  void close(const wire::Frame& request);
  Task next_task();

  DaemonLink& link_;
  CallSlots& calls_;
  Services& services_;
  const fdk_plugin_entry& entry_;
  fdk_channel channel_{};  ///< a copy, filled by the control thread before any task
  std::string instance_id_;

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  std::uint64_t control_request_ = 0;  ///< the one being carried out
  std::uint64_t stream_request_ = 0;   ///< 0: no stream runs

  std::thread control_;
  std::thread stream_;
};

}  // namespace frontdesk::host
