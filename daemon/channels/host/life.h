// HostLife: one plugin host from spawn to exit.
//
// It checks the Hello, answers pings' pongs, writes the plugin's log, and knows the ways to end: stop() is cancel →
// close → end of stream → SIGTERM → SIGKILL; kill() is at once. Whatever happens, on_end is called exactly once, after
// the process was reaped, and may destroy this object. Thread rule: the supervisor thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "channels/host/footprint.h"
#include "channels/host/link.h"
#include "channels/host/output.h"
#include "channels/host/process.h"
#include "channels/host_users.h"
#include "channels/options.h"
#include "channels/plugin_catalogue.h"
#include "channels/port_worker.h"
#include "channels/reactor.h"
#include "wire/messages.h"

namespace frontdesk::channels {

struct HostEnd {
  std::string code;      ///< stable word: "crashed", "hung", "garbage", "out_of_memory", "cannot_start", …
  std::string reason;    ///< for the admin
  bool is_crash = true;  ///< false: the machine could not start it now, which says nothing of the plugin
  /// It died of a signal of its own, ended unasked, hung or broke the rules: what it was working on may be why. False
  /// when somebody else ended it: an admin, a test, the machine.
  bool by_itself = false;
  bool is_killed = false;  ///< by a signal that neither the desk nor a fault of the program sent
};

class HostLife {
 public:
  struct Events {
    std::function<void()> on_ready;             ///< Hello checked and acknowledged: Open or Check may be sent
    std::function<void(wire::Frame)> on_frame;  ///< every other frame
    std::function<void(const HostEnd&)> on_end;
  };

  /// `send_note`: a descriptor for the host (wire/send_note.h), used while starting; -1: none.
  HostLife(Reactor& reactor, const HostOptions& options, HostUsers& users, const Plugin& plugin, std::string instance,
           PluginOutput& output, Events events, int send_note = -1);
  ~HostLife();
  HostLife(const HostLife&) = delete;
  HostLife& operator=(const HostLife&) = delete;

  /// Spawns; a failure is told through on_end, later.
  void start();
  template <class Message>
  void send(const Message& message, std::uint64_t request = 0) {
    if (link_ && !killed_) link_->send(message, request);
  }
  /// Sends a request; returns its number, 0 when it certainly did not reach the host. `fate` says why.
  template <class Message>
  std::uint64_t ask(const Message& message, HostLink::Sent* fate = nullptr) {
    const std::uint64_t request = link_ && !killed_ ? link_->next_request() : 0;
    const HostLink::Sent sent = request == 0 ? HostLink::Sent::kGone : link_->send(message, request);
    if (fate != nullptr) *fate = sent;
    return sent == HostLink::Sent::kQueued ? request : 0;
  }
  /// Gracefully; may be called again.
  void stop();
  void kill(std::string code, const std::string& reason);

  [[nodiscard]] bool is_stopping() const { return stopping_ || killed_; }
  [[nodiscard]] int pid() const { return process_ ? process_->pid() : 0; }

 private:
  void listen();
  void cannot_start(const Error& why);
  void abandon();
  void watch_process();
  void take_frame(wire::Frame frame);
  void dispatch(wire::Frame frame);
  void take_hello(const wire::Frame& frame);
  void take_log(const wire::Frame& frame);
  void link_broken(const std::string& why);
  void ping();
  /// Ends a host that holds more of the machine than it may.
  void look_at_footprint();
  /// True when there may be more.
  bool read_output();
  /// How it ended, with what the host itself and the kernel say of its memory.
  std::string how_it_ended(const ProcessExit& exit);
  void process_ended();
  void force(int signal_number);

  Reactor& reactor_;
  const HostOptions& options_;
  HostUsers& users_;
  const Plugin plugin_;
  const std::string instance_;
  PluginOutput& output_;
  Events events_;
  Lifetime lifetime_;
  const int send_note_;
  HostUsers::Lease user_;  ///< before the process: given back when it is reaped
  std::optional<HostProcess> process_;
  std::optional<HostFootprint> footprint_;
  std::unique_ptr<HostLink> link_;
  HostEnd end_;
  std::uint64_t close_request_ = 0;
  bool ready_ = false;
  bool stopping_ = false;
  bool killed_ = false;
  bool awaits_pong_ = false;
  Timer stage_timer_;  ///< hello limit, then the steps of stopping
  Timer ping_timer_;
  Timer pong_timer_;
  Timer footprint_timer_;
};

}  // namespace frontdesk::channels
