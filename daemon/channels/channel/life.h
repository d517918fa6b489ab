// ChannelLife: keeps one channel working.
//
//   stopped → loading → starting → running → (backing off → starting | quarantined → starting | stopping → stopped)
//
// It loads the channel from the desk, starts a host, opens the channel, polls or streams, sends replies, and restarts
// what crashed by the RestartPolicy. What the admin must repair (credentials, configuration) is tried again every half
// hour and at once when the channel was changed. Thread rule: the supervisor thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channels/channel/health_reporter.h"
#include "channels/channel/restart_policy.h"
#include "channels/channel/secret_desk.h"
#include "channels/channel/send_queue.h"
#include "channels/channel/submit_gate.h"
#include "channels/channel/token_bucket.h"
#include "channels/host/calls.h"
#include "channels/host/life.h"
#include "channels/host/output.h"
#include "channels/runtime.h"

namespace frontdesk::channels {

/// How a channel is doing right now.
struct ChannelSnapshot {
  ChannelId channel;
  int pid = 0;                ///< 0: no host
  std::int64_t restarts = 0;  ///< crashes since the daemon's start
  Micros next_poll_at;        ///< 0: none planned
};

class ChannelLife {
 public:
  ChannelLife(Runtime& runtime, ChannelId id);

  /// The channel was added, changed, paused or removed: stops, loads it again, starts when it is enabled. Forgets
  /// crashes and quarantine.
  void apply();
  /// For good; `stopped` is called when no host is left.
  void stop(std::function<void()> stopped);
  /// Looks for news as soon as the host is free: polls, or begins the stream anew. False when the channel does not run
  /// or does not receive.
  bool poll_now();
  void wake_outbound();
  void take_interrupted(std::vector<desk::OutboundJob> jobs);
  [[nodiscard]] ChannelSnapshot snapshot() const;

 private:
  enum class RunState { kStopped, kLoading, kStarting, kRunning, kStopping, kBackingOff, kQuarantined };
  struct Loaded {
    desk::ChannelSetup setup;
    std::optional<Plugin> plugin;  ///< as it was installed when the channel was loaded
    std::vector<std::string> secret_paths;
    std::vector<std::string> set_secrets;
  };

  void load();
  static Result<Loaded> load_setup(desk::ChannelPort& port, const InstalledPlugins& installed, ChannelId id);
  void loaded(Result<Loaded> result);
  void rest(desk::ChannelState state, const std::string& code, const std::string& text);
  void rest_changed();
  void start_host();
  std::unique_ptr<SubmitGate> make_inbox();
  std::unique_ptr<SecretDesk> make_secrets();
  void host_ready();
  void host_ended(const HostEnd& end);
  void finish_stop();
  void try_again_in(Duration delay, RunState meanwhile);

  void take_frame(const wire::Frame& frame);
  void take_done(const wire::Frame& frame);
  void take_poll_done(const wire::Frame& frame);
  void take_send_reply(const wire::Frame& frame);
  void take_hand_over(const wire::Frame& frame);
  void take_health(const wire::Frame& frame);
  void show_health();
  void misbehaves(const std::string& why);

  void opened(const wire::Verdict& verdict);
  void stream_ended(const wire::Verdict& verdict);
  /// Shows the failure; returns the pause before the next try.
  Duration call_failed(const wire::Verdict& verdict);
  /// The failure as it is shown, and written to the log.
  desk::ChannelHealth shown_failure(const wire::Verdict& verdict);
  /// The stream gave a sign of life: its silence is counted anew.
  void stream_speaks();
  void plan_poll(Duration delay);

  /// Begins whatever should run next, when the host is free for it.
  void pump();
  void begin_send();
  void not_handed_over(HostLink::Sent fate);
  void begin_poll();
  void begin_stream();

  Runtime& runtime_;
  const ChannelId id_;
  Lifetime lifetime_;
  RunState state_ = RunState::kStopped;
  std::optional<Loaded> loaded_;
  std::optional<Plugin> plugin_;
  std::string cursor_;
  bool reload_ = false;  ///< load again when the host has ended
  bool poll_due_ = false;
  bool stream_due_ = false;
  bool moved_since_poll_ = false;
  int load_number_ = 0;
  int failures_ = 0;  ///< failed calls in a row
  std::int64_t restarts_ = 0;
  std::uint32_t own_crashes_ = 0;  ///< of them those by the host itself
  Micros next_poll_at_;
  std::function<void()> stopped_;
  std::vector<desk::OutboundJob> interrupted_;  ///< until the plugin is known

  RestartPolicy policy_;
  PluginOutput output_;
  HealthReporter health_;
  SendQueue sends_;
  HostCalls calls_;
  std::unique_ptr<SubmitGate> inbox_;    ///< made anew for each host, so that answers reach only the one that asked
  std::unique_ptr<SecretDesk> secrets_;  ///< likewise
  std::unique_ptr<HostLife> host_;
  std::optional<Duration> retry_delay_;  ///< the host stops because its channel cannot work now: not a crash
  Timer start_timer_;
  Timer poll_timer_;
  Timer stream_timer_;
  Timer silence_timer_;
  std::optional<wire::Health> held_health_;  ///< told, not shown yet
  Timer health_timer_;
  TokenBucket health_reports_{20, std::chrono::milliseconds(500)};
};

}  // namespace frontdesk::channels
