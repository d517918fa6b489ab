// The services of plugin.h, offered to the one channel of this process.
//
// Lifecycle: made before the channel, configured by HelloAck, outlives the channel. Thread rule: the tables may be
// called from any thread of the plugin; accept and report_metrics from the I/O thread.
#pragma once

#include "host/call_slots.h"
#include "host/daemon_link.h"
#include "host/send_note_page.h"
#include "host/state_store.h"

#include <frontdesk/plugin.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace frontdesk::host {

/// Lets through a bounded number of events a second, with a burst of the same size. Thread rule: any thread.
class RateGate {
 public:
  explicit RateGate(int per_second) : per_second_(per_second), tokens_(per_second) {}
  bool admit();

 private:
  std::mutex mutex_;  ///< guards what follows
  const double per_second_;
  double tokens_;
  std::chrono::nanoseconds last_{0};
};

class Services {
 public:
  Services(DaemonLink& link, CallSlots& calls, SendNotePage& note);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;

  const fdk_host* host() const { return &host_; }
  StateStore& state() { return state_; }

  void accept(const wire::HelloAck& ack);
  /// Sends the counters and gauges that changed since the last time, and a state that came too fast to be sent at once.
  void report_metrics();
  /// How the send ended that `answer` is about to tell.
  void note_end(const wire::Frame& answer);
  /// A line of the host's own.
  void log_own(fdk_log_level level, std::string_view text);

 private:
  static const void* get_service(void* ctx, fdk_str id);
  static fdk_status submit(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink);
  void make_inbox_and_state();
  void make_secret_and_clock();
  void make_outbox();
  void make_reports();

  fdk_status submit(const fdk_batch& batch, const fdk_outcome_sink& sink);
  fdk_status tell_outcomes(const wire::Frame& answer, const std::vector<std::string>& broken,
                           const fdk_outcome_sink& sink);
  fdk_status get_secret(std::string_view path, const fdk_bytes_sink& sink);
  fdk_status put_secret(std::string_view path, std::string_view value);
  fdk_status hand_over(std::string_view idempotency_key);
  /// Asks the daemon and waits; the status of its Done.
  fdk_status ask_done(wire::Frame request);
  void write_log(fdk_log_level level, std::string_view text, std::string_view fields, bool own);
  void report_health(fdk_health_state state, std::string_view code, std::string_view text);
  void record_metric(std::string_view name, bool gauge, double value);

  DaemonLink& link_;
  CallSlots& calls_;
  SendNotePage& note_;
  std::string handed_over_;  ///< the message of the running send, by the control thread
  StateStore state_;

  fdk_host host_{};
  fdk_inbox inbox_{};
  fdk_state state_table_{};
  fdk_secret secret_{};
  fdk_outbox outbox_{};
  fdk_clock clock_{};
  fdk_cancel cancel_{};
  fdk_log log_{};
  fdk_health health_{};
  fdk_metrics metrics_table_{};

  std::atomic<int> log_level_{FDK_LOG_INFO};
  RateGate log_gate_{500};
  RateGate health_gate_{10};
  std::mutex health_mutex_;                  ///< guards held_health_
  std::optional<wire::Health> held_health_;  ///< the last report, when it has not been sent yet
  std::atomic<std::uint64_t> dropped_lines_{0};

  std::mutex metrics_mutex_;  ///< guards metrics_
  struct Measured {
    bool gauge = false;
    bool changed = false;
    double value = 0;
  };
  std::map<std::string, Measured, std::less<>> metrics_;
};

}  // namespace frontdesk::host
